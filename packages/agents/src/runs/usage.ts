import * as z from "zod/mini";
import { Usage } from "./protocol.ts";

const Paid = z.object({ usage: Usage });

/** All of it together; the model is that of the last one. */
export function sumOf(...usages: readonly (Usage | undefined)[]): Usage | undefined {
  return usages.reduce<Usage | undefined>((sum, one) => {
    if (!one || !sum) return one ?? sum;
    return {
      model: one.model,
      input: sum.input + one.input,
      output: sum.output + one.output,
      cacheRead: sum.cacheRead + one.cacheRead,
      cacheWrite: sum.cacheWrite + one.cacheWrite,
    };
  }, undefined);
}

/** All tokens of it. */
export function tokensOf(usage: Usage | undefined): number {
  return usage ? usage.input + usage.output + usage.cacheRead + usage.cacheWrite : 0;
}

/**
 * What the recorded steps of a run have cost: a run that comes to nothing has been paid for as well.
 *
 * @param steps - their results as JSON
 * @returns nothing where nothing was paid, to be spread into a final
 */
export function paidFor(steps: readonly string[]): { readonly usage?: Usage } {
  const usage = sumOf(...steps.map((json) => Paid.safeParse(JSON.parse(json)).data?.usage));
  return usage ? { usage } : {};
}
