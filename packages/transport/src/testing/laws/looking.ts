import { plainTwin } from "../../rendered.ts";
import { must, mustEqual } from "../broken.ts";
import type { Mishap } from "../kit.ts";
import type { Law } from "../law.ts";
import type { Question, Scene } from "../scene.ts";
import { secretsIn } from "../secrets.ts";

const KEY = "batch-7:0";
const WORDS = "The answer is **42**, as always.";

/** Looks for what may have been sent. */
function look<C>(scene: Scene<C>, ctx: C, known: Awaited<ReturnType<Scene<C>["send"]>>[] = []) {
  const text = scene.render(WORDS).plain;
  // Before anything of this law was written; clocks of two machines differ.
  const since = new Date(Date.now() - 60_000);
  return scene.transport.find?.(ctx, { key: KEY, since, text, known });
}

/** What is asked of the platform, and what becomes of people when the answer is made up. */
const ASKED = [
  ["find/unread", "find", "What could not be looked for is not missing: it would be sent twice."],
  ["resolve/unread", "resolve", "What could not be looked up is not deleted: it would be lost."],
  ["access/unread", "mayAsk", "Who could not be asked about is neither let in nor sent away."],
] as const;

function ask<C>(scene: Scene<C>, what: "find" | "resolve" | "mayAsk", from: Question<C>) {
  if (what === "find") return look(scene, from.ctx);
  if (what === "mayAsk") return scene.transport.mayAsk?.(from.ctx);
  return scene.transport.resolve?.(scene.again(from.arrival.ctx));
}

const UNREAD: readonly Mishap[] = [
  { kind: "cut-before" },
  { kind: "reply", status: 503, body: "<html>no</html>" },
];

/** What is looked for: messages of unknown outcome, deliveries that never came. */
export const LOOKING: readonly Law[] = [
  {
    id: "find/lost",
    protects: "A message whose sending was cut off is found again: it is not sent twice.",
    needs: ["find"],
    async holds(scene) {
      for (const kind of scene.facts.places) {
        for (const form of ["markup", "plain"]) {
          const { place, ctx } = await scene.asked(kind);
          mustEqual("before it was sent", await look(scene, ctx), null);
          const text = scene.render(WORDS);
          await scene.driver.disturb("send", { kind: "cut-after" });
          const sent = form === "plain" ? plainTwin(text) : text;
          const fault = await scene.fault(scene.send(ctx, sent, KEY));
          mustEqual("the cut", fault?.kind ?? "success", "uncertain");
          const found = await look(scene, ctx);
          must(
            found !== null && found !== undefined,
            `${form} in a ${kind}`,
            found,
            "its reference",
          );
          // What was found is as good as what a send returns.
          await scene.transport.delete?.(ctx, found);
          await scene.transport.edit?.(ctx, found, text, { key: KEY }).catch(() => {});
          if (scene.transport.delete) mustEqual("removed", await scene.standing(place), []);
        }
      }
    },
  },
  {
    id: "find/not-sent",
    protects: "A message that never arrived is not found: the answer is not lost.",
    needs: ["find"],
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { ctx } = await scene.asked(kind);
        await scene.send(ctx, "Something else.", "batch-6:0");
        await scene.driver.disturb("send", { kind: "cut-before" });
        await scene.fault(scene.send(ctx, WORDS, KEY));
        mustEqual(`in a ${kind}`, await look(scene, ctx), null);
      }
    },
  },
  {
    id: "find/of-others",
    protects: "What somebody else writes is not ours, even word for word.",
    needs: ["find"],
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { place, ctx } = await scene.asked(kind);
        const { plain } = scene.render(WORDS);
        const said = await scene.act(place, { kind: "chatter", text: plain });
        if (!said) await scene.act(place, { kind: "ask", text: plain });
        mustEqual(`in a ${kind}`, await look(scene, ctx), null);
        if (!scene.driver.copy || !scene.transport.delete) continue;
        const ref = await scene.send(ctx, WORDS, KEY);
        await scene.driver.copy(place);
        await scene.transport.delete(ctx, ref);
        mustEqual(`a copy of ours in a ${kind}`, await look(scene, ctx), null);
      }
    },
  },
  {
    id: "find/place",
    protects: "What was sent elsewhere is not the one that is looked for.",
    needs: ["find"],
    async holds(scene) {
      const other = await scene.asked();
      await scene.send(other.ctx, WORDS, KEY);
      const { ctx } = await scene.asked();
      mustEqual("in another place", await look(scene, ctx), null);
    },
  },
  {
    id: "find/known",
    protects: "The same short answer twice is two answers: one that is accounted for is not found.",
    needs: ["find"],
    async holds(scene) {
      const { ctx } = await scene.asked();
      const ref = await scene.send(ctx, WORDS, "batch-6:0");
      mustEqual("one that is known", await look(scene, ctx, [ref]), null);
    },
  },
  {
    id: "resolve/deleted",
    protects: "A question that was deleted before it was looked up is none.",
    needs: ["resolve"],
    async holds(scene) {
      const place = await scene.open();
      const events = await scene.told(place, { kind: "ask", text: "never mind" });
      if (!(await scene.act(place, { kind: "retract" }))) return;
      mustEqual("looked up", await scene.messagesIn(events ?? []), []);
    },
  },
  {
    id: "access/asked",
    protects: "Only who may use the bot is answered: the platform is asked, live.",
    needs: ["mayAsk"],
    async holds(scene) {
      const { place, ctx } = await scene.asked();
      mustEqual("who may", await scene.transport.mayAsk?.(ctx), true);
      const events = await scene.told(place, { kind: "stranger", text: "let me in" });
      must(events !== null, "somebody who may not ask", null, "a driver that knows `stranger`");
      for (const { ctx } of await scene.messagesIn(events)) {
        mustEqual("a stranger", await scene.transport.mayAsk?.(ctx), false);
      }
    },
  },
  ...ASKED.map(
    ([id, what, protects]): Law => ({
      ...{ id, protects, needs: [what] },
      async holds(scene) {
        const question = await scene.asked();
        for (const mishap of UNREAD) {
          await scene.driver.disturb("read", mishap);
          let answer: unknown;
          const asked = Promise.resolve(ask(scene, what, question)).then((said) => {
            answer = said;
          });
          const fault = await scene.fault(asked);
          const isOpen = fault?.kind === "uncertain" || fault?.kind === "transient";
          must(isOpen, mishap.kind, fault ?? { answer }, "uncertain or transient");
        }
      },
    }),
  ),
  {
    id: "gather/around",
    protects: "What stands around a question is told with author, time and trust, as it was then.",
    needs: ["gather"],
    async holds(scene) {
      const { place } = await scene.asked();
      const before = await scene.act(place, { kind: "chatter", text: "the roof leaks" });
      const { ctx } = await scene.asked(undefined, "why?", place);
      await scene.act(place, { kind: "chatter", text: "the cellar floods" });
      const texts: string[] = [];
      for await (const { what, text, author, at, trust } of scene.transport.gather?.(ctx) ?? []) {
        const whole = what !== "" && author !== "" && Number.isFinite(at);
        must(whole, "a piece", { what, author, at }, "what it is, whose, and when");
        must(["owner", "member", "untrusted"].includes(trust), what, trust, "a trust");
        texts.push(text);
      }
      const told = texts.some((text) => text.includes("the roof leaks"));
      const later = texts.some((text) => text.includes("the cellar floods"));
      must(!later, "what was said after it", texts, "nothing of it");
      if (before) must(told, "what was said before", texts, "the roof leaks");
      mustEqual("secrets", secretsIn(texts, scene.ground.secrets), []);
    },
  },
];
