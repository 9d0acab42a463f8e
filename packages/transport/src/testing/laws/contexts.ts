import { must, mustEqual } from "../broken.ts";
import type { Law } from "../law.ts";
import { secretsIn } from "../secrets.ts";

/** What is kept between two moments of a conversation. */
export const CONTEXTS: readonly Law[] = [
  {
    id: "contexts/json",
    protects: "Contexts and references lie in a database: nothing of them is lost as JSON.",
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const place = await scene.open(kind);
        const events = (await scene.told(place, { kind: "ask", text: "how are you?" })) ?? [];
        const found = events.flatMap((event) => ("ctx" in event ? [event.ctx] : []));
        const looked = await scene.messagesIn(events);
        const [question] = looked;
        must(question !== undefined, "a question", events, "a message");
        const { ctx } = question;
        for (const one of [...found, ...looked.map((message) => message.ctx)]) {
          mustEqual(`of a ${kind}`, scene.again(one), one);
        }
        const parsed = scene.transport.parseContext(ctx);
        mustEqual("parsed again", scene.transport.parseContext(scene.again(ctx)), parsed);
        const ref = await scene.send(ctx, "Fine.");
        mustEqual("the reference", JSON.parse(JSON.stringify(ref)), ref);
      }
    },
  },
  {
    id: "contexts/restart",
    protects: "After a restart the stored context and reference are enough to go on.",
    needs: ["edit"],
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { place, ctx } = await scene.asked(kind);
        const ref = JSON.parse(JSON.stringify(await scene.send(ctx, "one")));
        const restarted = scene.ground.connect();
        const text = scene.render("two");
        await restarted.edit?.(scene.again(ctx), ref, text, { key: "batch-1:0" });
        mustEqual(`in a ${kind}`, await scene.standing(place), ["two"]);
      }
    },
  },
  {
    id: "contexts/strict",
    protects: "What is no context is refused where it is read, and not used as one.",
    async holds({ platform }) {
      for (const raw of [null, {}, "x", []]) {
        let taken: unknown = "refused";
        try {
          taken = platform.context(raw);
        } catch {
          continue;
        }
        must(false, JSON.stringify(raw), taken, "an exception");
      }
    },
  },
  {
    id: "contexts/secrets",
    protects: "What is stored or logged holds no secret: a database that leaks is no key.",
    async holds(scene) {
      const { secrets } = scene.ground;
      // The search itself can fail.
      const control = secretsIn({ x: btoa(`a${secrets[0]}bcdef`) }, secrets);
      must(control.length > 0, "the search", control, "the secret that was planted");
      for (const kind of scene.facts.places) {
        const { ctx, arrival } = await scene.asked(kind);
        const ref = await scene.send(ctx, "Fine.");
        const parsed = scene.transport.parseContext(ctx);
        await scene.driver.disturb("send", { kind: "cut-before" });
        const fault = await scene.fault(scene.send(ctx, "Again."));
        const kept = { ctx, arrival, ref, parsed, fault };
        for (const [name, value] of Object.entries(kept)) {
          mustEqual(`${name} of a ${kind}`, secretsIn(value, secrets), []);
        }
      }
      const me = await scene.transport.whoAmI?.();
      mustEqual("who we are", secretsIn(me ?? {}, secrets), []);
    },
  },
];
