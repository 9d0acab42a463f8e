import { ANSWERING_LAWS } from "./answering/laws.ts";
import { World } from "./answering/world.ts";
import { tier, title } from "./conformance.ts";
import type { AnsweringSubject } from "./kit.ts";
import { isWanted, report } from "./law.ts";

/**
 * Holds a whole app to the promises: its Worker with its objects inside workerd, a pool that quotes the
 * question, and the fake of the platform. A test for each law.
 *
 * @example
 * ```ts
 * import { type AnsweringSubject, answering } from "@trunkline/transport/testing";
 * declare const mine: AnsweringSubject;
 * answering(mine);
 * ```
 */
export function answering(subject: AnsweringSubject): void {
  const { test, facts, platform, only } = subject;
  for (const law of ANSWERING_LAWS) {
    if (law.needs?.(subject) === false || !isWanted(law, only)) continue;
    test(`${platform.name} (${tier(facts.can)}) ${title(law)}`, async () => {
      const world = await World.begin(subject);
      try {
        await law.holds(world);
      } catch (error) {
        throw new Error(report(law, error, await world.seenCalls()), { cause: error });
      } finally {
        await world.ground.close();
      }
    });
  }
}
