import type { Person } from "./model.ts";
import type { World } from "./world.ts";

export interface PersonOptions {
  readonly name: string;
  /** Default: made of the name. */
  readonly email?: string;
  /** A guest sees only what is shared with him. Default `member`. */
  readonly kind?: "member" | "guest";
  /** A personal access token. */
  readonly token?: string;
  readonly gid?: string;
}

/** Somebody with an account, as a test holds him. */
export interface AsanaPerson {
  readonly gid: string;
  readonly name: string;
  readonly email: string;
  readonly kind: "member" | "guest";
}

/** Who is in the workspace. */
export class Staff {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  add(options: PersonOptions & { readonly isApp: boolean }): AsanaPerson {
    const { name, kind = "member", token, isApp } = options;
    const gid = options.gid ?? this.#world.newGid();
    const email = options.email ?? `${name.toLowerCase().replace(/[^a-z0-9]+/g, ".")}@example.com`;
    const joinedAt = this.#world.now();
    const person: Person = { gid, name, email, kind, isApp, joinedAt, active: true };
    this.#world.people.set(gid, person);
    if (token !== undefined) this.#world.tokens.set(token, person);
    return { gid, name, email, kind };
  }
}
