import { workerPrompt, workerTurn } from "@trunkline/prompts";
import type { ModelPort } from "../model/anthropic.ts";
import { sourcesOf } from "../model/blocks.ts";
import type { RunScope } from "../runs/scope.ts";
import { nonceRule } from "../safety/fence.ts";
import type { Tool } from "../tools/tool.ts";
import { converse, type LoopEnd, type LoopPorts } from "./loop.ts";
import { shown } from "./shown.ts";
import type { Task, WorkerResult } from "./worker.ts";

const MAX_TOKENS = 16_000;
/** A result is put together with others: what is longer than this is cut, and says so. */
export const MOST_RESULT = 60_000;

/** What a worker brings to a step. */
export interface Means {
  readonly kind: Parameters<typeof workerPrompt>[0];
  readonly model: ModelPort;
  /** Id of the model. */
  readonly name: string;
  readonly tools: readonly Tool[];
  /** The provider's web tools. */
  readonly web?: boolean;
  readonly propose?: LoopPorts["propose"];
  /** Told of each call of a tool. */
  readonly used: NonNullable<LoopPorts["used"]>;
}

/** Does one step with a model and tools. @throws ModelFailure */
export async function doStep(means: Means, task: Task, scope: RunScope): Promise<WorkerResult> {
  const { kind, model, name, tools, web = false, propose, used } = means;
  const nonce = crypto.randomUUID();
  const { actor, asked, material, attached } = task;
  const request = {
    v: 1,
    conversation: actor.conversation,
    platform: actor.platform,
    turns: [{ role: "user" as const, text: workerTurn(task.task, asked) }],
    around: material,
    ...(attached ? { attached } : {}),
  };
  const ask = {
    model: name,
    system: workerPrompt(kind),
    // What tools find stands in fences, too: the rule is told also where nothing stands around.
    context: nonceRule(nonce),
    ...shown(request, nonce),
    maxTokens: MAX_TOKENS,
    ...(web ? { web } : {}),
  };
  const seen = { untrusted: task.seen.untrusted || web, private: task.seen.private };
  const end = await converse(
    { model, tools, propose, used },
    { ask, actor, nonce, seen, key: "", aloud: false },
    scope,
  );
  return resultOf(end);
}

function resultOf({ text, cut, seen, usage, rounds, last, card }: LoopEnd): WorkerResult {
  const said = [...rounds.flatMap((round) => round.said), ...last.said];
  return {
    kind: "done",
    text: cut ? `${capped(text)}\n(It breaks off here.)` : capped(text),
    sources: sourcesOf(said),
    seen,
    usage,
    ...(card ? { card } : {}),
  };
}

function capped(text: string): string {
  if (text.length <= MOST_RESULT) return text;
  return `${text.slice(0, MOST_RESULT)}\n(Cut: the first ${MOST_RESULT} of ${text.length} characters.)`;
}
