/** Kinds of whole messages that the pattern tier knows by their words. */
export type Family =
  | "greeting"
  | "thanks"
  | "farewell"
  | "acknowledgement"
  | "assent"
  | "courtesy"
  | "smalltalk"
  | "laughter"
  | "clock"
  | "approval"
  | "refusal";

/** Phrases of one language by family, in the notation of `expand`. */
export type Words = Readonly<Record<Family, readonly string[]>>;

interface Manner {
  readonly reasoning: string;
  /** While an approval is open, "great" or "no problem" may be the answer to it. */
  readonly counts: "always" | "closed" | "open";
  /** May it be a question? "ok?" asks whether it is ok. */
  readonly question: boolean;
  /** Beside other families in one message ("hi, how are you?"): "ok" alone may answer anything. */
  readonly beside: "may" | "must" | "never";
}

const social = { counts: "closed", question: false, beside: "may" } as const;
const answer = { counts: "open", question: false, beside: "never" } as const;

export const MANNERS: Readonly<Record<Family, Manner>> = {
  greeting: { ...social, counts: "always", question: true, reasoning: "a greeting" },
  thanks: { ...social, counts: "always", reasoning: "thanks" },
  farewell: { ...social, counts: "always", reasoning: "a farewell" },
  acknowledgement: { ...social, reasoning: "an acknowledgement" },
  assent: { ...social, beside: "must", reasoning: "ok" },
  courtesy: { ...social, reasoning: "a courtesy" },
  smalltalk: { ...social, question: true, reasoning: "small talk" },
  laughter: { ...social, reasoning: "laughter" },
  clock: {
    ...{ counts: "always", question: true, beside: "never" },
    reasoning: "a question for the time",
  },
  approval: { ...answer, reasoning: "a yes to the open approval" },
  refusal: { ...answer, reasoning: "a no to the open approval" },
};
