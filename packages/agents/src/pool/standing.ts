import * as z from "zod/mini";
import type { Actor } from "../tools/tool.ts";
import type { Budgets } from "./define.ts";
import { type BudgetPort, limitsOf, type Spent } from "./limits.ts";

/** One budget of the day: how much of it is spent. */
export const Budget = z.object({
  whose: z.enum(["person", "conversation", "pool"]),
  what: z.enum(["turns", "tokens", "dollars"]),
  used: z.number(),
  most: z.number(),
});
export type Budget = z.infer<typeof Budget>;

/** Where somebody stands: the budgets that are set, and no other. */
export const Standing = z.object({
  v: z.number(),
  day: z.array(Budget),
  /** What one answer may take; absent: it is not limited. */
  turn: z.object({
    seconds: z.optional(z.number()),
    tokens: z.optional(z.number()),
    steps: z.optional(z.number()),
  }),
});
export type Standing = z.infer<typeof Standing>;

/** Whose budgets are asked for. */
export const StandingRequest = z.object({
  v: z.literal(1),
  conversation: z.string(),
  from: z.object({ platform: z.string(), userId: z.string() }),
});
export type StandingRequest = z.infer<typeof StandingRequest>;

const WHAT = ["turns", "tokens", "dollars"] as const;

/** @throws when a counter cannot be read */
export async function standingOf(
  budgets: Budgets,
  actor: Actor,
  counter: (name: string) => Pick<BudgetPort, "spent">,
): Promise<Standing> {
  const day = await Promise.all(
    limitsOf(budgets, actor).map(async ({ name, most }) => {
      const spent = await counter(name).spent();
      return WHAT.flatMap((what) => lineOf(name, what, spent, most[what]));
    }),
  );
  const { secondsPerTurn: seconds, tokensPerTurn: tokens, stepsPerTurn: steps } = budgets;
  const turn = {
    ...(seconds === undefined ? {} : { seconds }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(steps === undefined ? {} : { steps }),
  };
  return { v: 1, day: day.flat(), turn };
}

function lineOf(
  counter: string,
  what: (typeof WHAT)[number],
  spent: Spent,
  most: number | undefined,
): Budget[] {
  const whose = Budget.shape.whose.parse(counter.split(":")[0]);
  return most === undefined ? [] : [{ whose, what, used: spent[what], most }];
}
