import { type Answer, type AnswerBlock, finish } from "./answer.ts";
import { instanceOf } from "./instance.ts";
import type { MessageRequest } from "./request.ts";
import { asSchema } from "./schema.ts";
import { plainLines } from "./skills.ts";
import { lastUserTexts } from "./turns.ts";

/** Plain words, and the tool that does what they ask for, wherever one of that name is offered. */
interface Wish {
  readonly asked: RegExp;
  readonly tool: RegExp;
  /** Beside the place, which all tools understand. */
  readonly input?: (found: RegExpExecArray) => object;
  /** Whoever asks for it will be asked back: that is said before. */
  readonly act?: true;
}

const WISHES: readonly Wish[] = [
  { asked: /^(?:please )?merge\b/i, tool: /_merge$/, act: true },
  { asked: /^(?:please )?close\b/i, tool: /_close$/, act: true },
  { asked: /^(?:please )?reopen\b/i, tool: /_reopen$/, act: true },
  {
    asked:
      /^(?:please )?(?:complete|finish)\b.*\btask\b|^(?:please )?mark\b.*\b(?:done|completed?)\b/i,
    tool: /_complete$/,
    input: () => ({ completed: true }),
    act: true,
  },
  { asked: /^(?:please )?show\b.*\bpull request\b/i, tool: /_pull_request$/ },
  { asked: /^(?:please )?show\b.*\bissue\b/i, tool: /_issue$/ },
  { asked: /^(?:please )?show\b.*\btask\b/i, tool: /_task$/ },
  {
    asked: /^(?:please )?remember (?:that )?(.{2,300}?)[.!]?$/i,
    tool: /^remember$/,
    input: ([, fact]) => ({ whose: "conversation", fact }),
  },
  {
    asked: /^(?:recall\b|what do you (?:remember|know about))/i,
    tool: /^recall$/,
    input: () => ({ whose: "conversation" }),
  },
];

/** The call of the tool that the person's plain words ask for, once; null: there is none. */
export function wished(request: MessageRequest, offline: string): Answer | null {
  for (const line of plainLines(lastUserTexts(request.messages))) {
    for (const { asked, tool, input, act } of WISHES) {
      const found = asked.exec(line);
      const offered = found && named(request, tool);
      if (!offered) continue;
      const wishes = { ...placeIn(line), ...input?.(found) };
      const call = { ...offered, input: instanceOf(offered.schema, wishes) };
      return finish([...(act ? [before(call.name, offline)] : []), toolUse(call)], "tool_use");
    }
  }
  return null;
}

function named(request: MessageRequest, wanted: RegExp) {
  for (const tool of request.tools ?? []) {
    if (typeof tool.name !== "string" || !wanted.test(tool.name)) continue;
    return { name: tool.name, schema: asSchema("input_schema" in tool ? tool.input_schema : {}) };
  }
  return null;
}

/** What is meant, where it is not where one writes: `#2`, `owner/name`, `task 1200…`. */
export function placeIn(line: string): {
  readonly number?: number;
  readonly repository?: string;
  readonly task?: string;
} {
  const number = /#(\d+)|\b(?:issue|request) (\d+)/i.exec(line)?.slice(1).find(Boolean);
  const repository = /(?<![\w/:.-])([\w.-]+\/[\w.-]*\w)(?![\w/])/.exec(line)?.[1];
  const task = /\btask (\d{5,})/i.exec(line)?.[1];
  return {
    ...(number === undefined ? {} : { number: Number(number) }),
    ...(repository === undefined ? {} : { repository }),
    ...(task === undefined ? {} : { task }),
  };
}

function before(name: string, offline: string): AnswerBlock {
  return { type: "text", text: `${offline}\n\nPlain words I understand: this is \`${name}\`.` };
}

const toolUse = ({ name, input }: { name: string; input: object }): AnswerBlock => ({
  ...{ type: "tool_use", name, input },
});
