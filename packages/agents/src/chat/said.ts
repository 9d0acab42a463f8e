import type { Conversation } from "./conversation.ts";
import type { HistoryRow, Item } from "./schema.ts";

/** What one item says, as a row of the history. A file without words is named, so no turn is empty. */
export function saidBy<C>(
  c: Pick<Conversation<C>, "platform" | "transport">,
  item: Pick<Item, "ctx">,
): Pick<HistoryRow, "role" | "user_id" | "name" | "text"> {
  const { text, userId, userName, attachments } = parsed(c, item.ctx);
  const files = attachments.map(({ name, kind }) => name ?? `a file (${kind})`);
  const named = files.length > 0 ? `[attached: ${files.join(", ")}]` : "";
  const words = [text.trim(), named].filter((part) => part !== "").join("\n\n");
  return { role: "user", user_id: userId, name: userName, text: words || "(an empty message)" };
}

/** A persisted context in the words of the core. */
export function parsed<C>(c: Pick<Conversation<C>, "platform" | "transport">, ctx: string) {
  return c.transport.parseContext(c.platform.context(JSON.parse(ctx)));
}

/** The person's language, if the platform tells it. */
export function languageOf<C>(
  c: Pick<Conversation<C>, "platform" | "transport">,
  ctx: string,
): string | undefined {
  const { language } = parsed(c, ctx).metadata;
  return typeof language === "string" ? language : undefined;
}
