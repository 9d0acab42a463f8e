import { condensePrompt } from "@trunkline/prompts";
import type { ModelPort } from "../model/anthropic.ts";
import { ModelFailure } from "../model/failure.ts";
import type { Past, RunRequest, Turn, Usage } from "../runs/protocol.ts";
import type { RunScope } from "../runs/scope.ts";
import { fenced, nonceRule } from "../safety/fence.ts";

/** A history of more than this is put in short, down to what is kept. */
export const MOST_HISTORY_BYTES = 160 * 1024;
export const MOST_HISTORY_TURNS = 70;
const KEPT_BYTES = 60 * 1024;
const KEPT_TURNS = 30;
const MAX_TOKENS = 3_000;

/**
 * How many of the oldest turns give way to a summary. What is left begins with a person, and the last
 * turn always stays.
 */
export function foldable(turns: readonly Turn[]): number {
  const past = turns.slice(0, -1);
  const bytes = past.map(({ text }) => new TextEncoder().encode(text).byteLength);
  const all = bytes.reduce((sum, one) => sum + one, 0);
  if (all <= MOST_HISTORY_BYTES && past.length <= MOST_HISTORY_TURNS) return 0;
  let room = KEPT_BYTES;
  let from = past.length;
  while (from > 0 && past.length - from < KEPT_TURNS) {
    room -= bytes[from - 1] ?? 0;
    if (room < 0) break;
    from -= 1;
  }
  while (from < past.length && past[from]?.role === "assistant") from += 1;
  return from;
}

export interface Condensed {
  readonly request: RunRequest;
  /** For the final: what the conversation is to know of its past. */
  readonly past: Past;
  /** What it has cost. */
  readonly usage?: Usage | undefined;
}

interface Short {
  /** Empty: the model has declined. */
  readonly text: string;
  readonly usage?: Usage | undefined;
}

/**
 * Puts the oldest part of a long history in short, once for a run, so that nothing is dropped silently. A
 * model that declines gets the history as it is: nothing takes its place.
 *
 * @throws ModelFailure when the model gives no result now
 */
export async function condensed(
  request: RunRequest,
  model: ModelPort,
  name: string,
  scope: RunScope,
): Promise<Condensed> {
  return inShort(request, foldable(request.turns), model, name, scope);
}

/**
 * Puts the oldest turns of a request in short.
 *
 * @param count - how many of them
 * @throws ModelFailure
 */
export async function inShort(
  request: RunRequest,
  count: number,
  model: ModelPort,
  name: string,
  scope: RunScope,
): Promise<Condensed> {
  const upTo = request.turns[count - 1]?.n;
  if (count === 0 || upTo === undefined || request.whole) return { request, past: {} };
  const old = request.turns.slice(0, count);
  // A run that is replayed may have another past by then: what stands for the one is no word about the other.
  const key = `condense:${request.first ?? ""}-${upTo}`;
  const { text, usage } = await scope.step<Short>(key, async () => {
    const nonce = crypto.randomUUID();
    const piece = { what: "conversation", author: "", at: Date.now(), trust: "member" as const };
    const lines = old.map(
      ({ role, text: said }) => `${role === "user" ? "Person" : "You"}: ${said}`,
    );
    const before = request.summary ? [`Before that, in short: ${request.summary}`] : [];
    const block = fenced({ ...piece, text: [...before, ...lines].join("\n\n") }, nonce);
    const ask = {
      model: name,
      system: `${condensePrompt()}\n\n${nonceRule(nonce)}`,
      turns: [{ role: "user" as const, text: block }],
      maxTokens: MAX_TOKENS,
    };
    try {
      const answer = await model.ask(ask, () => {}, scope.signal);
      const { stop, text: said, usage: paid } = answer;
      return { text: stop === "refusal" ? "" : said, usage: paid };
    } catch (error) {
      const kind = error instanceof ModelFailure ? error.fault.kind : null;
      // The same would come of it again.
      if (kind === "invalid" || kind === "refused") return { text: "" };
      throw error;
    }
  });
  if (text.trim() === "") return { request, past: { declined: true }, usage };
  const { first } = request;
  const summary = { upTo, text, ...(first === undefined ? {} : { from: first }) };
  return {
    request: { ...request, turns: request.turns.slice(count), summary: text },
    past: { summary },
    usage,
  };
}
