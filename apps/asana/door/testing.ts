import {
  type Actor,
  type ActScope,
  barred,
  canonical,
  type Drawn,
  type Found,
  type PlatformTool,
} from "@trunkline/agents/door";
import { type AsanaOptions, AsanaServer } from "@trunkline/emulators";
import { ASANA_ACCOUNT, asana } from "@trunkline/transport/asana";
import type { AsanaSettings } from "../src/env.ts";
import { door } from "./index.ts";

const TOKEN = "2/100/200:token-of-the-test";

/** What a person was shown, ready to be run. */
export interface Shown extends Drawn<unknown> {
  readonly input: unknown;
  readonly state: string;
}

/** A strict Asana, and the tools as a door would use them: with its policy, without its ledger. */
export class Desk {
  readonly server: AsanaServer;
  readonly ann: ReturnType<AsanaServer["person"]>;
  readonly house: ReturnType<AsanaServer["project"]>;
  readonly task: ReturnType<AsanaServer["createTask"]>;
  readonly #settings: AsanaSettings;
  readonly #signal = new AbortController().signal;
  #parts;

  private constructor(server: AsanaServer, ASANA_API_URL: string) {
    this.server = server;
    this.ann = server.person({ name: "Ann" });
    this.house = server.project({ name: "House" });
    const notes = "two litres";
    this.task = server.createTask(this.ann, { name: "Buy milk", notes, projects: [this.house] });
    this.#settings = { ASANA_ACCESS_TOKEN: TOKEN, ASANA_API_URL };
    this.#parts = door(this.#settings);
  }

  static async begin(options: Partial<AsanaOptions> = {}): Promise<Desk> {
    const server = new AsanaServer({ token: TOKEN, retryScale: 0.001, ...options });
    return new Desk(server, await server.listen());
  }

  open(places: string): void {
    this.#parts = door({ ...this.#settings, ASANA_DOOR_PLACES: places });
  }

  get tools(): readonly PlatformTool[] {
    return this.#parts.tools;
  }

  /** Somebody who asks on a task. */
  asker(user: { gid: string; name: string } = this.ann, task: { gid: string } = this.task): Actor {
    const conversation = `${ASANA_ACCOUNT}/${task.gid}`;
    return { conversation, platform: "asana", userId: user.gid, userName: user.name };
  }

  async read(name: string, input: object, actor = this.asker()): Promise<Found> {
    const tool = this.#tool(name, "read");
    const { use, ...not } = tool.bind(input);
    if (use === null) throw new Error("wrong" in not ? not.wrong : "");
    await this.#let(tool, use, actor);
    return use.run({ actor, signal: this.#signal });
  }

  async preview(name: string, input: object, actor = this.asker()): Promise<Shown> {
    const { tool, use } = this.#act(name, input);
    await this.#let(tool, use, actor);
    const scope = { actor, signal: this.#signal };
    const { input: exact = use.input, state = "", ...drawn } = await use.preview(scope);
    return { ...drawn, input: exact, state };
  }

  /** One try at what was shown. */
  async run(name: string, shown: Shown, actor = this.asker(), more: Partial<ActScope> = {}) {
    const { tool, use } = this.#act(name, shown.input);
    // What is approved is read in one way only.
    if (canonical(use.input) !== canonical(shown.input)) throw new Error("not canonical");
    const scope = this.scope(shown, actor, more);
    await this.#let(tool, use, actor);
    const now = await use.current(scope);
    if (now !== null && now !== shown.state) throw new Error(`changed: ${now}`);
    return use.run(scope);
  }

  done(name: string, shown: Shown, actor = this.asker(), more: Partial<ActScope> = {}) {
    return this.#act(name, shown.input).use.done(this.scope(shown, actor, more));
  }

  scope({ state }: Shown, actor: Actor, more: Partial<ActScope> = {}): ActScope {
    return { actor, state, key: "approval-1", since: new Date(), signal: this.#signal, ...more };
  }

  async #let(tool: PlatformTool, use: Parameters<typeof barred>[3], actor: Actor): Promise<void> {
    const scope = { actor, signal: this.#signal };
    const why = await barred(this.#parts, "asana", tool, use, scope);
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
    const { kind, message } = asana.classify(error);
    return `${kind}: ${message}`;
  }
}
