import { env } from "cloudflare:workers";
import { type AsanaContext, asana } from "@trunkline/transport/asana";
import { describe, expect, test, vi } from "vitest";
import { asanaSaying, data, page, refused } from "../testing.ts";
import { connect } from "./transport.ts";

/** The official client on workerd, where its superagent does not run, and what the adapter makes of it. */
const AT = "2026-04-27T14:36:31.187Z";
const ctx: AsanaContext = {
  ...{ bot: "100", task: "9001", story: "7001", started: "comment", user: "55" },
  at: Date.parse(AT),
};
const text = asana.dialect.render("what a **person** wrote");
const options = { key: "k" };
const ref = { task: "9001", story: "8" };
const thrown = (call: Promise<unknown> | undefined) =>
  (call ?? Promise.resolve()).then(
    () => null,
    (error: unknown) => error,
  );

describe("a comment", () => {
  test("is created as rich text, with the token where it belongs", async () => {
    const { transport, calls } = await asanaSaying({
      "POST /tasks/9001/stories": { status: 201, ...data({ gid: "8", text: "x" }) },
    });
    expect(await transport.send(ctx, text, options)).toEqual(ref);
    const [call] = await calls();
    expect(call).toMatchObject({
      call: "POST /tasks/9001/stories",
      body: { data: { html_text: "<body>what a <strong>person</strong> wrote</body>" } },
      headers: {
        authorization: "Bearer token-of-the-test",
        "content-type": "application/json; charset=UTF-8",
      },
    });
    expect(call?.call).not.toContain("token");
  });

  test("is created as plain text once its markup was refused", async () => {
    const { transport, calls } = await asanaSaying({
      "POST /tasks/9001/stories": data({ gid: "8" }),
    });
    const plain = { text: text.plain, plain: text.plain, format: "plain" as const };
    await transport.send(ctx, plain, options);
    expect((await calls())[0]?.body).toEqual({ data: { text: "what a person wrote" } });
  });

  test("is replaced, and removed, also when it is gone", async () => {
    const { transport, asked } = await asanaSaying({
      "PUT /stories/8": data({ gid: "8" }),
      "DELETE /stories/8": [data({}), refused(404)],
    });
    await transport.edit?.(ctx, ref, text, options);
    await transport.delete?.(ctx, ref);
    await transport.delete?.(ctx, ref);
    expect(await asked()).toEqual(["PUT /stories/8", "DELETE /stories/8", "DELETE /stories/8"]);
  });
});

describe("a comment of ours that may be lost", () => {
  const since = new Date(Date.parse(AT));
  const story = (gid: string, by: string, html_text: string) => ({
    ...{
      gid,
      resource_subtype: "comment_added",
      created_by: { gid: by },
      created_at: AT,
      html_text,
    },
  });
  const lost = { key: "k", since, text: text.plain, known: [] };

  test("is found on a later page, by author and words", async () => {
    const same = "<body>what a <strong>person</strong> wrote</body>";
    const first = [story("5", "55", same), story("6", "100", "<body>else</body>")];
    const { transport, calls } = await asanaSaying({
      "GET /tasks/9001/stories": [page(first, "next"), page([story("8", "100", same)])],
    });
    expect(await transport.find?.(ctx, lost)).toEqual(ref);
    const queries = (await calls()).map(
      ({ call }) => new URL(call.slice(4), "http://x").searchParams,
    );
    expect(queries.map((query) => [query.get("limit"), query.get("offset")])).toEqual([
      ["100", null],
      ["100", "next"],
    ]);
    expect(queries[0]?.get("opt_fields")).toContain("html_text");
  });

  test("is not there", async () => {
    const { transport } = await asanaSaying({ "GET /tasks/9001/stories": page([]) });
    expect(await transport.find?.(ctx, lost)).toBeNull();
  });

  test("cannot be looked for while Asana is down: that is no answer", async () => {
    const { transport } = await asanaSaying({
      "GET /tasks/9001/stories": [page([story("5", "55", "")], "next"), refused(503)],
    });
    expect(asana.classify(await thrown(transport.find?.(ctx, lost))).kind).toBe("uncertain");
  });
});

describe("a reference", () => {
  const { bot: _, ...reference } = ctx;
  const said = (html_text: string, by = { gid: "55", name: "Ann", resource_type: "user" }) =>
    data({
      ...{ gid: "7001", resource_subtype: "comment_added", type: "comment", created_at: AT },
      ...{ created_by: by, target: { gid: "9001" }, html_text },
    });
  const task = (assignee: string | null) =>
    data({
      ...{ gid: "9001", name: "Buy milk", html_notes: "<body>two</body>", workspace: { gid: "3" } },
      assignee: assignee === null ? null : { gid: assignee },
    });

  test("to a comment that mentions us becomes a message", async () => {
    const mention = '<body><a data-asana-type="user" data-asana-gid="100">@Bot</a> hi</body>';
    const { transport, asked } = await asanaSaying({ "GET /stories/7001": said(mention) });
    const message = await transport.resolve?.(reference);
    expect(message).toMatchObject({ bot: "100", name: "Ann", text: "hi", mentioned: true });
    expect(message && transport.parseContext(message).userId).toBe("55");
    expect(await asked()).toEqual(["GET /users/me", "GET /stories/7001"]);
  });

  test("to a comment on a task of ours becomes one, on another's task none", async () => {
    const { transport } = await asanaSaying({
      "GET /stories/7001": said("<body>hi</body>"),
      "GET /tasks/9001": [task("100"), task("55"), task(null)],
    });
    expect(await transport.resolve?.(ctx)).toMatchObject({ text: "hi", workspace: "3" });
    expect(await transport.resolve?.(ctx)).toBeNull();
    expect(await transport.resolve?.(ctx)).toBeNull();
  });

  test.each([404, 403])("to what answers %i is none", async (status) => {
    const { transport } = await asanaSaying({ "GET /stories/7001": refused(status) });
    expect(await transport.resolve?.(ctx)).toBeNull();
  });

  test("that cannot be looked up now is asked again", async () => {
    const { transport } = await asanaSaying({ "GET /stories/7001": refused(500) });
    expect(asana.classify(await thrown(transport.resolve?.(ctx))).kind).toBe("uncertain");
  });

  const assigned: AsanaContext = { task: "9001", started: "assigned", user: "55", at: ctx.at };

  test("to an assignment becomes the task's words", async () => {
    const story = {
      gid: "70",
      resource_subtype: "assigned",
      created_at: AT,
      created_by: { gid: "55", name: "Ann" },
    };
    const { transport } = await asanaSaying({
      "GET /tasks/9001": task("100"),
      "GET /tasks/9001/stories": page([story]),
    });
    const message = await transport.resolve?.(assigned);
    expect(message).toMatchObject({ text: "Buy milk\n\ntwo", name: "Ann", story: "70" });
  });

  test("to a task of somebody else costs one question", async () => {
    const { transport, asked } = await asanaSaying({ "GET /tasks/9001": task("55") });
    expect(await transport.resolve?.({ ...assigned, bot: "100" })).toBeNull();
    expect(await asked()).toEqual(["GET /tasks/9001"]);
  });
});

test("we learn who we are", async () => {
  const { transport } = await asanaSaying({});
  expect(await transport.whoAmI?.()).toEqual({ id: "100", name: "Bot" });
});

describe("a call that fails", () => {
  const fault = async (answer: object) => {
    const { transport } = await asanaSaying({ "POST /tasks/9001/stories": answer });
    return asana.classify(await thrown(transport.send(ctx, text, options)));
  };

  test.each<[string, object, object]>([
    ["invalid XML", refused(400, "XML is invalid"), { kind: "rejected_markup" }],
    ["too long", refused(400, "text: Value is too long"), { kind: "too_long" }],
    ["no token", refused(401, "Not Authorized"), { kind: "unauthorized", scope: "account" }],
    ["no access", refused(403, "You do not have access to this task."), { kind: "forbidden" }],
    ["no task", refused(404, "task: Unknown object: 9001"), { kind: "gone" }],
    [
      "too fast",
      refused(429, "slow", { "Retry-After": "37" }),
      { kind: "rate_limited", retryAfterSeconds: 37 },
    ],
    [
      "a gateway's page",
      { status: 502, body: "<html>Bad Gateway</html>" },
      { kind: "uncertain", message: "502" },
    ],
    [
      "a redirect",
      { status: 302, headers: { location: "http://elsewhere.test/" }, body: "" },
      { kind: "uncertain" },
    ],
    [
      "an answer that is none",
      { status: 201, body: "ok" },
      { kind: "uncertain", message: "no answer from Asana" },
    ],
    ["an answer without a comment", { status: 201, body: { data: {} } }, { kind: "uncertain" }],
  ])("%s", async (_name, answer, expected) => {
    const found = await fault(answer);
    expect(found).toMatchObject(expected);
    expect(JSON.stringify(found)).not.toMatch(/token-of|person|retryable/);
  });

  test("no connection: nothing of workerd's own error comes along", async () => {
    const lost = Object.assign(new Error("Network connection lost."), { retryable: true });
    const broken = vi.spyOn(globalThis, "fetch").mockRejectedValue(lost);
    const error = await thrown(connect(env).send(ctx, text, options));
    broken.mockRestore();
    expect(error).not.toBe(lost);
    expect(error).not.toHaveProperty("retryable");
    expect(error).not.toHaveProperty("cause");
    expect(asana.classify(error)).toEqual({ kind: "uncertain", message: "no answer from Asana" });
  });
});
