import { createHash } from "node:crypto";
import { type EventLog, type Happening, mayHear } from "./events.ts";
import type { Person } from "./model.ts";
import { Refusal } from "./refusal.ts";
import type { World } from "./world.ts";

/** "Sync tokens always expire after 24 hours, but may expire sooner" (AS-docs events). */
const TOKEN_MS = 24 * 3600 * 1000;
/** "Asana limits a single sync token to 100 events" (AS-oas getEvents). */
const MOST_EVENTS = 100;

interface Token {
  readonly resource: string;
  readonly user: Person;
  /** Everything up to this happening has been told. */
  readonly after: number;
  readonly madeAt: number;
}

export interface Heard {
  readonly happenings: readonly Happening[];
  readonly sync: string;
  readonly has_more: boolean;
}

/** `GET /events`: who has heard what. */
export class SyncTokens {
  readonly #world: World;
  readonly #log: EventLog;
  readonly #tokens = new Map<string, Token>();

  constructor(world: World, log: EventLog) {
    this.#world = world;
    this.#log = log;
  }

  /**
   * What has happened since a token was given. The same token tells the same again, and what came
   * since.
   *
   * @throws Refusal 412 with a fresh token, the first time as well
   */
  since(resource: string, user: Person, sync: string | null): Heard {
    const token = this.#tokens.get(sync ?? "");
    const now = this.#world.now();
    const isGood = token?.resource === resource && token.user === user;
    if (!isGood || now - token.madeAt > TOKEN_MS) {
      // AS-oas getEvents, the example of its 412.
      throw new Refusal(
        412,
        "Sync token invalid or too old. If you are attempting to keep resources in sync, you must fetch the full dataset for this query now and use the new sync token for the next sync.",
        { sync: this.#give(resource, user, this.#log.happenings.length) },
      );
    }
    const heard = this.#log.happenings
      .slice(token.after)
      .filter((one) => one.scope.has(resource) && mayHear(one, user));
    const happenings = heard.slice(0, MOST_EVENTS);
    const has_more = heard.length > happenings.length;
    const after = has_more ? (happenings.at(-1)?.n ?? 0) : this.#log.happenings.length;
    return { happenings, sync: this.#give(resource, user, after), has_more };
  }

  #give(resource: string, user: Person, after: number): string {
    const madeAt = this.#world.now();
    const seed = `${resource} ${user.gid} ${after} ${this.#tokens.size}`;
    const sync = createHash("md5").update(seed).digest("hex");
    this.#tokens.set(sync, { resource, user, after, madeAt });
    return sync;
  }
}
