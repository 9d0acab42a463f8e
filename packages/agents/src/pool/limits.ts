import type { ModelPort } from "../model/anthropic.ts";
import { ModelFailure } from "../model/failure.ts";
import type { Usage } from "../runs/protocol.ts";
import type { Actor } from "../tools/tool.ts";
import type { Budgets, Price } from "./define.ts";

/** What was spent, or may be. */
export interface Spent {
  readonly turns: number;
  readonly tokens: number;
  /** US dollars. */
  readonly dollars: number;
}

/** One counter of the day, and how far it may go. */
export interface Limit {
  readonly name: string;
  readonly most: Partial<Spent>;
}

/** The counters that a turn is held against; none where nothing is limited. */
export function limitsOf(budgets: Budgets, actor: Actor): Limit[] {
  const limits: Limit[] = [
    {
      name: `person:${actor.platform}:${actor.userId}`,
      most: given({ turns: budgets.turnsPerPersonAndDay }),
    },
    {
      name: `conversation:${actor.conversation}`,
      most: given({ tokens: budgets.tokensPerConversationAndDay }),
    },
    { name: "pool", most: given({ tokens: budgets.tokensPerDay, dollars: budgets.dollarsPerDay }) },
  ];
  return limits.filter(({ most }) => Object.keys(most).length > 0);
}

/** Whether the next call may be made: nothing has reached its end. */
export function within(spent: Spent, most: Partial<Spent>): boolean {
  return (Object.keys(most) as (keyof Spent)[]).every((what) => spent[what] < (most[what] ?? 0));
}

/** What a call has cost. A model without a price costs nothing that is known. */
export function priceOf(usage: Usage, prices: Readonly<Record<string, Price>> = {}): number {
  const price = prices[usage.model];
  if (!price) return 0;
  const cached = usage.cacheRead * (price.cacheRead ?? price.input);
  const written = usage.cacheWrite * (price.cacheWrite ?? price.input);
  return (usage.input * price.input + usage.output * price.output + cached + written) / 1_000_000;
}

function given(most: Readonly<Record<string, number | undefined>>): Partial<Spent> {
  return Object.fromEntries(Object.entries(most).filter(([, limit]) => limit !== undefined));
}

export interface BudgetPort {
  /** What was spent today. `counted`: the turn of this run is in it. */
  spent(run?: string): Promise<Spent & { readonly counted?: boolean }>;
  /** @param run - its turn is counted once, however often it is begun again */
  add(cost: Spent, run?: string): Promise<void>;
}

/**
 * A model that is held against the limits before each call and charged after it. A call of a turn that
 * goes on is not stopped by the number of turns.
 *
 * @param told - of each call that was paid for
 * @param run - id of the turn; absent: each of these models is a turn
 */
export function budgeted(
  model: ModelPort,
  limits: readonly Limit[],
  counter: (name: string) => BudgetPort,
  told: (usage: Usage) => Pick<Spent, "dollars">,
  run?: string,
): ModelPort {
  let turns = 1;
  return {
    async ask(request, onText, signal) {
      for (const { name, most } of limits) {
        const { turns: _, ...rest } = most;
        const spent = await spentOf(counter, name, run);
        if (within(spent, turns > 0 && spent.counted !== true ? most : rest)) continue;
        const whose = name.split(":")[0];
        throw new ModelFailure({ kind: "budget" }, `the day's budget of the ${whose} is spent`);
      }
      const answer = await model.ask(request, onText, signal);
      const { input, output, cacheRead, cacheWrite } = answer.usage;
      const tokens = input + output + cacheRead + cacheWrite;
      const cost = { turns, tokens, ...told(answer.usage) };
      turns = 0;
      // What cannot be counted now is not counted: the answer is paid for and is not thrown away.
      await Promise.allSettled(limits.map(({ name }) => counter(name).add(cost, run)));
      return answer;
    },
  };
}

async function spentOf(
  counter: (name: string) => BudgetPort,
  name: string,
  run: string | undefined,
): Promise<Spent & { readonly counted?: boolean }> {
  try {
    return await counter(name).spent(run);
  } catch {
    throw new ModelFailure({ kind: "busy" }, "the budget cannot be read");
  }
}
