import type { Card, Linked } from "../approvals/protocol.ts";
import type { approvalWords } from "./approval-words.ts";
import { literal } from "./literal.ts";

type Words = ReturnType<typeof approvalWords>;

/** What waits for a decision, each with its code. */
export function listed(cards: readonly Card[], heading: string): string {
  const lines = cards.map(
    ({ code, title, target }) =>
      `- \`/approve ${code}\`, \`/reject ${code}\`: ${literal(title)} (${literal(target)})`,
  );
  return [heading, lines.join("\n")].join("\n\n");
}

/** What a step of linking has come to. @param code - as it was typed */
export function linkAnswer(linked: Linked, code: string, words: Words): string {
  switch (linked.state) {
    case "offered":
      return words.offered(linked.code, linked.minutes);
    case "agree":
      return words.agree(known(linked.other), linked.other.platform, literal(code));
    case "waiting":
      return words.waiting(linked.other ? known(linked.other) : null);
    case "linked":
      return words.linked(known(linked.other), linked.other.platform);
    case "unknown":
      return words.noLink;
    default:
      return linked satisfies never;
  }
}

/** Anybody may take anybody's name, nobody his id. */
function known({ name, userId }: { readonly name: string; readonly userId: string }): string {
  return literal(`${name} (${userId})`);
}
