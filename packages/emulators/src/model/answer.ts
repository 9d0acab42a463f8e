import { instanceOf } from "./instance.ts";
import type { ModelTraits } from "./models.ts";
import { plannedFor } from "./planner.ts";
import type { MessageRequest } from "./request.ts";
import { classify, isRouterRequest, messageToClassify, structureOf } from "./router.ts";
import { skillsFor } from "./skills.ts";
import { NOT_WORKED, stepsIn } from "./steps.ts";
import { actOf, researched } from "./tools.ts";
import { lastFailed, lastResults, lastUserTexts } from "./turns.ts";
import { wished } from "./wishes.ts";

/** `StopReason` in the SDK, as far as a test may want it. */
export type StopReason =
  | "end_turn"
  | "max_tokens"
  | "stop_sequence"
  | "tool_use"
  | "pause_turn"
  | "refusal";

/** A page of the web. */
export interface Page {
  readonly url: string;
  readonly title: string;
}

export type AnswerBlock =
  /** Thinking whose text is withheld: the default `display` of current models. */
  | { readonly type: "thinking" }
  | { readonly type: "text"; readonly text: string; readonly cites?: readonly Page[] }
  | { readonly type: "tool_use"; readonly name: string; readonly input: object }
  /** A tool that the API runs itself; its result is the next block. */
  | { readonly type: "server_tool_use"; readonly name: ServerTool; readonly input: object }
  | { readonly type: "web_search_tool_result"; readonly found: readonly Page[] }
  | { readonly type: "web_fetch_tool_result"; readonly page: Page; readonly text: string };
export type ServerTool = "web_search" | "web_fetch";

/** What the model says, before it becomes JSON or a stream. */
export interface Answer {
  readonly blocks: readonly AnswerBlock[];
  readonly stopReason: StopReason;
  readonly stopSequence: string | null;
  /** How much slower than usual it streams: 1 is usual. */
  readonly pace: number;
}

const OFFLINE =
  "_I am the offline model: no key, no internet, no thoughts of my own. Set `ANTHROPIC_API_KEY` to talk to Claude._";

/** An answer made of the question: the same request always gets the same answer. */
export function answerTo(request: MessageRequest, model: ModelTraits): Answer {
  const structure = structureOf(request);
  if (!structure) {
    const called = actOf(request) ?? wished(request, OFFLINE);
    return called ?? researched(request) ?? offlineAnswer(request, model);
  }
  const wishes = isRouterRequest(request) ? { ...classify(messageToClassify(request)) } : {};
  const value = plannedFor(request, structure.schema) ?? instanceOf(structure.schema, wishes);
  if (structure.as === "text") return say(JSON.stringify(value), request, model);
  return finish([{ type: "tool_use", name: structure.name, input: value }], "tool_use");
}

function offlineAnswer(request: MessageRequest, model: ModelTraits): Answer {
  const said = lastUserTexts(request.messages);
  const results = said.length > 0 ? [] : lastResults(request.messages).map(bare);
  const texts = [...said, ...results];
  const skills = skillsFor(texts);
  const steps = stepsIn(request, OFFLINE);
  const quotes = texts.map((text) => `> ${text.replaceAll("\n", "\n> ")}`);
  const body =
    skills.length > 0
      ? skills.map((skill) => skill.answer)
      : results.length + steps.length > 0
        ? []
        : ["The real model would answer this. Say `help` to see what I can do."];
  const lead =
    results.length > 0
      ? lastFailed(request.messages)
        ? NOT_WORKED
        : "The tools say:"
      : texts.length > 1
        ? `You wrote ${texts.length} messages:`
        : "You wrote:";
  const done = steps.length > 0 ? ["What the steps have given:", steps.join("\n")] : [];
  const text = [OFFLINE, lead, ...quotes, ...done, ...body].join("\n\n");
  const pace = skills.some((skill) => skill.name === "slow") ? 20 : 1;
  return { ...say(text, request, model), pace };
}

/** Without the lines of the fence around what others have written: they are the model's only. */
function bare(result: string): string {
  const lines = result.split("\n").filter((line) => !/^<\/?material-[\w-]+[^>]*>$/.test(line));
  return lines.join("\n").trim();
}

/** A text as the request's limits leave it: stop sequences, then `max_tokens`. */
export function say(text: string, request: MessageRequest, model: ModelTraits): Answer {
  const head = thinks(request, model) ? [{ type: "thinking" } as const] : [];
  const stops = (request.stop_sequences ?? [])
    .map((sequence) => ({ sequence, at: text.indexOf(sequence) }))
    .filter((stop) => stop.at >= 0)
    .sort((a, b) => a.at - b.at);
  const [stop] = stops;
  const stopped = stop ? text.slice(0, stop.at) : text;
  const room = request.max_tokens * 4;
  if (stopped.length > room) {
    return finish([...head, ...textBlock(whole(stopped, room))], "max_tokens");
  }
  const blocks = [...head, ...textBlock(stopped)];
  return stop ? finish(blocks, "stop_sequence", stop.sequence) : finish(blocks, "end_turn");
}

/** An answer of these blocks. */
export function finish(
  blocks: readonly AnswerBlock[],
  stopReason: StopReason,
  stopSequence: string | null = null,
): Answer {
  return { blocks, stopReason, stopSequence, pace: 1 };
}

/** Does this model think here? Current models do unless told not to (migration guides). */
export function thinks(request: MessageRequest, model: ModelTraits): boolean {
  const type = request.thinking?.type;
  if (type === "adaptive" || type === "enabled") return true;
  return model.thinks && type === undefined;
}

function textBlock(text: string): AnswerBlock[] {
  return text === "" ? [] : [{ type: "text", text }];
}

/** A prefix that does not end in half a character. */
function whole(text: string, length: number): string {
  const cut = text.slice(0, length);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
