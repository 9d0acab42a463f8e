import { must, mustEqual } from "./broken.ts";
import { tier, title } from "./conformance.ts";
import type { AnsweringGround, AnsweringSubject, Place, Seen, WireCall } from "./kit.ts";
import { isWanted, report } from "./law.ts";

/** A whole answer: the webhook goes in, wire calls come out. */
export interface AnsweringLaw {
  readonly id: string;
  readonly protects: string;
  /** Whether such a platform has what it is about. */
  readonly needs?: (platform: AnsweringSubject["platform"]) => boolean;
  holds(world: World): Promise<void>;
}

/** It only bounds a law that is broken. A reset inside an alarm costs the 30 s of the lifecycle's deadman. */
const DEADLINE_MS = 45_000;
const POLL_MS = 20;
let nonces = 0;

/** A world with what these laws do in it. */
export class World {
  readonly ground: AnsweringGround;
  readonly subject: AnsweringSubject;
  readonly #from: number;

  constructor(ground: AnsweringGround, subject: AnsweringSubject, from: number) {
    this.ground = ground;
    this.subject = subject;
    this.#from = from;
  }

  get atMostOnce(): boolean {
    return tier(this.subject.facts.can) === "at-most-once";
  }

  open(kind = this.subject.facts.places[0] ?? ""): Promise<Place> {
    return this.ground.driver.open(kind);
  }

  /** Somebody asks, and the webhook is accepted. @returns what stands in the answer, and only in it */
  async ask(place: Place): Promise<string> {
    nonces += 1;
    const nonce = `nonce-${nonces}-x`;
    await this.ground.driver.act(place, { kind: "ask", text: `about ${nonce}` });
    await this.deliver();
    return nonce;
  }

  /** What the platform tells goes in. */
  async deliver(): Promise<void> {
    for (const webhook of await this.ground.driver.heard()) {
      const status = await this.ground.app.deliver(webhook);
      must(status >= 200 && status < 300, "a webhook is answered", status, "2xx");
    }
  }

  /** Our messages there that ever held this. */
  async holders(place: Place, nonce: string): Promise<readonly Seen[]> {
    const seen = await this.ground.driver.seen(place);
    return seen.filter(({ versions }) => versions.some((text) => text.includes(nonce)));
  }

  /** The answer stands there. */
  async answered(place: Place, nonce: string): Promise<void> {
    await until(
      async () => (await this.holders(place, nonce)).some(({ deleted }) => !deleted),
      async () => ({
        expected: `an answer with ${nonce}`,
        seen: await this.ground.driver.seen(place),
      }),
    );
  }

  /**
   * The answer stands there, and was never seen in another message. Answers come in order, so once the next
   * one stands there nothing of the first is to come.
   */
  async answeredOnce(place: Place, nonce: string): Promise<void> {
    if (!this.atMostOnce) await this.answered(place, nonce);
    await this.answered(place, await this.ask(place));
    const holders = await this.holders(place, nonce);
    const most = this.atMostOnce ? Math.min(1, holders.length) : 1;
    mustEqual(`messages that ever held ${nonce}`, holders.length, most);
  }

  /** The bot's calls since this law began. */
  async seenCalls(): Promise<readonly WireCall[]> {
    return (await this.ground.driver.calls()).slice(this.#from);
  }

  async calls(): Promise<number> {
    return (await this.seenCalls()).length;
  }
}

async function until(
  isSo: () => Promise<boolean>,
  otherwise: () => Promise<{ expected: unknown; seen: unknown }>,
): Promise<void> {
  const end = Date.now() + DEADLINE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) {
      const { expected, seen } = await otherwise();
      must(false, `not within ${DEADLINE_MS} ms`, seen, expected);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The laws of whole answers. */
export const ANSWERING_LAWS: readonly AnsweringLaw[] = [
  {
    id: "answering/once",
    protects: "A question gets one answer, where it was asked.",
    async holds(world) {
      for (const kind of world.subject.facts.places) {
        const place = await world.open(kind);
        await world.answeredOnce(place, await world.ask(place));
      }
    },
  },
  {
    id: "answering/stored",
    protects:
      "A message that was acknowledged is stored: it is answered although all crashes at once.",
    async holds(world) {
      const place = await world.open();
      const nonce = await world.ask(place);
      await world.ground.app.crash();
      await world.answeredOnce(place, nonce);
    },
  },
  {
    id: "answering/again",
    protects: "What is delivered again, before and after the answer, is answered once.",
    async holds(world) {
      const { driver } = world.ground;
      const place = await world.open();
      const nonce = await world.ask(place);
      for (let n = 0; n < 3; n += 1) await driver.act(place, { kind: "again" });
      await world.deliver();
      await world.answered(place, nonce);
      await driver.act(place, { kind: "again" });
      await world.deliver();
      await world.answeredOnce(place, nonce);
    },
  },
  {
    id: "answering/itself",
    protects:
      "The bot does not answer itself: what the platform tells of its answers starts nothing.",
    async holds(world) {
      const place = await world.open();
      await world.answered(place, await world.ask(place));
      await world.deliver();
      const last = await world.ask(place);
      await world.answered(place, last);
      await world.deliver();
      await world.answered(place, await world.ask(place));
      const content = (await world.ground.driver.seen(place)).filter(({ versions }) =>
        versions.some((text) => text.includes("nonce-")),
      );
      mustEqual("answers to three questions", content.length, 3);
    },
  },
  // Nothing else is called in a quick answer.
  ...(["send", "edit", "react"] as const).flatMap((operation) =>
    (["cut-before", "cut-after"] as const).map(
      (kind): AnsweringLaw => ({
        id: `answering/${operation}-${kind}`,
        protects: `A call that is interrupted (${operation}, ${kind}) loses no answer and doubles none.`,
        needs: ({ progress }) =>
          operation === "send" || progress === (operation === "edit" ? "placeholder" : "reaction"),
        async holds(world) {
          const place = await world.open();
          await world.ground.driver.disturb(operation, { kind });
          await world.answeredOnce(place, await world.ask(place));
          const calls = await world.seenCalls();
          const cut = calls.filter(({ status }) => status === 0);
          must(cut.length > 0, `a ${operation} that was cut`, calls, "a call without an answer");
        },
      }),
    ),
  ),
  {
    id: "answering/limited",
    protects:
      "A platform that says `too fast` is given the time it asks for, and the answer comes.",
    async holds(world) {
      const limits = world.subject.facts.refusals
        .filter(({ means }) => means !== "success" && means.kind === "rate_limited")
        .toSorted((a, b) => secondsOf(a) - secondsOf(b));
      const [limit] = limits;
      must(limit !== undefined, "a row `too many requests`", limits, "one in the facts");
      const { status, headers = {}, body } = limit;
      const place = await world.open();
      await world.ground.driver.disturb("send", { kind: "reply", status, headers, body });
      await world.answeredOnce(place, await world.ask(place));
    },
  },
  {
    id: "answering/crash",
    protects: "A crash after any call to the platform loses no answer and doubles none.",
    async holds(world) {
      const plain = await world.open();
      await world.answered(plain, await world.ask(plain));
      const most = await world.calls();
      for (let n = 1; n <= most; n += 1) {
        const place = await world.open();
        const before = await world.calls();
        const nonce = await world.ask(place);
        // Fewer calls than in the first run are no matter: then it is over.
        await until(
          async () =>
            (await world.calls()) >= before + n || (await world.holders(place, nonce)).length > 0,
          async () => ({ expected: `call ${n} of ${most}`, seen: await world.calls() }),
        );
        await world.ground.app.crash();
        await world.answeredOnce(place, nonce);
      }
    },
  },
  {
    id: "answering/crash-in-doubt",
    protects:
      "A crash while nobody knows whether a call was done loses no answer and doubles none.",
    async holds(world) {
      for (const operation of ["send", "edit"] as const) {
        if (operation === "edit" && !world.subject.facts.can.includes("edit")) continue;
        for (const kind of ["cut-before", "cut-after"] as const) {
          const place = await world.open();
          const before = await world.calls();
          await world.ground.driver.disturb(operation, { kind });
          const nonce = await world.ask(place);
          await until(
            async () => (await world.calls()) > before,
            async () => ({ expected: "a call", seen: await world.calls() }),
          );
          await world.ground.app.crash();
          await world.answeredOnce(place, nonce);
        }
      }
    },
  },
];

function secondsOf({ means }: AnsweringSubject["facts"]["refusals"][number]): number {
  return means === "success" ? 0 : (means.retryAfterSeconds ?? 0);
}

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
    if (law.needs?.(platform) === false || !isWanted(law, only)) continue;
    test(`${platform.name} (${tier(facts.can)}) ${title(law)}`, async () => {
      const ground = await subject.begin();
      const from = (await ground.driver.calls()).length;
      try {
        await law.holds(new World(ground, subject, from));
      } catch (error) {
        const calls = (await ground.driver.calls()).slice(from);
        throw new Error(report(law, error, calls), { cause: error });
      } finally {
        await ground.close();
      }
    });
  }
}
