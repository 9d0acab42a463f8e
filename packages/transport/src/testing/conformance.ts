import { tierOf } from "../contract.ts";
import type { Capability, Subject } from "./kit.ts";
import { concerns, isWanted, type Law, uphold } from "./law.ts";
import { LAWS } from "./laws/index.ts";

/**
 * Holds a platform's knowledge and transport to the contract, against a fake of the platform: a test for
 * each law. A broken one prints what it protects, what was expected, what was seen, and every wire call.
 *
 * @example
 * ```ts
 * import { conformance, type Subject } from "@trunkline/transport/testing";
 * declare const mine: Subject<{ channel: string }>;
 * conformance(mine);
 * ```
 */
export function conformance<C>(subject: Subject<C>): void {
  const { test, facts, platform, only } = subject;
  const what = `${platform.name} (${tier(facts.can)})`;
  for (const law of LAWS) {
    if (isWanted(law, only) && concerns(law, facts.can)) {
      test(`${what} ${title(law)}`, async () => {
        const unseen = (await uphold(law, subject)).join(", ");
        // It holds all the same, and nobody is to take that for more than it is.
        if (unseen) console.info(`${what} ${law.id}: has seen no ${unseen}`);
      });
    }
  }
}

/** How a law is named in a list of tests. */
export const title = ({ id, protects }: Pick<Law, "id" | "protects">): string =>
  `${id}: ${protects}`;

/** The delivery tier of what can do this much. */
export function tier(can: readonly Capability[]): string {
  const method = async () => {
    throw new Error("never called");
  };
  return tierOf({
    ...(can.includes("find") ? { find: method } : {}),
    ...(can.includes("edit") ? { edit: method } : {}),
  });
}
