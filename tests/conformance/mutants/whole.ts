import type { Mutant } from "./mutant.ts";

const VERIFY = "packages/transport/src/verify.ts";
const GITHUB = "apps/github/src/index.ts";
const CLASSIFY = "packages/transport/src/telegram/classify.ts";
const DELIVERY = "packages/agents/src/chat/delivery.ts";

/** Mistakes that only whole answers show: in the door, in an adapter, or in the core. */
export const WHOLE_MUTANTS: readonly Mutant[] = [
  {
    name: "says each answer twice",
    ...{ app: "asana", file: "apps/asana/src/transport.ts", law: "answering/once" },
    search: "      const made = await api.stories.createStoryForTask(content(text), ctx.task);",
    replace: `      await api.stories.createStoryForTask(content(text), ctx.task);
      const made = await api.stories.createStoryForTask(content(text), ctx.task);`,
  },
  {
    name: "takes for genuine what makes the check throw",
    ...{ app: "github", file: GITHUB, law: "answering/unsigned" },
    search: ".verify(text, given).catch(() => false);",
    replace: ".verify(text, given).catch(() => true);",
  },
  {
    name: "checks the JSON and not its bytes",
    ...{ app: "github", file: GITHUB, law: "answering/altered" },
    search: ".verify(text, given).catch(() => false);",
    replace: ".verify(JSON.stringify(JSON.parse(text)), given).catch(() => false);",
  },
  {
    name: "compares a secret whatever its capitals",
    ...{ app: "telegram", file: VERIFY, law: "answering/altered" },
    search: "return verdict(await timingSafeEqual(given, secret.value));",
    replace:
      "return verdict(await timingSafeEqual(given.toLowerCase(), secret.value.toLowerCase()));",
  },
  {
    name: "takes any signature that looks like one",
    ...{ app: "asana", file: VERIFY, law: "answering/stranger" },
    search: `return crypto.subtle.verify("HMAC", key, signature, raw);`,
    replace: `return key.type === "secret" && signature.length === 32 && raw.length > 0;`,
  },
  {
    name: "believes a recorded delivery",
    ...{ app: "slack", file: VERIFY, law: "answering/stale" },
    search: "if (Math.abs(now() / 1000 - Number(time)) > withinSeconds) return null;",
    replace: "if (now() / 1000 - Number(time) < -withinSeconds) return null;",
  },
  {
    name: "acknowledges what is not stored yet",
    ...{ app: "telegram", file: "packages/agents/src/chat/agent.ts", law: "answering/stored" },
    search: "    const outcome = this.#intake.accept(inbound, now);",
    replace: `    const outcome = "queued";
    setTimeout(() => [this.#intake.accept(inbound, Date.now()), this.#wake()], 200);`,
  },
  {
    name: "answers its own answers",
    ...{ app: "asana", file: "packages/transport/src/asana/read.ts", law: "answering/itself" },
    search: `if (user.gid === me.id) return ignore("done by us");`,
    replace: "",
    also: {
      file: "packages/transport/src/asana/resolve.ts",
      search: "|| !author || author.gid === bot)",
      replace: "|| !author)",
    },
  },
  {
    name: "never sends again what it has not found",
    ...{ app: "asana", file: DELIVERY, law: "answering/send-cut-before" },
    search: "return looks >= MOST_LOOKS ? { doubt_at: null, looks: 0 } : { looks };",
    replace: "return looks >= MOST_LOOKS ? { looks: 0 } : { looks };",
  },
  {
    name: "takes an edit that was cut for done",
    ...{
      app: "telegram",
      file: "apps/telegram/src/transport.ts",
      law: "answering/edit-cut-before",
    },
    search: "done(api.editMessageText(...at(ref), text.text, look(text, options))),",
    replace:
      "done(api.editMessageText(...at(ref), text.text, look(text, options)).catch(() => true)),",
  },
  {
    name: "takes a message for gone whose edit was cut",
    ...{ app: "telegram", file: CLASSIFY, law: "answering/edit-cut-after" },
    search: `return { kind: "uncertain", message: "no answer from Telegram" };`,
    replace: `return { kind: "gone", message: "no answer from Telegram" };`,
  },
  {
    name: "gives a turn up with its reaction",
    ...{
      app: "github",
      file: "packages/agents/src/chat/signs.ts",
      law: "answering/react-cut-before",
    },
    search: `return { do: "retry", patch: { ...doubt, op: null, error, tries, not_before } };`,
    replace: `return { do: "undeliverable", patch: { ...doubt, op: null, error, tries, not_before } };`,
  },
  {
    name: "takes any doubt for the end of a turn",
    ...{ app: "lean", file: "packages/agents/src/chat/lane.ts", law: "answering/react-cut-after" },
    search: `      if (outcome.do === "undeliverable" || outcome.do === "refused") {`,
    replace: `      if (outcome.do !== "retry" || fault.kind === "uncertain") {`,
  },
  {
    name: "asks again at once after `too many requests`",
    ...{ app: "telegram", file: CLASSIFY, law: "answering/limited" },
    search: `{ kind: "rate_limited", message, retryAfterSeconds: after ?? 1, scope: "chat" }`,
    replace: `{ kind: "transient", message, retryAfterSeconds: after ?? 1 }`,
  },
  {
    name: "sends once more what may have been sent",
    ...{ app: "lean", file: DELIVERY, law: "answering/listed" },
    search: `    case "at-most-once":
      if (!final) return { do: "nothing" };
      return post.doubt_at === null
        ? { do: "send", what: "content" }`,
    replace: `    case "at-most-once":
      if (!final) return { do: "nothing" };
      return post.key !== ""
        ? { do: "send", what: "content" }`,
  },
  {
    name: "does not take up what a crash has interrupted",
    ...{ app: "telegram", file: "packages/agents/src/chat/liveness.ts", law: "answering/crash" },
    search: `if (!held) return { do: "resume" };`,
    replace: `if (!held) return { do: batch.epoch > 0 ? "nothing" : "resume" };`,
  },
  {
    name: "forgets that nobody knows of a message",
    ...{ app: "asana", file: DELIVERY, law: "answering/crash-in-doubt" },
    search: "        : { op: null, doubt_at: now, looks: 0 };",
    replace: "        : { op: null };",
  },
];
