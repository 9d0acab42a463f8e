import { must, mustEqual } from "../broken.ts";
import { tier } from "../conformance.ts";
import type { AnsweringGround, AnsweringSubject, Place, Seen, WireCall } from "../kit.ts";

/** It only bounds a law that is broken. A reset inside an alarm costs the 30 s of the lifecycle's deadman. */
const DEADLINE_MS = 45_000;
const POLL_MS = 20;
let nonces = 0;

/** What there was before a law. */
interface Before {
  readonly calls: number;
  lost: number;
}

export const isAtMostOnce = ({ facts }: Pick<AnsweringSubject, "facts">): boolean =>
  tier(facts.can) === "at-most-once";

/** A world with what laws of whole answers do in it. */
export class World {
  readonly ground: AnsweringGround;
  readonly subject: AnsweringSubject;
  readonly #before: Before;

  private constructor(ground: AnsweringGround, subject: AnsweringSubject, before: Before) {
    this.ground = ground;
    this.subject = subject;
    this.#before = before;
  }

  static async begin(subject: AnsweringSubject): Promise<World> {
    const ground = await subject.begin();
    const calls = (await ground.driver.calls()).length;
    return new World(ground, subject, { calls, lost: (await ground.app.lost?.()) ?? 0 });
  }

  open(kind = this.subject.facts.places[0] ?? ""): Promise<Place> {
    return this.ground.driver.open(kind);
  }

  /** Somebody asks, and the webhook is accepted. @returns what stands in the answer, and only in it */
  async ask(place: Place, how = ""): Promise<string> {
    nonces += 1;
    const nonce = `nonce-${nonces}-x`;
    await this.ground.driver.act(place, { kind: "ask", text: `about ${nonce} ${how}`.trim() });
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
   *
   * @param isInDoubt - nobody may know whether it was sent: in the tier `at-most-once` it may then be lost,
   * and is listed for the operator
   */
  async answeredOnce(place: Place, nonce: string, isInDoubt = false): Promise<void> {
    const mayBeLost = isInDoubt && isAtMostOnce(this.subject);
    // The next question must not become part of the same turn.
    if (mayBeLost) await this.#tried(nonce);
    else await this.answered(place, nonce);
    await this.answered(place, await this.ask(place));
    const holders = await this.holders(place, nonce);
    if (mayBeLost && holders.length === 0) await this.listed();
    else mustEqual(`messages that ever held ${nonce}`, holders.length, 1);
  }

  /** It was sent, or is given up already. */
  async #tried(nonce: string): Promise<void> {
    await until(
      async () => (await this.sending(nonce)).length > 0 || (await this.#isListed()),
      async () => ({ expected: `a call with ${nonce}`, seen: await this.seenCalls() }),
    );
  }

  /** One more turn is listed for the operator. */
  async listed(): Promise<void> {
    await until(
      () => this.#isListed(),
      async () => ({ expected: "a turn that is listed as lost", seen: this.#before }),
    );
    this.#before.lost += 1;
  }

  async #isListed(): Promise<boolean> {
    const { lost } = this.ground.app;
    must(lost !== undefined, "the running app's `lost`", lost, "one, in this tier");
    return (await lost()) > this.#before.lost;
  }

  /** Calls that carry it. */
  async sending(nonce: string): Promise<readonly WireCall[]> {
    const calls = await this.seenCalls();
    return calls.filter(({ sent }) => JSON.stringify(sent)?.includes(nonce));
  }

  /** The bot's calls since this law began. */
  async seenCalls(): Promise<readonly WireCall[]> {
    return (await this.ground.driver.calls()).slice(this.#before.calls);
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
