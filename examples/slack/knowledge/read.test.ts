import { describe, expect, test } from "vitest";
import { SlackContext } from "./context.ts";
import { challengeIn } from "./event.ts";
import { readSlack } from "./read.ts";
import { wordsOf } from "./words.ts";

const BOT = "U0BOT";
const mention = {
  ...{ type: "app_mention", channel: "C1", user: "U1", ts: "1503435956.000247" },
  text: `<@${BOT}> how are you?`,
};
const direct = {
  ...{ type: "message", channel: "D1", channel_type: "im", user: "U1", ts: "1503435956.000247" },
  text: "how are you?",
};
const changed = (message: object, before: string) => ({
  ...{ type: "message", subtype: "message_changed", channel: "D1", channel_type: "im" },
  message: { ...direct, ...message },
  previous_message: { text: before },
});
const read = (event: object, more: object = {}) =>
  readSlack(
    {
      body: {
        ...{ type: "event_callback", event_id: "Ev1", token: "t", event },
        authorizations: [{ user_id: BOT, team_id: "T1" }],
        ...more,
      },
      header: () => null,
    },
    { id: "" },
  );
const KNOWN = { key: "Ev1", contentKey: "1503435956.000247", order: 1_503_435_956_000_247 };

describe("what is for us", () => {
  test.each<[string, object, object]>([
    ["a mention opens a thread", mention, { thread: "1503435956.000247", direct: false }],
    ["one in a thread stays there", { ...mention, thread_ts: "1.000001" }, { thread: "1.000001" }],
    ["a direct message is answered beside it", direct, { direct: true }],
    ["a direct thread stays one", { ...direct, thread_ts: "1.000001" }, { thread: "1.000001" }],
  ])("%s", (_name, event, ctx) => {
    const [message] = read(event);
    expect(message).toMatchObject({ kind: "message", ...KNOWN });
    expect(message).toMatchObject({ ctx: { text: "how are you?", user: "U1", ...ctx } });
    expect(message).not.toHaveProperty("ctx.token");
    if (message?.kind !== "message") throw new Error("no message");
    expect(SlackContext.parse(JSON.parse(JSON.stringify(message.ctx)))).toEqual(message.ctx);
    expect("thread" in message.ctx).toBe("thread" in ctx);
  });

  test("a file is a message too", () => {
    const files = [{ id: "F1", name: "a.png", mimetype: "image/png", size: 7, url_private: "x" }];
    const [message] = read({ ...direct, subtype: "file_share", text: "", files });
    const attached = [{ kind: "image", id: "F1", name: "a.png", mime: "image/png", size: 7 }];
    expect(message).toMatchObject({ kind: "message", ctx: { text: "", attached } });
  });

  test("the order of messages is exact to the microsecond", () => {
    const [one] = read({ ...direct, ts: "1999999999.999998" });
    const [two] = read({ ...direct, ts: "1999999999.999999" });
    if (one?.kind !== "message" || two?.kind !== "message") throw new Error("no message");
    expect(two.order - one.order).toBe(1);
  });
});

describe("edits", () => {
  const edited = { edited: { ts: "1503435999.000000" } };
  const version = 1_503_435_999_000_000;

  test("of a mention come as a mention again, of the same message", () => {
    const [edit] = read({ ...mention, ...edited }, { event_id: "Ev2" });
    expect(edit).toMatchObject({ kind: "edit", ...KNOWN, key: "Ev2", version });
  });

  test("of a direct message", () => {
    const [edit] = read(changed({ ...edited, text: "and now?" }, "how are you?"));
    expect(edit).toMatchObject({ kind: "edit", ...KNOWN, version, ctx: { text: "and now?" } });
  });

  test.each<[string, object]>([
    ["a link unfurls: the words are the same", changed(edited, "how are you?")],
    ["an answer comes into the thread", changed({ reply_count: 1 }, "how?")],
    ["our own progress", changed({ ...edited, user: BOT, bot_id: "B1", text: "more" }, "less")],
  ])("%s: nothing", (_name, event) => {
    expect(read(event)).toMatchObject([{ kind: "ignore" }]);
  });
});

describe("what is not for us", () => {
  test.each<[string, object]>([
    ["our own message", { ...direct, user: BOT }],
    ["another bot, which has a user too", { ...mention, user: "U2", bot_id: "B2" }],
    ["a bot without a user", { ...mention, user: undefined, bot_id: "B2" }],
    ["nobody", { ...direct, user: undefined }],
    [
      "a channel's message, where the app is subscribed to them",
      { ...direct, channel_type: "channel" },
    ],
    ["only our name", { ...mention, text: `<@${BOT}>` }],
    ["a joiner", { ...direct, subtype: "channel_join" }],
    ["a deletion", { ...direct, subtype: "message_deleted" }],
    ["a reaction", { type: "reaction_added", user: "U1" }],
    ["a ts that is none", { ...direct, ts: "yesterday" }],
  ])("%s", (_name, event) => {
    expect(read(event)).toMatchObject([{ kind: "ignore" }]);
  });

  test.each([[null], [{}], [{ type: "app_rate_limited", minute_rate_limited: 1 }], [[]], ["x"]])(
    "%j",
    (body) => {
      const read = readSlack({ body, header: () => null }, { id: BOT });
      expect(read).toMatchObject([{ kind: "ignore" }]);
    },
  );
});

test.each<[string, string]>([
  [`<@${BOT}> hi`, "hi"],
  [`hi <@${BOT}>, and you?`, "hi , and you?"],
  ["<@U2> and <@U3|ann>", "@U2 and @ann"],
  ["<#C1|general> <!here> <!subteam^S1|@team>", "#general @here @team"],
  ["<https://x.example/a> <https://x.example|x.example>", "https://x.example/a https://x.example"],
  ["<https://x.example|here>", "here (https://x.example)"],
  ["<mailto:a@x.example|a@x.example>", "mailto:a@x.example"],
  ["a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"],
])("%s is read as %s", (text, words) => {
  expect(wordsOf(text, BOT)).toBe(words);
});

test("the question about the address is answered with what it asks for", () => {
  expect(challengeIn({ type: "url_verification", challenge: "abc", token: "t" })).toBe("abc");
  expect(challengeIn({ type: "event_callback", challenge: "abc" })).toBeNull();
  expect(challengeIn(null)).toBeNull();
});
