import { checkMessages, checkText } from "./conversation.ts";
import type { ModelTraits } from "./models.ts";
import { invalid } from "./refusal.ts";
import type { CountRequest, MessageRequest } from "./request.ts";
import { checkSchema } from "./schema.ts";
import { blocksOf } from "./turns.ts";

/** What the API refuses although every field has the right type. @throws a 400. */
export function checkRequest(request: MessageRequest, model: ModelTraits): void {
  // Source: API reference, `max_tokens`; words as reported by clients.
  if (request.max_tokens > model.maxTokens) {
    throw invalid(
      `max_tokens: ${request.max_tokens} > ${model.maxTokens}, which is the maximum allowed number of output tokens for ${model.id}`,
    );
  }
  const { thinking } = request;
  // Source: SDK, `ThinkingConfigEnabled.budget_tokens`.
  if (thinking?.type === "enabled" && thinking.budget_tokens >= request.max_tokens) {
    throw invalid("`max_tokens` must be greater than `thinking.budget_tokens`.");
  }
  checkPrompt(request, model);
}

/** The rules that counting tokens shares. @throws a 400. */
export function checkPrompt(request: CountRequest, model: ModelTraits): void {
  checkMessages(request.messages, model);
  checkTools(request, model);
  checkCaching(request);
  const schema = request.output_config?.format?.schema;
  if (schema) checkSchema(schema, "output_config.format.schema");
}

function checkTools(request: CountRequest, model: ModelTraits): void {
  const names = (request.tools ?? []).flatMap((tool) =>
    typeof tool.name === "string" ? [tool.name] : [],
  );
  if (new Set(names).size < names.length) throw invalid("tools: Tool names must be unique.");
  const { tool_choice: choice, thinking } = request;
  if (!choice) return;
  if (!request.tools?.length) {
    throw invalid("tool_choice: tool_choice may only be specified while providing tools");
  }
  if (choice.type === "tool" && !names.includes(choice.name)) {
    throw invalid(`tool_choice: Tool '${choice.name}' not found in provided tools`);
  }
  if (choice.type !== "tool" && choice.type !== "any") return;
  // Source: "What's new in Claude Sonnet 5.5"; words: BerriAI/litellm pull 39151.
  if (!model.forcedTools) {
    throw invalid('tool_choice: type "tool" and "any" are not supported for this model.');
  }
  if (thinking?.type === "enabled" || thinking?.type === "adaptive") {
    throw invalid("Thinking may not be enabled when tool_choice forces tool use.");
  }
}

function checkCaching(request: CountRequest): void {
  const system = typeof request.system === "string" ? [] : (request.system ?? []);
  for (const block of system) checkText(block.text, "system");
  const marks = [
    ...(request.tools ?? []),
    ...system,
    ...request.messages.flatMap(blocksOf),
  ].flatMap((item) => ("cache_control" in item && item.cache_control ? [item.cache_control] : []));
  if (request.cache_control) marks.push(request.cache_control);
  // Words: tghamm/Anthropic.SDK issue 50.
  if (marks.length > 4) {
    throw invalid(
      `A maximum of 4 blocks with cache_control may be provided. Found ${marks.length}.`,
    );
  }
  // Source: prompt caching page, "Mixing different TTLs".
  const firstShort = marks.findIndex((mark) => mark.ttl !== "1h");
  if (firstShort >= 0 && marks.slice(firstShort).some((mark) => mark.ttl === "1h")) {
    throw invalid(
      "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block",
    );
  }
}
