import type * as z from "zod/mini";
import type { Card } from "../approvals/protocol.ts";
import type { Piece, Usage } from "../runs/protocol.ts";
import { sumOf } from "../runs/usage.ts";
import { linkTo } from "./aggregate-sources.ts";
import type { Outcome } from "./plan-run.ts";

/** Of each result whoever puts them together is shown this much. */
const MOST_SHOWN = 40_000;

export type Material = z.infer<typeof Piece>;

/**
 * A result as material for others, with the label of what has gone into it: a worker that has read what
 * a stranger wrote may say what the stranger wants.
 *
 * @param at - epoch milliseconds
 */
export function materialOf({ step, result }: Outcome, at: number): Material {
  const piece = { what: `result: ${step.title}`, author: `${step.worker} worker`, at };
  if (result.kind === "failed") {
    return { ...piece, trust: "member", text: `There is no result: ${result.why}.` };
  }
  const { text, sources, seen, card } = result;
  const links = sources.map(({ url, title }) => `- ${title}: ${url}`);
  const parts = [
    text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}\n(Cut here.)` : text,
    ...(links.length === 0 ? [] : [`Sources:\n${links.join("\n")}`]),
    ...(card ? [`This waits for a decision and has not happened: ${card.title}.`] : []),
  ];
  return {
    ...piece,
    trust: seen.untrusted ? "untrusted" : "member",
    text: parts.filter((part) => part.trim() !== "").join("\n\n"),
  };
}

/** What has gone into any of them. */
export function seenIn(outcomes: readonly Outcome[]): { untrusted: boolean; private: boolean } {
  const seen = outcomes.flatMap(({ result }) => (result.kind === "done" ? [result.seen] : []));
  return {
    untrusted: seen.some(({ untrusted }) => untrusted),
    private: seen.some((one) => one.private),
  };
}

/** The results as they are, where nobody puts them together. Empty: there is none. */
export function knownOf(outcomes: readonly Outcome[]): string {
  const parts = outcomes.flatMap(({ step, result }) => {
    if (result.kind !== "done" || result.text.trim() === "") return [];
    const links = result.sources.map((source) => `- ${linkTo(source)}`);
    const title = step.title.replace(/[[\]*_`<>\\\s]+/g, " ").trim();
    return [`**${title}**`, result.text, ...(links.length === 0 ? [] : [links.join("\n")])];
  });
  return parts.join("\n\n");
}

/** What people have to decide about. An answer shows one card; the others are named below it, by their codes. */
export function cardsOf(outcomes: readonly Outcome[]): { card?: Card; others: string } {
  const [card, ...more] = outcomes.flatMap(({ result }) =>
    result.kind === "done" && result.card ? [result.card] : [],
  );
  const lines = more.map(
    ({ title, code }) => `- ${title.replace(/[[\]*_`<>\\\s]+/g, " ").trim()}: /approve ${code}`,
  );
  return { ...(card ? { card } : {}), others: lines.join("\n") };
}

/** What the workers were paid for. */
export function usageOf(outcomes: readonly Outcome[]): Usage | undefined {
  return sumOf(
    ...outcomes.map(({ result }) => (result.kind === "done" ? result.usage : undefined)),
  );
}
