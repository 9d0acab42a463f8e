import type { MessageRequest } from "./request.ts";
import { asSchema, type Schema } from "./schema.ts";
import { lastUserTexts } from "./turns.ts";

/** Where a request wants its structured answer. */
export type Structure =
  | { readonly as: "text"; readonly schema: Schema }
  | { readonly as: "tool"; readonly name: string; readonly schema: Schema };

/** The structured output that a request asks for: `output_config.format`, or a forced tool. */
export function structureOf(request: MessageRequest): Structure | null {
  const schema = request.output_config?.format?.schema;
  if (schema) return { as: "text", schema: asSchema(schema) };
  const choice = request.tool_choice;
  if (choice?.type !== "tool" && choice?.type !== "any") return null;
  const tool = request.tools?.find((one) => choice.type === "any" || one.name === choice.name);
  if (typeof tool?.name !== "string") return null;
  return { as: "tool", name: tool.name, schema: asSchema(tool.input_schema) };
}

const ROUTER_FIELDS = ["type", "category", "complexity", "requiresHumanApproval"];

/** Does this request ask for a classification of the router? */
export function isRouterRequest(request: MessageRequest): boolean {
  const structure = structureOf(request);
  const properties = asSchema(structure?.schema.properties);
  return ROUTER_FIELDS.every((field) => field in properties);
}

/** What the router asks for. */
export interface Classification {
  readonly type: "simple" | "complex" | "tool_confirmation";
  readonly category: "general" | "code" | "research" | "github" | "task" | "info";
  readonly complexity: "low" | "medium" | "high";
  readonly requiresHumanApproval: boolean;
  readonly reasoning: string;
}

const CATEGORIES: readonly (readonly [Classification["category"], RegExp])[] = [
  ["github", /\b(?:github|pull requests?|prs?|issues?|repo(?:sitory)?|commits?|branch|merge)\b/i],
  ["task", /\b(?:asana|tasks?|to-?dos?|deadlines?|remind|assign)\b/i],
  ["code", /```|\b(?:code|function|bug|typescript|python|regex|refactor|stack ?trace|compile)\b/i],
  ["research", /\b(?:research|compare|investigate|sources|survey|analy[sz]e|find out)\b/i],
  ["info", /\b(?:who are you|about you|your owner|office hours|contact)\b/i],
];
const IRREVERSIBLE =
  /^\W*(?:please\s+)?(?:(?:delete|remove|merge|deploy|close|reopen|drop|publish|force[- ]push)\b|(?:complete|finish)\b.*\btask\b)/i;
const BIG =
  /\b(?:architecture|migrate|entire|whole|step[- ]by[- ]step|redesign|end[- ]to[- ]end)\b/i;

/** Work whose result goes somewhere else. */
const STEPS =
  /\b(?:compare|research|investigate|review|analy[sz]e)\b[^\n]*\b(?:and|then)\b[^\n]*\b(?:open|create|write|file)\b/i;

/** A small guess from the words of one message; the same text always gives the same guess. */
export function classify(text: string): Classification {
  const category = CATEGORIES.find(([, pattern]) => pattern.test(text))?.[0] ?? "general";
  const approval = IRREVERSIBLE.test(text);
  const high = BIG.test(text) || STEPS.test(text) || text.length > 1500;
  const complexity = high
    ? "high"
    : category === "research" || text.length > 300
      ? "medium"
      : "low";
  const type = approval ? "tool_confirmation" : complexity === "low" ? "simple" : "complex";
  return {
    type,
    category,
    complexity,
    requiresHumanApproval: approval,
    reasoning: "A guess of the offline model, from the words of the last message.",
  };
}

// Prompts fence what the person wrote, so that the instructions around it do not decide.
const FENCED = /<([\w-]*(?:message|request|question|text|input)[\w-]*)[^>]*>([\s\S]*?)<\/\1>/gi;

/** The message to classify: the last fenced part of the last user turn, else all of it. */
export function messageToClassify(request: MessageRequest): string {
  const turn = lastUserTexts(request.messages).join("\n");
  return [...turn.matchAll(FENCED)].at(-1)?.[2]?.trim() ?? turn;
}
