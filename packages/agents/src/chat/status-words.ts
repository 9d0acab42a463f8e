import type { Budget, Standing } from "../pool/standing.ts";

/** What a language says about budgets. */
export interface BudgetWords {
  /** Whose and of what, by `whose` and `what`. */
  readonly names: Readonly<Record<`${Budget["whose"]} ${Budget["what"]}`, string>>;
  readonly line: (name: string, used: string, most: string, left: string) => string;
  /** Nothing is left. */
  readonly spent: (name: string, most: string) => string;
  readonly dollars: (amount: string) => string;
  readonly turn: (limits: string) => string;
  readonly limits: Readonly<Record<keyof Standing["turn"], (most: string) => string>>;
  readonly unknown: string;
}

/** Each budget that is set, a line each. @param locale - of the numbers */
export function budgetLines(
  standing: Standing | null,
  words: BudgetWords,
  locale: string,
): string[] {
  if (standing === null) return [words.unknown];
  const day = standing.day.map((budget) => dayLine(budget, words, locale));
  const limits = (["seconds", "tokens", "steps"] as const).flatMap((what) => {
    const most = standing.turn[what];
    return most === undefined ? [] : [words.limits[what](numberOf(most, "turns", locale))];
  });
  return [...day, ...(limits.length === 0 ? [] : [words.turn(limits.join(", "))])];
}

function dayLine({ whose, what, used, most }: Budget, words: BudgetWords, locale: string): string {
  const name = words.names[`${whose} ${what}`];
  const shown = (amount: number) => numberOf(amount, what, locale);
  const unit = (amount: string) => (what === "dollars" ? words.dollars(amount) : amount);
  if (used >= most) return words.spent(name, unit(shown(most)));
  return words.line(name, shown(used), unit(shown(most)), shown(most - used));
}

function numberOf(amount: number, what: Budget["what"], locale: string): string {
  const digits = what === "dollars" ? 2 : 0;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, format).format(amount);
}
