import { messageOf, type Trust } from "@trunkline/transport";
import type { Card } from "../approvals/protocol.ts";
import type { ToolCall, ToolResult } from "../model/blocks.ts";
import type { RunScope } from "../runs/scope.ts";
import { fenced } from "../safety/fence.ts";
import { ruleOfTwo, type Seen } from "../safety/rule-of-two.ts";
import { withTimeout } from "../timeout.ts";
import type { Tool, ToolOutput } from "../tools/tool.ts";
import type { LoopPorts, LoopRequest } from "./loop.ts";

/** A result is cut after so many characters, and says so. */
export const MOST_RESULT = 48_000;
/** All results of one turn together: what a model reads it must also have room for. */
export const MOST_RESULTS = 240_000;
/** The longest a tool may take. */
const TOOL_MS = 60_000;
/** The same call with the same input, so often in one turn. */
const MOST_ALIKE = 3;
/** So many calls of one answer are carried out. */
const MOST_CALLS = 8;

/** Of what was said before, too: a person has a way out. */
const WRITES_NOTHING =
  "not allowed: strangers' words and private data have been read in this conversation, also in earlier turns. The person may start afresh with /new, and ask for it then";

/** What a turn has behind it. */
export interface CallRules {
  readonly seen: Seen & { untrusted: boolean; private: boolean };
  /** How often each call was asked for. */
  readonly asked: Map<string, number>;
}

/** What came of one call. */
export interface Came {
  readonly call: ToolCall;
  readonly tool: Tool | undefined;
  readonly ok: boolean;
  readonly text: string;
  /** The tool was asked: the words are its own, also those of an error. */
  readonly ran: boolean;
  /** Of the words; absent: as the tool's. */
  readonly trust?: Trust | undefined;
  readonly card?: Card | undefined;
}

/** One use of a tool, fit for a log. */
export interface Used {
  readonly tool: string;
  readonly ruling: "run" | "ask" | "refused";
  readonly ok: boolean;
  readonly tookMs: number;
}

/** Carries out the calls of one answer: looks side by side, and asks people for one act at the most. */
export async function carryOut(
  ports: LoopPorts,
  request: LoopRequest,
  rules: CallRules,
  calls: readonly ToolCall[],
  n: number,
  scope: RunScope,
): Promise<Came[]> {
  const tools = calls.map(({ name }) => ports.tools.find((tool) => tool.name === name));
  const rulings = calls.map((call, at) => ruling(call, tools[at], at, rules, ports));
  const firstAsked = rulings.indexOf("ask");
  return Promise.all(
    calls.map(async (call, at): Promise<Came> => {
      const from = Date.now();
      const key = `${request.key}call:${n}:${at}`;
      const said = rulings[at] === "ask" && at !== firstAsked ? ONE : rulings[at];
      const came = await carriedOut(
        ports,
        request,
        rules,
        { call, tool: tools[at], said, key },
        scope,
      );
      const { tool, ok } = came;
      const ruling = said === "run" || said === "ask" ? said : "refused";
      ports.used?.({ tool: tool?.name ?? "unknown", ruling, ok, tookMs: Date.now() - from });
      return came;
    }),
  );
}

const ONE = "one decision at a time";

interface Ruled {
  readonly call: ToolCall;
  readonly tool: Tool | undefined;
  /** `run`, `ask`, or why not. */
  readonly said: string | undefined;
  readonly key: string;
}

async function carriedOut(
  ports: LoopPorts,
  request: LoopRequest,
  rules: CallRules,
  { call, tool, said, key }: Ruled,
  scope: RunScope,
): Promise<Came> {
  const id = `${scope.runId}:${key}`;
  const not = { call, tool, ok: false, ran: false } as const;
  if (!tool || said === undefined) return { ...not, text: "there is no such tool" };
  if (said === "run") {
    const output = await scope.step(key, () => run(tool, call, request, rules.seen, id, scope));
    const { trust } = { trust: tool.trust, ...(output.ok ? output : {}) };
    const text = output.ok ? output.text : output.error;
    return { call, tool, ok: output.ok, text, ran: true, trust };
  }
  if (said !== "ask") return { ...not, text: said };
  const proposed = await scope.step(key, () => propose(ports, call, tool, id));
  if (proposed.ok) return { ...not, ok: true, text: "asked", card: proposed.card };
  return { ...not, text: proposed.error };
}

/** `run`, `ask`, or why not. */
function ruling(
  call: ToolCall,
  tool: Tool | undefined,
  at: number,
  { seen, asked }: CallRules,
  ports: LoopPorts,
): string | undefined {
  if (!tool) return undefined;
  if (at >= MOST_CALLS) return "too many calls at once: ask again for those that are still needed";
  const alike = JSON.stringify([call.name, call.input]);
  const before = asked.get(alike) ?? 0;
  asked.set(alike, before + 1);
  if (before >= MOST_ALIKE) return "this was asked for several times already: use what you have";
  const canAsk = tool.door !== undefined && ports.propose !== undefined;
  switch (ruleOfTwo(seen, tool.effect, canAsk ? "possible" : "none")) {
    case "allowed":
      return "run";
    case "needs approval":
      return "ask";
    case "denied":
      return tool.effect === "write" ? WRITES_NOTHING : "not allowed here: nobody can approve it";
  }
}

async function run(
  tool: Tool,
  call: ToolCall,
  { actor }: LoopRequest,
  seen: Seen,
  key: string,
  { signal }: RunScope,
): Promise<ToolOutput> {
  try {
    const output = await withTimeout(
      tool.run(call.input, { actor, key, seen: { ...seen }, signal }),
      TOOL_MS,
      tool.name,
    );
    // Before it is recorded: a row holds no megabytes, whatever a server has sent.
    return output.ok
      ? { ...output, text: capped(output.text) }
      : { ok: false, error: capped(output.error) };
  } catch (error) {
    return { ok: false, error: capped(`it failed: ${messageOf(error)}`) };
  }
}

async function propose(ports: LoopPorts, call: ToolCall, tool: Tool, key: string) {
  try {
    const asked = ports.propose?.(call, tool, key);
    if (asked) return await withTimeout(asked, TOOL_MS, tool.name);
  } catch (error) {
    return { ok: false as const, error: `it could not be asked for: ${messageOf(error)}` };
  }
  return { ok: false as const, error: "nobody can approve it here" };
}

function capped(text: string, most = MOST_RESULT): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).toWellFormed()}\n(cut: the first ${most} of ${text.length} characters)`;
}

/**
 * The results of one answer, cut to what room the turn has left.
 *
 * @param before - characters of all earlier results
 */
export function fitting(came: readonly Came[], before: number): Came[] {
  let room = MOST_RESULTS - before;
  return came.map((one) => {
    const text = capped(one.text, Math.max(0, room));
    room -= one.text.length;
    return { ...one, text };
  });
}

/** A result as the model is shown it: what others wrote stands in a fence. */
export function shownResult({ call, tool, ok, text, ...came }: Came, nonce: string): ToolResult {
  const error = !ok;
  const trust = came.trust ?? tool?.trust ?? "owner";
  if (!tool || trust === "owner") return { id: call.id, text, error };
  const piece = { what: `result of ${tool.name}`, author: tool.door ?? "tool", at: Date.now() };
  return { id: call.id, text: fenced({ ...piece, trust, text }, nonce), error };
}
