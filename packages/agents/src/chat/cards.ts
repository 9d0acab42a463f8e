import { type Action, closePartial } from "@trunkline/transport";
import { dataOf } from "../approvals/code.ts";
import type { Card } from "../approvals/protocol.ts";
import { approvalWords, everybody, moment } from "./approval-words.ts";
import { literal } from "./literal.ts";

/** What a card says beside the act itself. */
export interface CardTerms {
  readonly language: string | undefined;
  /** How one decides where it is shown. */
  readonly actions: "buttons" | "checklist" | "none";
  /** Only some people may decide. */
  readonly listed: boolean;
  /** Whoever has asked may not. */
  readonly secondPerson: boolean;
}

/** A card in Markdown: what will happen, where, who may decide until when and how; or what came of it. */
export function cardMarkdown(card: Card, terms: CardTerms): string {
  const words = approvalWords(terms.language);
  const blocks = [
    `**${literal(card.title)}**`,
    `${words.target}: ${literal(card.target)}`,
    // A fence that stays open would take in what follows.
    closePartial(card.preview).trim(),
    words.askedBy(askers(card, terms.language)),
    below(card, terms),
  ];
  return joined(...blocks);
}

/** What stands below an act: how to decide, or how it was decided. */
export function below(card: Card, { language, actions, listed, secondPerson }: CardTerms): string {
  const words = approvalWords(language);
  if (card.state !== "pending") {
    return `**${words.closed[card.state](literal(card.decidedBy?.name ?? ""))}**`;
  }
  const except = secondPerson ? askers(card, language) : null;
  return [
    words.mayDecide(listed ? "listed" : "anybody", except),
    words.until(moment(card.expiresAt, language)),
    words.how(card.code, actions),
  ].join(" ");
}

/** Of a turn with several senders any may have wanted it. */
function askers({ requestedBy, besides = [] }: Card, language: string | undefined): string {
  return everybody(
    [requestedBy, ...besides].map(({ name }) => literal(name)),
    language,
  );
}

/** The buttons under a card; none once it is closed. */
export function actionsOf(card: Card, { language, actions }: CardTerms): readonly Action[] {
  if (card.state !== "pending" || actions === "none") return [];
  const { approve, reject } = approvalWords(language);
  return [
    { label: approve, data: dataOf("approve", card.code) },
    { label: reject, data: dataOf("reject", card.code) },
  ];
}

/** A final that asks for a decision. @param text - what the model said before it */
export function askingMarkdown(text: string, card: Card, terms: CardTerms): string {
  const { replaces } = approvalWords(terms.language);
  const why = card.replaces === undefined ? "" : replaces(literal(card.replaces));
  return joined(text, why, cardMarkdown(card, terms));
}

/** What came of a decision. @param text - what else there is to say */
export function outcomeMarkdown(text: string, card: Card, language: string | undefined): string {
  const words = approvalWords(language);
  const title = literal(card.title);
  const outcome = card.outcome ?? "";
  switch (card.state) {
    case "executed":
      return joined(words.executed(title), closePartial(outcome));
    case "failed":
      return words.failed(title, literal(outcome));
    case "superseded":
      return joined(words.lapsed(title, literal(outcome)), text);
    case "rejected":
      return words.nothingDone(title);
    case "expired":
      return words.expired({ ...card, title });
    case "pending":
    case "approved":
    case "executing":
      return words.closed.executing(literal(card.decidedBy?.name ?? ""));
    default:
      return card.state satisfies never;
  }
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== "").join("\n\n");
}
