import { abortAllDurableObjects, listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { GitHubEnv } from "./env.ts";
import worker from "./index.ts";

/** The Worker as it is bundled, on workerd, with the objects of its own `wrangler.jsonc`. */
const SECRET = "s3cret-of-the-test";
const tess = { id: 1, login: "tess", type: "User" };
const at = { created_at: "2026-11-21T10:00:00Z", updated_at: "2026-11-21T10:00:00Z" };
const page = "https://github.com/acme/shop/issues/7";
const event = (id: number, body = "@trunkline warum? ü") => ({
  action: "created",
  sender: tess,
  repository: { id: 9, name: "shop", owner: { login: "acme" }, private: false },
  installation: { id: 5 },
  issue: {
    id: 70,
    node_id: "I",
    number: 7,
    title: "x",
    body: null,
    user: tess,
    html_url: page,
    ...at,
  },
  comment: { id, node_id: "IC", body, user: tess, html_url: page, ...at },
});

async function signed(raw: string, secret = SECRET): Promise<string> {
  const bytes = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes.encode(secret), algorithm, false, [
    "sign",
  ]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes.encode(raw)));
  return `sha256=${Array.from(signature, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
const webhook = (raw: string, signature: string | null, guid = "g", name = "issue_comment") =>
  new Request("http://bot.test/webhook", {
    method: "POST",
    body: raw,
    headers: {
      "x-github-event": name,
      "x-github-delivery": guid,
      ...(signature === null ? {} : { "x-hub-signature-256": signature }),
    },
  });
const deliver = async (body: object, guid: string, name?: string) => {
  const raw = JSON.stringify(body);
  return exports.default.fetch(webhook(raw, await signed(raw), guid, name));
};

/** The objects that exist. */
const traces = async () => ({
  chats: await listDurableObjectIds(env.CHAT),
  accounts: await listDurableObjectIds(env.ACCOUNT),
});
const conversation = () => env.CHAT.getByName("github:5/9#7");
/** The dedup keys of the conversation, from its storage. */
const inbox = () =>
  runInDurableObject(conversation(), (_chat, { storage }) =>
    storage.sql
      .exec<{ key: string }>("SELECT key FROM item ORDER BY id")
      .toArray()
      .map(({ key }) => key),
  );

describe("what is not genuine leaves no trace", () => {
  const raw = JSON.stringify(event(1));
  const { GITHUB_WEBHOOK_SECRET: _, ...closed }: GitHubEnv = env;

  test.each<[string, () => Promise<string | null>]>([
    ["none", async () => null],
    ["empty", async () => ""],
    ["of another secret", () => signed(raw, "wrong")],
    ["of another body", () => signed(`${raw} `)],
    ["too short", async () => (await signed(raw)).slice(0, -2)],
    ["too long", async () => `${await signed(raw)}00`],
    ["without its prefix and its digits", async () => "zz"],
    ["of nothing", async () => "sha256="],
    ["by the old algorithm", async () => `sha1=${(await signed(raw)).slice(7, 47)}`],
  ])("a signature that is %s: 401", async (_name, signature) => {
    const before = await traces();
    const answer = await exports.default.fetch(webhook(raw, await signature()));
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: "not genuine" });
    expect(await traces()).toEqual(before);
  });

  test.each<[string, GitHubEnv]>([
    ["not set", closed],
    ["null, as workerd gives it", { ...closed, GITHUB_WEBHOOK_SECRET: null }],
  ])("a secret that is %s: 503 naming it", async (_name, settings) => {
    const answer = await worker.fetch(webhook(raw, await signed(raw)), settings);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ error: "closed: GITHUB_WEBHOOK_SECRET is not set" });
  });
});

describe("a good delivery", () => {
  test("is a row before it is answered, and the row survives a crash", async () => {
    const answer = await deliver(event(2), "guid-2");
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("");
    expect(await inbox()).toContain("github:guid-2");
    await abortAllDurableObjects();
    expect(await inbox()).toContain("github:guid-2");
  });

  test("delivered again, or by another hook, also after a crash, it is one row", async () => {
    await deliver(event(3), "guid-3");
    await deliver(event(3), "guid-3");
    await abortAllDurableObjects();
    expect((await deliver(event(3), "guid-4")).status).toBe(200);
    expect((await inbox()).filter((key) => /guid-[34]/.test(key))).toHaveLength(1);
  });

  test("that the conversation cannot store is answered 503, and the sweep finds it", async () => {
    const getByName = () => {
      throw new Error("down");
    };
    const lost: GitHubEnv = { ...env, CHAT: { getByName } };
    const raw = JSON.stringify(event(5));
    const answer = await worker.fetch(webhook(raw, await signed(raw)), lost);
    expect(answer.status).toBe(503);
  });

  test.each<[string, object, string]>([
    ["a ping", { zen: "Design for failure.", hook_id: 1, hook: {} }, "ping"],
    ["an installation", { action: "created", installation: { id: 5 } }, "installation"],
    ["an event of next year", { action: "created" }, "hologram"],
    ["a comment for nobody", event(6, "nice"), "issue_comment"],
    [
      "a comment of ours",
      { ...event(7), sender: { ...tess, login: "trunkline[bot]" } },
      "issue_comment",
    ],
  ])("%s is acknowledged and nothing is kept", async (_name, body, name) => {
    const before = await traces();
    expect((await deliver(body, "guid-8", name)).status).toBe(200);
    expect((await traces()).chats).toEqual(before.chats);
  });

  test("of a form is refused: the settings of the hook must say JSON", async () => {
    const raw = new URLSearchParams({ payload: JSON.stringify(event(9)) }).toString();
    const answer = await exports.default.fetch(webhook(raw, await signed(raw)));
    expect(answer.status).toBe(400);
  });
});

test.each<[string, Partial<GitHubEnv>, string]>([
  ["right", { APPROVERS: "github:583231", GITHUB_DOOR_PLACES: "-github_merge@*" }, "ok"],
  [
    "a tool that is none",
    { GITHUB_DOOR_PLACES: "acme/site, -github_marge@*" },
    'GITHUB_DOOR_PLACES: entry 2 must be for "read@", "act@" or one of the tools github_issue,',
  ],
  ["a name", { APPROVERS: "octocat" }, "APPROVERS: entry 1 must be a numeric id like 583231"],
])("/ready names a misspelt entry, and does not repeat it: %s", async (_name, settings, words) => {
  const answer = await worker.fetch(new Request("http://bot.test/ready"), { ...env, ...settings });
  const { checks } = await answer.json<{ checks: { settings: string } }>();
  expect(checks.settings.slice(0, words.length)).toBe(words);
  expect(checks.settings).not.toMatch("marge");
});
