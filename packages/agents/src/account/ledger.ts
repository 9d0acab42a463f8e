import { type Fault, messageOf } from "@trunkline/transport";
import type { CoreEnv } from "../app.ts";
import { type ActScope, type BoundAct, Changed, type Found } from "../door/act.ts";
import { barred } from "../door/admit.ts";
import { capped, clean, whyOf } from "../door/answers.ts";
import { canonical, hashOf } from "../door/canonical.ts";
import { faultOf, partsOf } from "../door/parts.ts";
import type { ActAnswer, Intent } from "../door/protocol.ts";
import type { Reach } from "../failpoint.ts";
import { withTimeout } from "../timeout.ts";
import { type ActRow, Acts, type ActView } from "./acts.ts";
import { failedAct, interruptedAct, nextAct, notFound } from "./attempt.ts";
import type { AccountHost } from "./host.ts";

type Known = Exclude<ActAnswer, { state: "again" }>;

/** Acts that have an answer are remembered this long: longer than anybody may still decide about one. */
const KEEP_MS = 30 * 24 * 3_600_000;
/** It may have been done, and forgotten with its key: then it would be done twice. */
const FORGOTTEN: Known = {
  state: "refused",
  why: "it was agreed to more than 30 days ago, and whether it has been done since is not remembered: look there, and ask for it again if it has not",
  unknown: true,
};
/** An answer is short; the rest is behind its source. */
const MOST_ANSWER = 4_096;
/** Whose waits an act keeps. */
const ACTING = "act";

/**
 * The account's ledger of acts: each key happens once. The intent is a row before the effect, the outcome a
 * row after it. A try whose outcome is unknown is looked up, twice, before it is made again. Whoever wants
 * the act asks until it has an answer; in between nothing happens by itself.
 */
export class Ledger<C, E extends CoreEnv> {
  readonly #host: AccountHost<C, E>;
  readonly #reach: Reach;
  readonly #acts: Acts;
  /** One try of a key at a time; who asks meanwhile has the same answer. */
  readonly #running = new Map<string, Promise<void>>();
  #prunedAt = 0;

  constructor(host: AccountHost<C, E>, reach: Reach) {
    this.#host = host;
    this.#reach = reach;
    this.#acts = new Acts(host.sql);
  }

  get busy(): boolean {
    return this.#running.size > 0;
  }

  list(): ActView[] {
    return this.#acts.list(200);
  }

  prune(now: number): void {
    if (now - this.#prunedAt < this.#host.timings.accountMs) return;
    this.#prunedAt = now;
    this.#acts.prune(now - KEEP_MS);
  }

  /** One try, or the answer of an earlier one. Never throws for what a platform does. */
  async act(intent: Intent): Promise<ActAnswer> {
    const { key, tool, input, state, hash } = intent;
    const why = await misfit({ tool, input, state }, hash);
    if (why !== null) return { state: "refused", why };
    const known = this.#acts.get(key);
    // Without touching it: the act that the key stands for is another's.
    if (known && known.hash !== hash) {
      return { state: "refused", why: "this key stands for another act" };
    }
    if (!known && (intent.decidedAt ?? Date.now()) < Date.now() - KEEP_MS) return FORGOTTEN;
    if (!known) this.#host.transaction(() => this.#acts.add(intent, Date.now()));
    const row = this.#acts.get(key);
    if (row?.answer) return JSON.parse(row.answer) as Known;
    const running = this.#running.get(key) ?? this.#begin(key);
    const { callTimeoutMs } = this.#host.timings;
    // Whoever asked does not wait for ever; the work goes on, and its answer is a row.
    await withTimeout(running, callTimeoutMs, "act").catch(() => undefined);
    return this.#answer(key);
  }

  #begin(key: string): Promise<void> {
    const running = this.#step(key)
      .catch((error: unknown) => {
        // Ours, like a row of an older deployment; or the store is down. The rows are as they were.
        this.#host.log("act.error", { key, why: messageOf(error) });
      })
      .finally(() => {
        this.#running.delete(key);
        this.#host.look();
      });
    this.#running.set(key, running);
    // An alarm in front of the work: without a caller the object would be dropped with it.
    this.#host.look();
    return running;
  }

  #answer(key: string): ActAnswer {
    const { timings } = this.#host;
    const row = this.#acts.get(key);
    if (row?.answer) return JSON.parse(row.answer) as Known;
    const again = (until: number, why: string): ActAnswer => {
      return { state: "again", afterMs: Math.max(1, until - Date.now()), why };
    };
    const now = Date.now();
    if (!row || this.#running.has(key))
      return again(now + timings.retryFirstMs, "it is on its way");
    const step = nextAct(row, now, timings);
    const why = row.doubt_at === null ? "it could not be done yet" : "its outcome is not known yet";
    return again(step.do === "wait" ? step.until : now, why);
  }

  async #step(key: string): Promise<void> {
    const found = this.#acts.get(key);
    if (!found) return;
    const now = Date.now();
    this.#acts.patch(key, interruptedAct(found, now));
    const row = { ...found, ...interruptedAct(found, now) };
    const next = nextAct(row, now, this.#host.timings);
    if (next.do === "wait") return;
    if (next.do === "give-up") return this.#giveUp(row);
    const blocked = this.#host.blockedUntil(ACTING, now);
    if (blocked > now) return this.#acts.patch(key, { not_before: blocked });
    const intent = JSON.parse(row.intent) as Intent;
    const use = this.#bind(row, intent);
    if (use === null) return;
    const stop = new AbortController();
    const { actor, state } = intent;
    const since = new Date(row.at);
    const scope: ActScope = { actor, key, state, since, signal: stop.signal };
    try {
      if (next.do === "look") await this.#look(row, use, scope);
      else await this.#run(row, use, scope);
    } finally {
      stop.abort();
    }
  }

  /** The tool with its input, which must be exactly what was shown. */
  #bind(row: ActRow, { tool: name, input }: Intent): BoundAct | null {
    const { app, env } = this.#host;
    const tool = partsOf(app, env)?.tools.find((tool) => tool.name === name);
    const bound = tool?.effect === "approve" ? tool.bind(input) : null;
    if (bound === null) this.#end(row, { state: "refused", why: `there is no act ${name} here` });
    else if (bound.use === null) this.#end(row, { state: "refused", why: bound.wrong });
    else if (canonical(bound.use.input) !== canonical(input)) {
      this.#end(row, { state: "changed", why: `${name} reads its input in another way by now` });
    } else return bound.use;
    return null;
  }

  async #look(row: ActRow, use: BoundAct, scope: ActScope): Promise<void> {
    try {
      const found = await this.#timed(use.done(scope));
      this.#acts.note(row.key, "looked", found === null ? "nothing" : "found", Date.now());
      if (found === null) this.#acts.patch(row.key, notFound(row));
      else this.#end(row, done(found));
    } catch (error) {
      this.#failed(row, error, "ask");
    }
  }

  async #run(row: ActRow, use: BoundAct, scope: ActScope): Promise<void> {
    const { app, env, timings } = this.#host;
    const tool = { name: row.tool, effect: "approve" } as const;
    let now: string | null;
    let why: string | null;
    try {
      const parts = partsOf(app, env);
      why = parts && (await this.#timed(barred(parts, app.platform.name, tool, use, scope)));
      now = why === null ? await this.#timed(use.current(scope)) : null;
    } catch (error) {
      return this.#refusedUnlessDone(row, use, scope, this.#failed(row, error, "ask"));
    }
    if (why !== null) return this.#refusedUnlessDone(row, use, scope, { state: "refused", why });
    if (now !== null && now !== scope.state) {
      const changed: Known = { state: "changed", why: "the target is not what was shown any more" };
      return this.#refusedUnlessDone(row, use, scope, changed);
    }
    this.#host.transaction(() => {
      this.#acts.patch(row.key, { op: 1 });
      this.#acts.note(row.key, "tried", "", Date.now());
    });
    try {
      await this.#reach("act:intent");
      const found = await withTimeout(use.run(scope), timings.callTimeoutMs, row.tool);
      await this.#reach("act:done");
      this.#end(row, done(found));
      await this.#reach("act:recorded");
    } catch (error) {
      await this.#refusedUnlessDone(row, use, scope, this.#failed(row, error, "run"));
    }
  }

  /** After an unknown outcome a refusal may only say that it has happened: "is merged already". */
  async #refusedUnlessDone(
    row: ActRow,
    use: BoundAct,
    scope: ActScope,
    answer: Known | null,
  ): Promise<void> {
    if (answer === null) return;
    if (row.doubted === 0) return this.#end(row, answer);
    try {
      const found = await this.#timed(use.done(scope));
      this.#end(row, found === null ? answer : done(found));
    } catch (error) {
      // As unknown as before: it is looked for again, not made again.
      const doubt = { doubt_at: Date.now(), looks: 0 };
      this.#acts.patch(row.key, doubt);
      this.#failed({ ...row, ...doubt }, error, "ask");
    }
  }

  /** @returns the refusal, where the same again would fail again; null: it waits */
  #failed(row: ActRow, error: unknown, during: "run" | "ask"): Known | null {
    const { app, env, timings, log, block } = this.#host;
    if (this.#acts.get(row.key)?.answer) return null;
    const inWords = (fault: Fault) => whyOf(fault, app.secrets(env));
    if (error instanceof Changed && (during === "run" || row.doubt_at === null)) {
      return { state: "changed", why: inWords({ kind: "invalid", message: error.message }) };
    }
    const fault = faultOf(app, error);
    const now = Date.now();
    log("act.failed", { key: row.key, tool: row.tool, fault: fault.kind, during });
    this.#acts.note(row.key, "failed", `${during}: ${fault.kind}`, now);
    const patch = failedAct(row, fault, during, now, timings);
    if (patch === null) return { state: "refused", why: inWords(fault) };
    this.#acts.patch(row.key, patch);
    if (fault.kind === "rate_limited" || fault.kind === "unauthorized") block(ACTING, fault);
    return null;
  }

  #giveUp(row: ActRow): void {
    const why = "the platform could not be asked for a day";
    this.#end(
      row,
      row.doubted === 0
        ? { state: "refused", why }
        : { state: "refused", why: `${why}: look there whether it has happened`, unknown: true },
    );
  }

  #end(row: ActRow, answer: Known): void {
    const { app, env } = this.#host;
    const said =
      answer.state === "done"
        ? { ...answer, text: clean(answer.text, app.secrets(env)) }
        : { ...answer, why: clean(answer.why, app.secrets(env)) };
    this.#host.transaction(() => this.#acts.answer(row.key, said, Date.now()));
    this.#host.log("act.ended", { key: row.key, tool: row.tool, state: answer.state });
  }

  #timed<T>(work: Promise<T>): Promise<T> {
    return withTimeout(work, this.#host.timings.callTimeoutMs, "question");
  }
}

function done({ text, source }: Found): Known {
  return { state: "done", text: capped(text, MOST_ANSWER), ...(source ? { source } : {}) };
}

/** The hash is that of exactly this act. */
async function misfit(act: Parameters<typeof hashOf>[0], hash: string): Promise<string | null> {
  try {
    return (await hashOf(act)) === hash ? null : "this is not the act that was shown";
  } catch {
    return "the input is no JSON";
  }
}
