import type { AnswerBlock, Page } from "./answer.ts";

type WebResult = Extract<
  AnswerBlock,
  { type: "web_search_tool_result" } | { type: "web_fetch_tool_result" }
>;

/** `WebSearchToolResultBlock` and `WebFetchToolResultBlock` in the SDK; both come whole, without deltas. */
export function webResult(block: WebResult, id: string): object {
  const head = { type: block.type, tool_use_id: id, caller: { type: "direct" } };
  if (block.type === "web_search_tool_result") {
    const found = block.found.map(({ url, title }) => ({
      ...{ type: "web_search_result", url, title, page_age: null },
      encrypted_content: "b2ZmbGluZQ==",
    }));
    return { ...head, content: found };
  }
  const { page, text } = block;
  const source = { type: "text", media_type: "text/plain", data: text };
  const document = { type: "document", title: page.title, citations: { enabled: true }, source };
  return {
    ...head,
    content: { type: "web_fetch_result", url: page.url, retrieved_at: null, content: document },
  };
}

/** `CitationsWebSearchResultLocation` in the SDK. */
export function citation({ url, title }: Page): object {
  return {
    type: "web_search_result_location",
    url,
    title,
    cited_text: "Nothing here is true of the world.",
    encrypted_index: "b2ZmbGluZQ==",
  };
}
