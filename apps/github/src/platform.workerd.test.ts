import { env } from "cloudflare:workers";
import { type GitHubContext, github } from "@trunkline/transport/github";
import { describe, expect, test } from "vitest";
import type { GitHubSettings } from "./env.ts";
import { connect } from "./transport.ts";

/**
 * What differs between Node and workerd: Octokit's build, WebCrypto's keys, how a fetch follows and fails,
 * and promises of one object that another waits for.
 */
const settings: GitHubSettings = env;
const ctx: GitHubContext = {
  installation: 5,
  repository: 9,
  owner: "acme",
  repo: "shop",
  number: 7,
  kind: "issue",
  message: { kind: "comment", id: 700, node: "IC_700" },
  actor: { id: 1, login: "tess", type: "User" },
  association: "MEMBER",
  text: "why?",
  subject: {
    title: "It breaks",
    author: "rob",
    association: "NONE",
    at: 0,
    state: "open",
    labels: [],
  },
  url: "https://github.com/acme/shop/issues/7#issuecomment-700",
  at: 0,
  updated: 0,
  private: false,
};
const text = github.dialect.render("Because.");
const send = (host: string, more: Partial<GitHubSettings> = {}, to = ctx) =>
  connect({ ...settings, ...more, GITHUB_API_URL: `http://${host}` }).send(to, text, { key: "k" });
const faultOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return github.classify(error);
};
const callsOf = async (host: string): Promise<string[]> =>
  (await fetch(`http://calls.test/${host}`)).json();
const TOKENS = "POST /app/installations/5/access_tokens";
const COMMENTS = "POST /repos/acme/shop/issues/7/comments";

describe("an App's key", () => {
  test.each<[string, string]>([
    ["as GitHub gives it, PKCS#1", String(env.GITHUB_APP_PRIVATE_KEY)],
    ["converted, PKCS#8", String(env.KEY_PKCS8)],
    ["on one line", String(env.GITHUB_APP_PRIVATE_KEY).replaceAll("\n", "\\n")],
    ["with the line ends of Windows", String(env.KEY_PKCS8).replaceAll("\n", "\r\n")],
  ])("%s", async (name, GITHUB_APP_PRIVATE_KEY) => {
    const host = `app-${name.length}.test`;
    const ref = await send(host, { GITHUB_APP_PRIVATE_KEY });
    expect(ref).toMatchObject({ kind: "comment", id: 701 });
    expect(await callsOf(host)).toEqual([TOKENS, COMMENTS]);
  });

  test.each<[string, string]>([
    ["none", "s3cret"],
    ["a broken one", String(env.GITHUB_APP_PRIVATE_KEY).replace(/\n.{40}/, "\nMIIB")],
  ])("%s stops the account, and no call is made", async (name, GITHUB_APP_PRIVATE_KEY) => {
    const host = `app-bad-${name.length}.test`;
    const fault = await faultOf(send(host, { GITHUB_APP_PRIVATE_KEY }));
    expect(fault).toMatchObject({ kind: "unauthorized", scope: "account" });
    expect(JSON.stringify(fault)).not.toContain("s3cret");
    expect(await callsOf(host)).toEqual([]);
  });
});

describe("an installation's token", () => {
  test("serves many calls, also of other objects in this isolate", async () => {
    await send("app-many.test");
    await send("app-many.test");
    expect(await callsOf("app-many.test")).toEqual([TOKENS, COMMENTS, COMMENTS]);
    await send("app-many.test", {}, { ...ctx, installation: 6 });
    expect(await callsOf("app-many.test")).toContain("POST /app/installations/6/access_tokens");
  });

  test("is asked for by each who needs it at once: none waits for another's call", async () => {
    const refs = await Promise.all(Array.from({ length: 8 }, () => send("app-crowd.test")));
    expect(refs).toHaveLength(8);
    const calls = await callsOf("app-crowd.test");
    expect(calls.filter((one) => one === COMMENTS)).toHaveLength(8);
  });

  test("that was taken back is forgotten", async () => {
    expect(await faultOf(send("stale.test"))).toMatchObject({ kind: "unauthorized" });
    expect(await send("stale.test")).toMatchObject({ id: 701 });
    expect(await callsOf("stale.test")).toEqual([TOKENS, COMMENTS, TOKENS, COMMENTS]);
  });

  test("is not needed with a personal one", async () => {
    const own = { GITHUB_APP_ID: null, GITHUB_TOKEN: "ghs_7" };
    expect(await send("app-own.test", own)).toMatchObject({ id: 701 });
    expect(await callsOf("app-own.test")).toEqual([COMMENTS]);
  });
});

test("a write is repeated word for word where GitHub leads it", async () => {
  const { node } = await send("moved.test");
  expect(await callsOf("moved.test")).toEqual([
    TOKENS,
    COMMENTS,
    "POST /repositories/9/issues/7/comments",
  ]);
  expect(node).toContain("Because.\n\n<!-- trunkline:k -->");
  expect(node).toContain("ghs_1");
});

describe("an answer that is none", () => {
  test("before there is a token: nothing was done", async () => {
    expect(await faultOf(send("lost.test"))).toEqual({
      kind: "transient",
      message: "500 without a word of GitHub's",
    });
  });

  test("to the call itself: it may have happened, and neither token nor `retryable` comes along", async () => {
    const own = { GITHUB_APP_ID: null, GITHUB_TOKEN: "ghs_7" };
    expect(await faultOf(send("lost.test", own))).toEqual({
      kind: "uncertain",
      message: "500 without a word of GitHub's",
    });
  });
});
