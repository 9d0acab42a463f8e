import { WorkerEntrypoint } from "cloudflare:workers";
import { messageOf } from "@trunkline/transport";
import type * as z from "zod/mini";
import type { App, CoreEnv } from "../app.ts";
import { type Log, logger } from "../log.ts";
import { revealed } from "../safety/channels/invisible.ts";
import { withTimeout } from "../timeout.ts";
import { type Timings, timings } from "../timings.ts";
import type { DoorParts, Drawn, PlatformTool, UseScope } from "./act.ts";
import { barred } from "./admit.ts";
import { capped, clean, MOST_LINE, whyOf } from "./answers.ts";
import { canonical } from "./canonical.ts";
import { faultOf, partsOf } from "./parts.ts";
import {
  type ActAnswer,
  type DoorDescription,
  type DoorPort,
  Intent,
  type Preview,
  Query,
  type ReadAnswer,
  Tell,
  type Told,
} from "./protocol.ts";

/** An input is shown to people and kept in rows. */
const MOST_INPUT = 64 * 1024;
const UNREADABLE = "this is no call that this door understands";

/**
 * The door of a platform: what the pool may read, do and say there. The token stays here, and so does the
 * decision who may. Errors are data. Looks are answered by this entrypoint; acts go to the account, which
 * keeps a ledger; what is to be said goes to its conversation.
 */
export abstract class DoorEntry<C, E extends CoreEnv>
  extends WorkerEntrypoint<E>
  implements DoorPort
{
  readonly #app: App<C, E>;
  readonly #log: Log;
  readonly #timings: Timings;

  constructor(ctx: ExecutionContext, env: E, app: App<C, E>) {
    super(ctx, env);
    this.#app = app;
    this.#log = logger("door", app.secrets(env));
    this.#timings = timings(env.TIMINGS);
  }

  async describe(): Promise<DoorDescription> {
    const parts = partsOf(this.#app, this.env);
    if (parts === null) return { v: 1, tools: [] };
    const description = described.get(parts) ?? descriptionOf(parts);
    described.set(parts, description);
    return description;
  }

  async read(query: Query): Promise<ReadAnswer> {
    return this.#use(query, async (tool, raw, scope, parts) => {
      if (tool.effect !== "read") return no(`${tool.name} acts: it needs an approval`);
      const bound = tool.bind(raw);
      if (bound.use === null) return no(bound.wrong);
      const { use } = bound;
      const why = await barred(parts, this.#app.platform.name, tool, use, scope);
      if (why !== null) return no(why);
      const { text, source } = await use.run(scope);
      return { ok: true, text: capped(this.#clean(text)), ...(source ? { source } : {}) };
    });
  }

  async preview(query: Query): Promise<Preview> {
    return this.#use(query, async (tool, raw, scope, parts) => {
      if (tool.effect !== "approve") return no(`${tool.name} only looks: it needs no approval`);
      const bound = tool.bind(raw);
      if (bound.use === null) return no(bound.wrong);
      const { use } = bound;
      const why = await barred(parts, this.#app.platform.name, tool, use, scope);
      if (why !== null) return no(why);
      return shown(await use.preview(scope), use.input, (text) => this.#clean(text));
    });
  }

  async act(intent: Intent): Promise<ActAnswer> {
    const parsed = Intent.safeParse(intent);
    if (!parsed.success) return { state: "refused", why: UNREADABLE };
    const { retryFirstMs } = this.#timings;
    try {
      const account = this.env.ACCOUNT.getByName(this.#app.account(this.env));
      // Written by the object of the same deployment; the caller parses it.
      return (await account.act(JSON.stringify(parsed.data))) as ActAnswer;
    } catch (error) {
      this.#log("act.lost", { key: parsed.data.key, why: messageOf(error) });
      return { state: "again", afterMs: retryFirstMs, why: "the account cannot be reached" };
    }
  }

  async tell(tell: Tell): Promise<Told> {
    const { data } = Tell.safeParse(tell);
    if (!data) return no(UNREADABLE);
    if (!data.conversation.startsWith(`${this.#app.platform.name}:`)) {
      return no("this conversation is not behind this door");
    }
    try {
      return (await this.env.CHAT.getByName(data.conversation).tell(JSON.stringify(data))) as Told;
    } catch (error) {
      this.#log("tell.lost", { key: data.key, why: messageOf(error) });
      // Not the error itself: it may carry `retryable`, which job runners obey.
      throw new Error("the conversation cannot be reached");
    }
  }

  #clean(text: string): string {
    return clean(text, this.#app.secrets(this.env));
  }

  /** Parses a call, finds its tool, and turns whatever is thrown into words. */
  async #use<A>(
    query: unknown,
    work: (tool: PlatformTool, raw: unknown, scope: UseScope, parts: DoorParts) => Promise<A | No>,
  ): Promise<A | No> {
    const { data } = Query.safeParse(query);
    if (!data) return no(UNREADABLE);
    const parts = partsOf(this.#app, this.env);
    const tool = parts?.tools.find(({ name }) => name === data.tool);
    if (!parts || !tool) return no(`there is no tool ${data.tool.slice(0, 64)} behind this door`);
    const stop = new AbortController();
    const scope = { actor: data.actor, signal: stop.signal };
    const { callTimeoutMs } = this.#timings;
    try {
      return await withTimeout(work(tool, data.input, scope, parts), callTimeoutMs, tool.name);
    } catch (error) {
      const fault = faultOf(this.#app, error);
      this.#log("tool.failed", { tool: tool.name, fault: fault.kind, why: messageOf(error) });
      return no(whyOf(fault, this.#app.secrets(this.env)));
    } finally {
      stop.abort();
    }
  }
}

/** Schemas are made once: every conversation's agent asks for them. */
const described = new WeakMap<DoorParts, DoorDescription>();

function descriptionOf({ tools }: DoorParts): DoorDescription {
  const all = tools.map((tool) => {
    const { name, about, effect, trust } = tool;
    return { name, about, effect, trust, private: tool.private, schema: tool.schema() };
  });
  return { v: 1, tools: all };
}

type No = { readonly ok: false; readonly error: string };
const no = (error: string): No => ({ ok: false, error });

function shown(
  drawn: Drawn<unknown>,
  asked: unknown,
  clean: (text: string) => string,
): z.infer<typeof Preview> {
  const { title, target, preview, input = asked, state = "" } = drawn;
  // Whoever decides sees all of it, also what a line would hide or turn around.
  const whole = (text: string) => revealed(clean(text).replaceAll("\r\n", "\n"));
  const line = (text: string) =>
    whole(text).replace(/\s+/g, " ").slice(0, MOST_LINE).toWellFormed();
  if (canonical(input).length > MOST_INPUT) return no("the input is too long to be shown");
  return {
    ...{ ok: true, title: line(title), target: line(target), preview: capped(whole(preview)) },
    ...{ input, state },
  };
}
