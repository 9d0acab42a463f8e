import { describe, expect, test } from "vitest";
import type { SendOptions } from "../contract.ts";
import type { Rendered } from "../rendered.ts";
import type { Call, Steps } from "./call.ts";
import type { GitHubContext } from "./context.ts";
import { github } from "./index.ts";
import { deleting, editing, sending } from "./messages.ts";
import { asking, identifying } from "./people.ts";
import { ticked } from "./press.ts";
import { reacting } from "./reaction.ts";
import { comment, issue, read } from "./testing.ts";

const [inbound] = read("issue_comment", { action: "created", issue, comment });
if (inbound?.kind !== "message") throw new Error("no message");
const { ctx } = inbound;
const plain = (text: string): Rendered => ({ text, plain: text, format: "plain" });
const MADE = { id: 701, node_id: "IC_701" };

/** Every call that is made when they are answered like this; what is no answer is thrown. */
function calls(steps: Steps<unknown>, ...answers: unknown[]): Call[] {
  const made: Call[] = [];
  for (let step = steps.next(); !step.done; ) {
    made.push(step.value);
    const answer = answers.shift();
    step = answer instanceof Error ? steps.throw(answer) : steps.next(answer);
  }
  return made;
}
const bodyOf = (text: Rendered, options: Partial<SendOptions> = {}) =>
  calls(sending(ctx, text, { key: "k", ...options }), MADE)[0]?.with.body;

describe("what is written", () => {
  test("markup as it is, and our mark", () => {
    const text = { text: "**a**", plain: "a", format: "markup" } as const;
    expect(bodyOf(text)).toBe("**a**\n\n<!-- trunkline:k -->");
  });

  test("plain text so that GitHub shows it as it is", () => {
    expect(bodyOf(plain("*a* #1 @tess <!-- x -->"))).toBe(
      "\\*a\\* #\u200B1 @\u200Btess \\<!-- x -->\n\n<!-- trunkline:k -->",
    );
  });

  test("actions as boxes, which come back when they are ticked", () => {
    const actions = [
      { label: "Yes, *please*", data: "approve:ABCD2345:--" },
      { label: "No", data: "reject" },
    ];
    const body = String(bodyOf(github.dialect.render("- [ ] mine\n- yours"), { actions }));
    expect(body).toContain("- [ ] mine\n- yours\n\n* [ ] Yes, \\*please\\* <!--");
    const tick = (label: string) => ticked(body, body.replace(`* [ ] ${label}`, `* [x] ${label}`));
    expect(tick("Yes")).toEqual(["approve:ABCD2345:--"]);
    expect(tick("No")).toEqual(["reject"]);
    expect(ticked(body, body.replace("[ ] mine", "[x] mine"))).toEqual(["box: mine"]);
  });

  test("an edit bears the same mark", () => {
    const ref = { kind: "comment", id: 701, node: "IC_701" };
    expect(calls(editing(ctx, ref, plain("x"), { key: "k" }))).toEqual([
      {
        route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
        with: { owner: "acme", repo: "shop", comment_id: 701, body: "x\n\n<!-- trunkline:k -->" },
      },
    ]);
  });
});

test.each<[string, string]>([
  ["comment", "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}"],
  ["review_comment", "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}"],
])(
  "a %s is removed at its own endpoint: ids of the other kind mean nothing there",
  (kind, route) => {
    expect(calls(deleting(ctx, { kind, id: 1, node: "x" }))).toMatchObject([{ route }]);
  },
);

test("an answer that does not say what was made may have made it", () => {
  const steps = sending(ctx, plain("x"), { key: "k" });
  steps.next();
  const thrown = (() => {
    try {
      return steps.next([{ id: 1 }]);
    } catch (error) {
      return error;
    }
  })();
  expect(github.classify(thrown).kind).toBe("uncertain");
});

test.each<[string, string | undefined]>([
  ["👀", "eyes"],
  ["❤️", "heart"],
  ["+1", "+1"],
  ["👍", "+1"],
  ["🦄", undefined],
  ["toString", undefined],
])("a reaction %s", (emoji, content) => {
  const [call] = calls(reacting(ctx, { kind: "comment", id: 1, node: "x" }, emoji));
  expect(call?.with.content).toBe(content);
});

describe("who may ask", () => {
  const ask = (answer: unknown, actor: Partial<GitHubContext["actor"]> = {}) => {
    const steps = asking({ ...ctx, actor: { ...ctx.actor, ...actor } });
    const first = steps.next();
    if (first.done) return first.value;
    const last = answer instanceof Error ? steps.throw(answer) : steps.next(answer);
    return last.value;
  };
  const user = { id: 1, login: "tess" };
  const gone = Object.assign(new Error("Not Found"), {
    status: 404,
    response: { headers: {}, data: { message: "Not Found" } },
    request: { method: "GET", url: "https://api.github.com/x" },
  });

  test.each<[string, unknown, boolean]>([
    ["admin", { permission: "admin", role_name: "admin", user }, true],
    ["write", { permission: "write", role_name: "write", user }, true],
    ["maintain, told as write", { permission: "write", role_name: "maintain", user }, true],
    [
      "a role of their own that may write",
      { permission: "write", role_name: "helper", user },
      true,
    ],
    ["triage, told as read", { permission: "read", role_name: "triage", user }, false],
    ["read, like everybody", { permission: "read", user }, false],
    ["none", { permission: "none", user }, false],
    ["somebody else of that name", { permission: "admin", user: { id: 2, login: "tess" } }, false],
    ["nobody any more", { permission: "admin", user: null }, false],
    ["no collaborator", gone, false],
  ])("%s: %s", (_name, answer, expected) => {
    expect(ask(answer)).toBe(expected);
  });

  test("another bot is one that the settings allow", () => {
    expect(ask(null, { type: "Bot" })).toBe(true);
  });
});

test("an App is known by its bot, asked for through an installation that works", () => {
  const made = calls(
    identifying(true),
    { slug: "trunkline" },
    [
      { id: 1, suspended_at: "2026-11-21T10:00:00Z" },
      { id: 2, suspended_at: null },
    ],
    { id: 900, login: "trunkline[bot]" },
  );
  expect(made).toMatchObject([
    { route: "GET /app", by: "app" },
    { route: "GET /app/installations", by: "app" },
    { route: "GET /users/{username}", by: 2, with: { username: "trunkline[bot]" } },
  ]);
});
