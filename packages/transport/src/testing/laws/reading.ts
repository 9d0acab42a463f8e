import { canonical, must, mustEqual } from "../broken.ts";
import type { Law } from "../law.ts";
import { deliveryOf } from "../scene.ts";

/** What is no delivery of any platform. */
const NONSENSE: readonly unknown[] = [
  null,
  0,
  "x",
  [],
  {},
  { message: null },
  { event: { type: 1 }, action: [], events: [{}], comment: "x" },
];

/** What the reader makes of what the platform tells. */
export const READING: readonly Law[] = [
  {
    id: "reading/question",
    protects:
      "A question that is put to the bot becomes one message with its words and its author.",
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { ctx } = await scene.asked(kind, "what is the plan?");
        const { text, userId, userName } = scene.transport.parseContext(ctx);
        const whole = text.includes("what is the plan?") && userId !== "" && userName !== "";
        must(whole, `in a ${kind}`, { text, userId, userName }, "the words and their author");
      }
    },
  },
  {
    id: "reading/place",
    protects:
      "Each place is a conversation of its own: nobody gets the answer to another's question.",
    async holds(scene) {
      const conversations = new Set<string>();
      for (const kind of [...scene.facts.places, ...scene.facts.places]) {
        const one = await scene.asked(kind);
        const two = await scene.asked(kind, "and now?", one.place);
        const [first, second] = [one, two].map(({ ctx }) => scene.platform.conversation(ctx));
        mustEqual(`two questions at one place, a ${kind}`, second, first);
        mustEqual("chatId of parseContext", scene.transport.parseContext(one.ctx).chatId, first);
        must(!conversations.has(first ?? ""), `another ${kind}`, first, "another conversation");
        conversations.add(first ?? "");
        mustEqual("its account", scene.platform.account(two.ctx), scene.platform.account(one.ctx));
      }
    },
  },
  {
    id: "reading/order",
    protects: "What is said later comes later: messages of one batch keep their order.",
    async holds(scene) {
      const one = await scene.asked();
      const two = await scene.asked(undefined, "and then?", one.place);
      const order = [one, two].map(({ arrival }) => ("order" in arrival ? arrival.order : null));
      const [first, second] = order;
      must(first != null && second != null && first < second, "two questions", order, "ascending");
      must(one.arrival.key !== two.arrival.key, "their keys", one.arrival.key, "different ones");
      // One for all of a place would lose every question after the first.
      const [known, other] = [one, two].map(({ arrival, ctx }) => scene.contentKey(arrival, ctx));
      const apart = known === undefined || known !== other;
      must(apart, "their content keys", known, "different ones");
    },
  },
  {
    id: "reading/duplicate",
    protects: "What the platform delivers again is known as such: nobody is answered twice.",
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { place, arrival, ctx } = await scene.asked(kind);
        const again = await scene.told(place, { kind: "again" });
        const found = await scene.messagesIn(again ?? []);
        must(found.length > 0, "delivered again", again, "the same message");
        const first = scene.contentKey(arrival, ctx);
        for (const one of found) {
          const same =
            one.arrival.key === arrival.key || scene.contentKey(one.arrival, one.ctx) === first;
          must(same, "its key", one.arrival, { key: arrival.key, contentKey: first });
        }
      }
    },
  },
  {
    id: "reading/chatter",
    protects: "What people say to each other starts no turn.",
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { place } = await scene.asked(kind);
        const events = await scene.told(place, { kind: "chatter", text: "lunch?" });
        const joined = (await scene.messagesIn(events ?? [])).filter(
          ({ arrival }) => !("joins" in arrival && arrival.joins),
        );
        mustEqual(`chatter in a ${kind}`, joined, []);
      }
    },
  },
  {
    id: "reading/own",
    protects: "The bot does not hear itself: it would answer its own answers for ever.",
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { ctx } = await scene.asked(kind, "who are you?");
        await scene.driver.heard();
        const said = scene.transport.parseContext(ctx).text;
        await scene.send(ctx, `You asked: ${said}`);
        const found = await scene.messagesIn(scene.read(await scene.driver.heard()));
        mustEqual(`our own message in a ${kind}`, found, []);
      }
    },
  },
  {
    id: "reading/bot",
    protects: "Other bots are not answered as people are: two of them would never stop.",
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { place } = await scene.asked(kind);
        const events = await scene.told(place, { kind: "bot", text: "beep" });
        for (const { ctx } of await scene.messagesIn(events ?? [])) {
          const { metadata } = scene.transport.parseContext(ctx);
          must(metadata.bot === true, `a bot asks in a ${kind}`, metadata, "nothing, or bot: true");
        }
      }
    },
  },
  {
    id: "reading/edit",
    protects: "A question that is changed is the same question with new words.",
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const asked = await scene.asked(kind, "how old is it?");
        const events = await scene.told(asked.place, { kind: "edit", text: "how tall is it?" });
        if (events === null) continue;
        const [edit] = await scene.messagesIn(events);
        must(edit !== undefined, `an edit in a ${kind}`, events, "an edit");
        const { arrival, ctx } = edit;
        const isEdit =
          arrival.kind === "edit" || (arrival.kind === "reference" && arrival.as === "edit");
        must(isEdit, "its kind", arrival, "edit");
        must(arrival.key !== asked.arrival.key, "its key", arrival.key, "one of its own");
        const before = scene.contentKey(asked.arrival, asked.ctx);
        mustEqual("the content key", scene.contentKey(arrival, ctx), before);
        const { text } = scene.transport.parseContext(ctx);
        must(text.includes("how tall"), "its words", text, "how tall is it?");
      }
    },
  },
  {
    id: "reading/press",
    protects: "A button that is pressed says which one, who pressed it, and is pressed once.",
    async holds(scene) {
      const { place, ctx } = await scene.asked();
      const actions = [{ label: "Yes", data: "choice:yes-7" }];
      const options = { key: "batch-1:0", actions };
      const ref = await scene.transport.send(ctx, scene.render("Shall I?"), options);
      // An edit that names them keeps them.
      await scene.transport.edit?.(ctx, ref, scene.render("Shall I now?"), options);
      const events = await scene.told(place, { kind: "press" });
      const { actions: shown } = scene.platform;
      must(events !== null || !shown, `${shown} in the knowledge`, "no press", "a driver with one");
      if (events === null) return;
      const presses = events.filter((event) => event.kind === "press");
      const [press] = presses;
      must(press !== undefined && presses.length === 1, "a press", events, "one press");
      mustEqual("its data", press.data, "choice:yes-7");
      const { userId } = scene.transport.parseContext(scene.again(press.ctx));
      must(userId !== "", "who pressed", userId, "an id");
      mustEqual("no message", await scene.messagesIn(events), []);
      if (!scene.transport.acknowledge) return;
      const before = (await scene.driver.calls()).length;
      await scene.transport.acknowledge(scene.again(press.ctx), press.ack, "Done");
      const calls = (await scene.driver.calls()).slice(before);
      must(calls.length > 0, "what acknowledge calls", calls, "the platform is told");
    },
  },
  {
    id: "reading/unknown",
    protects: "Platforms invent new events: each is acknowledged and changes nothing.",
    async holds(scene) {
      const { place } = await scene.asked();
      const events = await scene.told(place, { kind: "unknown" });
      const others = (events ?? []).filter(({ kind }) => kind !== "ignore");
      mustEqual("an event of next year", others, []);
    },
  },
  {
    id: "reading/nonsense",
    protects:
      "A body that makes no sense is ignored: an exception would be delivered again for ever.",
    async holds({ driver, facts, platform, ground }) {
      const place = await driver.open(facts.places[0] ?? "");
      await driver.act(place, { kind: "ask", text: "how are you?" });
      // Some say what a body is in a header.
      const heads = [() => null, ...(await driver.heard()).map((one) => deliveryOf(one).header)];
      for (const [n, header] of heads.entries()) {
        for (const body of NONSENSE) {
          const events = [...platform.read({ body, header }, ground.me)];
          const others = events.filter(({ kind }) => kind !== "ignore");
          mustEqual(`${canonical(body)} with ${n === 0 ? "no" : "its"} headers`, others, []);
        }
      }
    },
  },
  {
    id: "reading/pure",
    protects: "Reading changes nothing: the same delivery is read alike, whenever it comes.",
    async holds({ driver, facts, platform, ground }) {
      const place = await driver.open(facts.places[0] ?? "");
      await driver.heard();
      await driver.act(place, { kind: "ask", text: "once more" });
      for (const webhook of await driver.heard()) {
        const delivery = deliveryOf(webhook);
        const first = canonical([...platform.read(delivery, ground.me)]);
        mustEqual("its body", delivery.body, JSON.parse(webhook.body));
        mustEqual("read again", canonical([...platform.read(delivery, ground.me)]), first);
      }
    },
  },
];
