import { type Answer, finish } from "./answer.ts";
import { instanceOf } from "./instance.ts";
import type { MessageRequest } from "./request.ts";
import { asSchema } from "./schema.ts";
import { blocksOf, lastUserTexts } from "./turns.ts";
import { placeIn } from "./wishes.ts";

/** The task of a worker stands behind the person's words. */
const TASK = /Your task:\n([\s\S]+)$/;
const ACT = /\b(?:open|create|write|file)\b[^.\n]{0,30}\b(issue|task|comment)\b/i;

/** A call of the tool that does what the task asks for, once; null: there is none. */
export function actOf(request: MessageRequest): Answer | null {
  const text = lastUserTexts(request.messages).join("\n");
  const task = TASK.exec(text)?.[1];
  const thing = task === undefined ? undefined : ACT.exec(task)?.[1]?.toLowerCase();
  if (!thing) return null;
  const makes = new RegExp(`(?:^|_)(?:create|open|add)_${thing}$|_${thing}_(?:create|open|add)$`);
  for (const tool of request.tools ?? []) {
    if (typeof tool.name !== "string" || !makes.test(tool.name)) continue;
    const { repository } = placeIn(text);
    const about = { title: `About: ${firstLine(text)}`, body: bodyOf(request), text };
    const wishes = { ...about, ...(repository === undefined ? {} : { repository }) };
    const input = instanceOf(asSchema("input_schema" in tool ? tool.input_schema : {}), wishes);
    return finish([{ type: "tool_use", name: tool.name, input }], "tool_use");
  }
  return null;
}

/** Where the API's own web tools are offered: an answer that has searched, read and cites. */
export function researched(request: MessageRequest): Answer | null {
  const names = (request.tools ?? []).map(({ name }) => name);
  if (!names.includes("web_search")) return null;
  const asked = lastUserTexts(request.messages).join("\n");
  const query = (TASK.exec(asked)?.[1] ?? asked).split("\n")[0]?.slice(0, 80) ?? "";
  const slug = query
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const pages = [1, 2].map((n) => ({
    url: `https://example.com/${slug}/${n}`,
    title: `${query} (${n})`,
  }));
  const [first, second] = pages;
  if (!first || !second) return null;
  const quote = asked.replaceAll("\n", "\n> ");
  return finish(
    [
      { type: "server_tool_use", name: "web_search", input: { query } },
      { type: "web_search_tool_result", found: pages },
      { type: "server_tool_use", name: "web_fetch", input: { url: first.url } },
      { type: "web_fetch_tool_result", page: first, text: "Nothing here is true of the world." },
      { type: "text", text: `Offline I can search nothing. I was asked:\n\n> ${quote}\n\n` },
      { type: "text", text: "One made-up page says this,", cites: [first] },
      { type: "text", text: " and another says that.", cites: [second] },
    ],
    "end_turn",
  );
}

function firstLine(text: string): string {
  const line = text.split("\n").find((one) => one.startsWith(">")) ?? text.split("\n")[0] ?? "";
  return line.replace(/^>\s*/, "").slice(0, 60);
}

/** What stands before the task: the results it rests on. */
function bodyOf({ messages }: MessageRequest): string {
  const before = messages.slice(0, -1).filter(({ role }) => role === "user");
  const texts = before.flatMap(blocksOf).flatMap((one) => (one.type === "text" ? [one.text] : []));
  const lines = texts
    .join("\n")
    .split("\n")
    .filter((line) => !/material-/.test(line));
  return lines.join("\n").trim().slice(0, 2_000) || "Written by the offline model.";
}
