import type { Actor } from "../tools/tool.ts";
import type { ActScope, DoorParts, Drawn, Found, PlatformTool } from "./act.ts";
import { barred } from "./admit.ts";
import { canonical } from "./canonical.ts";

/** What a person was shown, ready to be run. */
export interface Shown extends Drawn<unknown> {
  readonly input: unknown;
  readonly state: string;
}

/**
 * A door's tools as the door uses them: with its policy, without its ledger. For tests of a platform's tools
 * against its emulator; whatever is refused is thrown.
 */
export class Rehearsal {
  /** Settings change with a new deployment. */
  parts: DoorParts;
  readonly #platform: string;
  readonly #now: () => number;
  readonly #signal = new AbortController().signal;

  constructor(platform: string, parts: DoorParts, now: () => number = Date.now) {
    this.#platform = platform;
    this.#now = now;
    this.parts = parts;
  }

  async read(name: string, input: object, actor: Actor): Promise<Found> {
    const tool = this.#tool(name, "read");
    const use = usable(tool.bind(input));
    await this.#let(tool, use, actor);
    return use.run({ actor, signal: this.#signal });
  }

  async preview(name: string, input: object, actor: Actor): Promise<Shown> {
    const tool = this.#tool(name, "approve");
    const use = usable(tool.bind(input));
    await this.#let(tool, use, actor);
    const drawn = await use.preview({ actor, signal: this.#signal });
    return { ...drawn, input: drawn.input ?? use.input, state: drawn.state ?? "" };
  }

  /** One try at what was shown. */
  async run(name: string, shown: Shown, actor: Actor): Promise<Found> {
    const tool = this.#tool(name, "approve");
    const use = usable(tool.bind(shown.input));
    // What is approved is read in one way only.
    if (canonical(use.input) !== canonical(shown.input)) throw new Error("not canonical");
    const scope = this.#scope(shown, actor);
    await this.#let(tool, use, actor);
    const now = await use.current(scope);
    if (now !== null && now !== shown.state) throw new Error(`changed: ${now}`);
    return use.run(scope);
  }

  done(name: string, shown: Shown, actor: Actor): Promise<Found | null> {
    const use = usable(this.#tool(name, "approve").bind(shown.input));
    return use.done(this.#scope(shown, actor));
  }

  #scope({ state }: Shown, actor: Actor): ActScope {
    const since = new Date(this.#now());
    return { actor, state, since, key: "approval-1", signal: this.#signal };
  }

  async #let(tool: PlatformTool, use: Parameters<typeof barred>[3], actor: Actor): Promise<void> {
    const scope = { actor, signal: this.#signal };
    const why = await barred(this.parts, this.#platform, tool, use, scope);
    if (why !== null) throw new Error(why);
  }

  #tool<E extends PlatformTool["effect"]>(name: string, effect: E) {
    const isOne = (tool: PlatformTool): tool is Extract<PlatformTool, { effect: E }> =>
      tool.name === name && tool.effect === effect;
    const tool = this.parts.tools.find(isOne);
    if (!tool) throw new Error(`no ${effect} ${name}`);
    return tool;
  }
}

function usable<B>(bound: { readonly use: B } | { readonly use: null; readonly wrong: string }): B {
  if (bound.use === null) throw new Error("wrong" in bound ? bound.wrong : "");
  return bound.use;
}
