import type { Card, Proposed } from "../approvals/protocol.ts";
import type { ModelAnswer, ModelPort, ModelRequest } from "../model/anthropic.ts";
import type { Round, ToolCall } from "../model/blocks.ts";
import { ModelFailure } from "../model/failure.ts";
import type { Usage } from "../runs/protocol.ts";
import type { RunScope } from "../runs/scope.ts";
import { sumOf } from "../runs/usage.ts";
import { nonceRule } from "../safety/fence.ts";
import type { Seen } from "../safety/rule-of-two.ts";
import type { Actor, Tool } from "../tools/tool.ts";
import { type CallRules, type Came, carryOut, fitting, shownResult, type Used } from "./calls.ts";

/** So often a model may ask for tools in one answer; then it says what it has. */
export const MOST_ROUNDS = 12;

export interface LoopPorts {
  readonly model: ModelPort;
  readonly tools: readonly Tool[];
  /** Asks people for an act; absent: nothing that needs approval can be asked for. */
  readonly propose?: ((call: ToolCall, tool: Tool, key: string) => Promise<Proposed>) | undefined;
  /** Told of each call of a tool and what came of it. */
  readonly used?: ((use: Used) => void) | undefined;
  /** Told of each answer of the model that was paid for. */
  readonly paid?: ((usage: Usage) => void) | undefined;
}

export interface LoopRequest {
  readonly ask: Omit<ModelRequest, "tools" | "rounds" | "toolsClosed">;
  readonly actor: Actor;
  /** That of the fences in `ask`. */
  readonly nonce: string;
  /** What the model has in front of it before its first call. */
  readonly seen: Seen;
  /** Unique in the run: several loops may run in one. */
  readonly key: string;
  /** False: what it says is not what people will read. Default true. */
  readonly aloud?: boolean | undefined;
  readonly mostRounds?: number | undefined;
}

export interface LoopEnd {
  readonly text: string;
  readonly cut: boolean;
  readonly usage: Usage;
  readonly seen: Seen;
  /** Names of the tools that gave something, in order. */
  readonly used: readonly string[];
  readonly rounds: readonly Round[];
  /** The last answer's blocks, for their sources. */
  readonly last: ModelAnswer;
  /** A person has to decide before it goes on. */
  readonly card?: Card | undefined;
}

/**
 * A model with tools, until it has an answer: it asks, the calls are carried out, it goes on with what
 * came of them. Errors of tools are data for it. Each of its answers that asks for tools, and each
 * result, is a step of the run: after a crash nothing is paid for or done again. A call that needs
 * approval ends the loop with a card.
 *
 * @throws ModelFailure when the model gives no result or declines
 */
export async function converse(
  ports: LoopPorts,
  request: LoopRequest,
  scope: RunScope,
): Promise<LoopEnd> {
  const most = request.mostRounds ?? MOST_ROUNDS;
  const rounds: Round[] = [];
  const used: string[] = [];
  const rules: CallRules = { seen: { ...request.seen }, asked: new Map() };
  let usage: Usage | undefined;
  /** Characters of results so far. */
  let read = 0;
  for (let n = 0; ; n += 1) {
    const answer = await scope.step(
      `${request.key}model:${n}`,
      () => ask(ports, request, rounds, n >= most, scope),
      ({ stop }) => stop === "tools" || stop === "pause",
    );
    usage = sumOf(usage, answer.usage) ?? answer.usage;
    const end = { usage, seen: rules.seen, used, rounds, last: answer };
    if (answer.stop === "refusal") {
      throw new ModelFailure({ kind: "refused" }, "the model declined");
    }
    if (answer.stop === "end" || answer.stop === "length" || n >= most) {
      // People would see an empty message: that it has nothing to say they are told otherwise.
      if (answer.text.trim() === "") throw new ModelFailure({ kind: "invalid" }, "no words");
      return { ...end, text: answer.text, cut: answer.stop === "length" };
    }
    const all = await carryOut(ports, request, rules, answer.calls, n, scope);
    const came = fitting(all, read);
    read += came.reduce((sum, { text }) => sum + text.length, 0);
    used.push(...came.flatMap(({ tool, ok }) => (tool && ok ? [tool.name] : [])));
    const asked = came.find(({ card }) => card !== undefined);
    if (asked?.card) return { ...end, text: answer.text, cut: false, card: asked.card };
    for (const one of came) note(rules.seen, one);
    rounds.push({ said: answer.said, results: came.map((one) => shownResult(one, request.nonce)) });
    if (request.aloud !== false && answer.text.trim() !== "") scope.write("\n\n");
  }
}

async function ask(
  ports: LoopPorts,
  { ask: asked, aloud, nonce }: LoopRequest,
  rounds: readonly Round[],
  toolsClosed: boolean,
  scope: RunScope,
): Promise<ModelAnswer> {
  const { tools } = ports;
  const offers = tools.map(({ name, about, schema }) => ({ name, about, schema }));
  const write = aloud === false ? () => {} : scope.write;
  // What tools have found stands in fences: then the rule about them is needed.
  const context = asked.context ?? (rounds.length > 0 ? nonceRule(nonce) : undefined);
  const request = { ...asked, context, tools: offers, rounds, toolsClosed };
  const answer = await ports.model.ask(request, write, scope.signal);
  ports.paid?.(answer.usage);
  return answer;
}

/** What was read stays in front of the model for the rest of the turn. */
function note(seen: CallRules["seen"], { tool, ran, trust }: Came): void {
  // An error is a tool's word like any other: a server may write into it what it wants.
  if (!tool || !ran) return;
  if ((trust ?? tool.trust) === "untrusted") seen.untrusted = true;
  if (tool.private) seen.private = true;
}
