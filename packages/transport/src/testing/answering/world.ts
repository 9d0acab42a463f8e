import { must, mustEqual } from "../broken.ts";
import { tier } from "../conformance.ts";
import type { AnsweringGround, AnsweringSubject, Place, Seen, WireCall } from "../kit.ts";

/** It only bounds a law that is broken. A reset inside an alarm costs the 30 s of the lifecycle's deadman. */
const DEADLINE_MS = 45_000;
const POLL_MS = 20;
let nonces = 0;

/** A world with what laws of whole answers do in it. */
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

/** Waits until something is so. @param otherwise - what is told when it never is */
export async function until(
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
