import { must, mustEqual } from "../broken.ts";
import type { AnsweringSubject, Refusal } from "../kit.ts";
import { PLATFORM_SECOND_MS, SLOWLY } from "../pool.ts";
import { GENUINE } from "./genuine.ts";
import { isAtMostOnce, until, type World } from "./world.ts";

/** A limit that takes longer is not waited for. */
const MOST_SECONDS = 60;

/** A whole answer: the webhook goes in, wire calls come out. */
export interface AnsweringLaw {
  readonly id: string;
  readonly protects: string;
  /** Whether such a platform has what it is about. */
  readonly needs?: (subject: Pick<AnsweringSubject, "platform" | "facts">) => boolean;
  holds(world: World): Promise<void>;
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
    id: "answering/forged",
    protects:
      "What the platform has not signed is refused and does nothing, also to what it has signed.",
    async holds(world) {
      const { driver, app } = world.ground;
      const place = await world.open();
      await driver.act(place, { kind: "ask", text: "about a-forged-question" });
      for (const { headers, ...webhook } of await driver.heard()) {
        const { "content-type": type = "application/json", ...others } = headers;
        const garbled = Object.entries(others).map(([name, value]) => [name, altered(value)]);
        for (const more of [{}, Object.fromEntries(garbled)]) {
          const status = await app.deliver({
            ...webhook,
            headers: { "content-type": type, ...more },
          });
          must(status >= 400 && status < 500, `with ${Object.keys(more)}`, status, "4xx");
        }
      }
      await world.answeredOnce(place, await world.ask(place));
      mustEqual("answers to it", await world.holders(place, "a-forged-question"), []);
    },
  },
  ...GENUINE,
  {
    id: "answering/stored",
    protects:
      "A message that was acknowledged is stored: it is answered although all crashes at once.",
    async holds(world) {
      const place = await world.open();
      const nonce = await world.ask(place);
      await world.ground.app.crash();
      await world.answeredOnce(place, nonce, true);
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
      for (const kind of world.subject.facts.places) {
        const place = await world.open(kind);
        for (let n = 0; n < 3; n += 1) {
          await world.answered(place, await world.ask(place));
          await world.deliver();
        }
        const content = (await world.ground.driver.seen(place)).filter(({ versions }) =>
          versions.some((text) => text.includes("nonce-")),
        );
        mustEqual(`answers to three questions in a ${kind}`, content.length, 3);
      }
    },
  },
  // Nothing else is called in a quick answer.
  ...(["send", "edit", "react"] as const).flatMap((operation) =>
    (["cut-before", "cut-after"] as const).map(
      (kind): AnsweringLaw => ({
        id: `answering/${operation}-${kind}`,
        protects: `A call that is interrupted (${operation}, ${kind}) loses no answer and doubles none.`,
        needs: ({ platform: { progress }, facts: { can } }) => {
          if (operation === "send") return true;
          if (operation === "react") return progress === "reaction";
          // Where a message can be looked for, a quick answer is made as it is.
          return progress === "placeholder" && !can.includes("find");
        },
        async holds(world) {
          const place = await world.open();
          await world.ground.driver.disturb(operation, { kind });
          await world.answeredOnce(place, await world.ask(place), operation === "send");
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
        .filter(({ on = "send", means }) => on === "send" && isLimit(means))
        .toSorted((a, b) => secondsOf(a) - secondsOf(b));
      const limit = limits.findLast((row) => secondsOf(row) <= MOST_SECONDS) ?? limits[0];
      must(limit !== undefined, "a row `too many requests`", limits, "one in the facts");
      const { status, headers = {}, body } = limit;
      const place = await world.open();
      await world.ground.driver.disturb("send", { kind: "reply", status, headers, body });
      const from = Date.now();
      const nonce = await world.ask(place);
      await world.answered(place, nonce);
      // A slow machine may hide that nobody waits, and never the other way round.
      const waited = (Date.now() - from) / PLATFORM_SECOND_MS;
      must(waited >= secondsOf(limit), "the platform's seconds until it came", waited, limit);
      await world.answeredOnce(place, nonce);
    },
  },
  {
    id: "answering/listed",
    protects:
      "Where nothing can be looked up or edited, what may have been sent is not sent again: it is listed, also after a crash.",
    needs: isAtMostOnce,
    async holds(world) {
      for (const kind of ["cut-before", "cut-after"] as const) {
        const place = await world.open();
        await world.ground.driver.disturb("send", { kind });
        const nonce = await world.ask(place);
        await world.listed();
        await world.ground.app.crash();
        await world.answered(place, await world.ask(place));
        mustEqual(`calls with ${nonce}, ${kind}`, (await world.sending(nonce)).length, 1);
        const holders = await world.holders(place, nonce);
        mustEqual(`messages with ${nonce}, ${kind}`, holders.length, kind === "cut-after" ? 1 : 0);
      }
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
        const nonce = await world.ask(place, n % 2 === 0 ? "" : SLOWLY);
        // Fewer calls than in the first run are no matter: then it is over.
        await until(
          async () =>
            (await world.calls()) >= before + n || (await world.holders(place, nonce)).length > 0,
          async () => ({ expected: `call ${n} of ${most}`, seen: await world.calls() }),
        );
        await world.ground.app.crash();
        await world.answeredOnce(place, nonce, true);
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
          await world.answeredOnce(place, nonce, true);
        }
      }
    },
  },
];

const isLimit = (means: Refusal["means"]): boolean =>
  means !== "success" && means.kind === "rate_limited";

function secondsOf({ means }: Refusal): number {
  return means === "success" ? 0 : (means.retryAfterSeconds ?? 0);
}

/** Another last letter: as long as before, and as well formed. */
function altered(value: string): string {
  return value.slice(0, -1) + (value.endsWith("0") ? "1" : "0");
}
