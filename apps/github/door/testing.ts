import {
  type Actor,
  type ActScope,
  barred,
  canonical,
  type Drawn,
  type Found,
  type PlatformTool,
} from "@trunkline/agents/door";
import type { GitHubThread, GitHubUser } from "@trunkline/emulators";
import { github } from "@trunkline/transport/github";
import { World } from "../reach/testing.ts";
import type { GitHubSettings } from "../src/env.ts";
import { door } from "./index.ts";

/** What a person was shown, ready to be run. */
export interface Shown extends Drawn<unknown> {
  readonly input: unknown;
  readonly state: string;
}

/** A strict GitHub, and the tools as a door would use them: with its policy, without its ledger. */
export class Desk {
  readonly world: World;
  readonly #settings: GitHubSettings;
  readonly #signal = new AbortController().signal;
  #parts;

  private constructor(world: World) {
    this.world = world;
    this.#settings = world.settings;
    this.#parts = door(this.#settings);
  }

  static async begin(): Promise<Desk> {
    return new Desk(await World.begin());
  }

  /** Settings change with a new deployment. */
  open(places: string, more: GitHubSettings = {}): void {
    this.#parts = door({ ...this.#settings, ...more, GITHUB_DOOR_PLACES: places });
  }

  get tools(): readonly PlatformTool[] {
    return this.#parts.tools;
  }

  /** Somebody who asks below an issue or pull request. */
  asker(user: GitHubUser, thread: GitHubThread): Actor {
    const ctx = this.world.ask(this.world.server.comment(thread, user, "@trunkline please"));
    const conversation = `${github.account(ctx)}/${github.conversation(ctx)}`;
    return { conversation, platform: "github", userId: String(user.id), userName: user.login };
  }

  async read(name: string, input: object, actor: Actor): Promise<Found> {
    const tool = this.#tool(name, "read");
    const { use, ...not } = tool.bind(input);
    if (use === null) throw new Error("wrong" in not ? not.wrong : "");
    await this.#let(tool, use, actor);
    return use.run({ actor, signal: this.#signal });
  }

  async preview(name: string, input: object, actor: Actor): Promise<Shown> {
    const { tool, use } = this.#act(name, input);
    await this.#let(tool, use, actor);
    const {
      input: exact = use.input,
      state = "",
      ...drawn
    } = await use.preview({
      actor,
      signal: this.#signal,
    });
    return { ...drawn, input: exact, state };
  }

  /** One try at what was shown. */
  async run(name: string, shown: Shown, actor: Actor, more: Partial<ActScope> = {}) {
    const { tool, use } = this.#act(name, shown.input);
    // What is approved is read in one way only.
    if (canonical(use.input) !== canonical(shown.input)) throw new Error("not canonical");
    const scope = this.scope(shown, actor, more);
    await this.#let(tool, use, actor);
    const now = await use.current(scope);
    if (now !== null && now !== shown.state) throw new Error(`changed: ${now}`);
    return use.run(scope);
  }

  done(name: string, shown: Shown, actor: Actor, more: Partial<ActScope> = {}) {
    return this.#act(name, shown.input).use.done(this.scope(shown, actor, more));
  }

  scope({ state }: Shown, actor: Actor, more: Partial<ActScope> = {}): ActScope {
    const since = new Date(this.world.now);
    return { actor, state, key: "approval-1", since, signal: this.#signal, ...more };
  }

  async #let(tool: PlatformTool, use: Parameters<typeof barred>[3], actor: Actor): Promise<void> {
    const scope = { actor, signal: this.#signal };
    const why = await barred(this.#parts, "github", tool, use, scope);
    if (why !== null) throw new Error(why);
  }

  #tool<E extends PlatformTool["effect"]>(name: string, effect: E) {
    const isOne = (tool: PlatformTool): tool is Extract<PlatformTool, { effect: E }> =>
      tool.name === name && tool.effect === effect;
    const tool = this.tools.find(isOne);
    if (!tool) throw new Error(`no ${effect} ${name}`);
    return tool;
  }

  #act(name: string, input: unknown) {
    const tool = this.#tool(name, "approve");
    const { use, ...not } = tool.bind(input);
    if (use === null) throw new Error("wrong" in not ? not.wrong : "");
    return { tool, use };
  }
}

/** What a failed call means, in the words of the error table. */
export async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "none";
  } catch (error) {
    const { kind, message } = github.classify(error);
    return `${kind}: ${message}`;
  }
}
