import type { Identity, Lost } from "../contract.ts";
import type { Rendered } from "../rendered.ts";
import { handshakeSecret, type Vault, type Verify } from "../verify.ts";
import { statusOf } from "./classify.ts";
import { dataOf, Me, type Story } from "./records.ts";
import { isComment, timeOf } from "./resolve.ts";
import { wordsOf } from "./words.ts";

/**
 * How a delivery is known to be genuine. The secret comes once for each webhook, during the handshake, and the
 * signature has no prefix (Asana, webhooks guide).
 */
export function asanaHandshake(vault: Vault): Verify {
  return handshakeSecret("x-hook-secret", "x-hook-signature", vault);
}

/** Who a token belongs to. @param answer - of `GET /users/me` */
export function ownerIn(answer: unknown): Identity {
  const { gid, name } = dataOf(Me, answer);
  return { id: gid, ...(name ? { name } : {}) };
}

/** A comment's body: rich text, or plain text; Asana takes one of them. */
export function content({ text, format }: Rendered): { data: Readonly<Record<string, string>> } {
  return { data: format === "markup" ? { html_text: text } : { text } };
}

/** Awaits a call that removes: what is already gone is success. */
export async function removed(call: Promise<unknown>): Promise<void> {
  await unlessGone(call, [404]);
}

/** What a call answers; null when it is not there, or not there for us. */
export async function unlessGone<T>(call: Promise<T>, statuses = [403, 404]): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (statuses.includes(statusOf(error) ?? 0)) return null;
    throw error;
  }
}

/** Clocks differ, and a story that is known is no candidate: looking a little further back is safe. */
const SLACK_MS = 10_000;

/** Whether a story is the comment of ours that may have been lost. */
export function isLost(story: Story, { since, text, known }: Lost, bot: string): boolean {
  if (!isComment(story) || story.created_by?.gid !== bot) return false;
  if (timeOf(story) < since.getTime() - SLACK_MS) return false;
  if (known.some((ref) => ref.story === story.gid)) return false;
  const said = story.html_text ? wordsOf(story.html_text, "").text : (story.text ?? "");
  return bare(said) === bare(text);
}

/**
 * A text without what Asana writes in its own way: white space, bullets, quotes, and the addresses of links,
 * which it shows by name.
 */
function bare(text: string): string {
  return text
    .normalize()
    .replace(/https?:\/\/\S+/gi, "")
    .replace(/[\p{Z}\p{C}\p{P}\p{Sm}\p{Sk}\s]/gu, "");
}
