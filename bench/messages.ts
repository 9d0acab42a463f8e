/** What people write and what the model answers. Each message carries a nonce, the answer quotes it. */
export const TOKEN = "424242:bench-token";
export const SECRET = "bench-webhook-secret";
/** Only a final ends like this; placeholders and progress do not. */
export const ANSWER_END = "That is all.";

let last = 700_000_000;

/** Nine digits that occur nowhere else. */
export function newNonce(): string {
  last += 1;
  return String(last);
}

export function noncesIn(text: string): string[] {
  return text.match(/\b7\d{8}\b/g) ?? [];
}

/** A message whose route is clear without a model: a sum. */
export const sumWith = (nonce: string): string => `${nonce} * 2`;
/** A message that the router has to ask a model about. */
export const proseWith = (nonce: string): string =>
  `Please look into the matter of ${nonce} for me`;

/** An answer as a model writes it: some Markdown, some 500 characters. */
export function answerTo(nonces: readonly string[]): string {
  return [
    `You asked about **${nonces.join(", ")}**, and here is what I found out about it.`,
    "- The first point is short and has `code` in it.\n- The second point is a little longer, so that a list is worth its while, and has a [link](https://example.com/a).\n- The third point is last.",
    "A paragraph follows with *some* emphasis. It has two sentences of ordinary length, the way answers in a chat usually do, and it does not say much.",
    ANSWER_END,
  ].join("\n\n");
}

let updates = 0;

/** The body of a webhook. */
export function update(chat: number, text: string): string {
  updates += 1;
  return JSON.stringify({
    update_id: updates,
    message: {
      message_id: updates,
      date: 1_795_000_000,
      chat: { id: chat, type: "private", first_name: "Tove" },
      from: { id: chat, is_bot: false, first_name: "Tove", language_code: "en" },
      text,
    },
  });
}
