import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { github, parseGitHub } from "./index.ts";
import { mark } from "./mark.ts";
import { readGitHub } from "./read.ts";
import {
  comment,
  delivery,
  discussion,
  issue,
  LATER,
  lineComment,
  MS,
  me,
  other,
  pull,
  read,
  remark,
  repository,
  rob,
  tess,
  us,
} from "./testing.ts";

const created = (more: object = {}, body: object = {}) =>
  read("issue_comment", { action: "created", issue, comment: { ...comment, ...more }, ...body });
const edited = (from: string, body: string, more: object = {}) =>
  read("issue_comment", {
    action: "edited",
    issue,
    comment: { ...comment, body, updated_at: LATER },
    changes: { body: { from } },
    ...more,
  });
const contextOf = (inbound: ReturnType<typeof read>) => {
  const [first] = inbound;
  if (!first || !("ctx" in first)) throw new Error(JSON.stringify(inbound));
  return first.ctx;
};

describe("a comment on an issue", () => {
  test("is a message", () => {
    expect(created()).toEqual([
      {
        kind: "message",
        key: "github:guid-1",
        contentKey: "comment:700",
        order: MS,
        ctx: {
          installation: 5,
          repository: 9,
          owner: "acme",
          repo: "shop",
          number: 7,
          kind: "issue",
          message: { kind: "comment", id: 700, node: "IC_700" },
          actor: tess,
          association: "MEMBER",
          text: "why?",
          subject: {
            title: "It breaks",
            body: "So:\n1",
            author: "rob",
            association: "NONE",
            at: MS,
            state: "open",
            labels: ["bug"],
          },
          url: comment.html_url,
          at: MS,
          updated: MS,
          private: false,
        },
      },
    ]);
  });

  test("its context survives the store and says the same in the words of the core", () => {
    const ctx = github.context(JSON.parse(JSON.stringify(contextOf(created()))));
    expect(ctx).toEqual(contextOf(created()));
    expect(github.account(ctx)).toBe("github:5");
    expect(github.conversation(ctx)).toBe("9#7");
    expect(parseGitHub(ctx)).toMatchObject({
      text: "why?",
      userId: "1",
      userName: "tess",
      chatId: "9#7",
      messageRef: { kind: "comment", id: 700, node: "IC_700" },
      metadata: { repository: "acme/shop", number: 7, title: "It breaks", private: false },
    });
    expect(github.pace(ctx)).toMatchObject({ writesPerMinute: 80 });
  });

  test("by another hook it is the same text in another delivery", () => {
    const event = { action: "created", issue, comment };
    const [first] = readGitHub(delivery("issue_comment", event, "a"), me);
    const [second] = readGitHub(
      delivery("issue_comment", { ...event, installation: undefined }, "b"),
      me,
    );
    expect(first).toMatchObject({ key: "github:a", contentKey: "comment:700" });
    expect(second).toMatchObject({ key: "github:b", contentKey: "comment:700" });
    expect(contextOf(second ? [second] : [])).not.toHaveProperty("installation");
    expect(github.account(contextOf(second ? [second] : []))).toBe("github:token");
  });

  test("is for us by a decision too, without a mention", () => {
    expect(created({ body: "/approve ABCD2345" })).toMatchObject([
      { kind: "message", ctx: { text: "/approve ABCD2345" } },
    ]);
  });

  test("keeps at most so much of the issue's own words", () => {
    const long = { ...issue, body: "😀".repeat(20_000) };
    const { body } = contextOf(created({}, { issue: long })).subject;
    expect(body?.length).toBeLessThanOrEqual(16_000);
    expect(body?.isWellFormed()).toBe(true);
  });
});

describe("an edit", () => {
  test("of what was for us before is an edit of it", () => {
    expect(edited("@trunkline wyh?", "@trunkline why not?")).toMatchObject([
      {
        kind: "edit",
        contentKey: "comment:700",
        order: MS,
        version: Date.parse(LATER),
        ctx: { text: "why not?", updated: Date.parse(LATER) },
      },
    ]);
  });

  test.each([["why?"], ["`@trunkline` why?"], ["> @trunkline why?"], [""]])(
    "that mentions us for the first time is the message: %j before",
    (from) => {
      const [inbound] = edited(from, "@trunkline why?");
      expect(inbound).toMatchObject({ kind: "message", contentKey: "comment:700", order: MS });
      expect(inbound).toMatchObject({ ctx: { edited: true } });
      expect(inbound).not.toHaveProperty("version");
    },
  );

  test.each<[string, ReturnType<typeof read>, string]>([
    ["that makes a decision of it", edited("hm", "/approve ABCD2345"), "edited into a decision"],
    [
      "that makes one of it in another spelling",
      edited("why?", "@trunkline /approve@trunkline\nABCD2345"),
      "edited into a decision",
    ],
    [
      "that makes a decision with our name of it",
      edited("@trunkline why?", "@trunkline /reject ABCD2345"),
      "edited into a decision",
    ],
    ["that takes our name away", edited("@trunkline why?", "why?"), "not addressed to us"],
    [
      "by somebody else",
      edited("why?", "@trunkline why?", { sender: rob }),
      "edited by somebody else",
    ],
    [
      "of something else than the words",
      edited("", "@trunkline why?", { changes: {} }),
      "the words are as they were",
    ],
  ])("%s is none", (_name, inbound, why) => {
    expect(inbound).toEqual([{ kind: "ignore", why }]);
  });

  test("of an opening counts its title and its body", () => {
    const event = { action: "edited", issue: { ...issue, user: tess, body: "@trunkline why?" } };
    expect(read("issues", { ...event, changes: { title: { from: "x" } } })).toMatchObject([
      { kind: "edit", contentKey: "issue:70", ctx: { text: "It breaks\n\nwhy?" } },
    ]);
    expect(read("issues", { ...event, changes: { body: { from: null } } })).toMatchObject([
      { kind: "message", contentKey: "issue:70" },
    ]);
  });
});

describe("what a sweep has found", () => {
  const at = { installation: undefined, repository, sender: tess };
  const found = (event: string, body: object) =>
    contextOf([...readGitHub(delivery(event, { ...at, ...body }, `swept-${event}-1`), me)]);

  test("may have been edited, by whomever: then it says so", () => {
    const of = (updated_at: string) =>
      found("issue_comment", {
        ...{ action: "created", issue },
        comment: { ...comment, body: "/approve ABCD2345", updated_at },
      });
    expect(parseGitHub(of(comment.created_at)).metadata).not.toHaveProperty("edited");
    expect(parseGitHub(of(LATER)).metadata).toMatchObject({ edited: true });
  });

  test("is not known to be as it was, of a review", () => {
    const review = { ...comment, body: "@trunkline yes", submitted_at: LATER };
    const event = { action: "submitted", pull_request: pull, review };
    expect(parseGitHub(found("pull_request_review", event)).metadata).toMatchObject({
      edited: true,
    });
  });
});

describe("other places", () => {
  test("a new issue: its title and its words, which may be none", () => {
    const event = { action: "opened", issue: { ...issue, title: "@trunkline why?", body: null } };
    const ctx = contextOf(read("issues", event));
    expect(ctx).toMatchObject({ text: "why?", actor: rob, message: { kind: "issue", id: 70 } });
    expect(ctx.subject).not.toHaveProperty("body");
  });

  test("a comment on a pull request, which comes as one on an issue", () => {
    const [inbound] = created({}, { issue: { ...issue, pull_request: { url: "x" } } });
    expect(inbound).toMatchObject({ ctx: { kind: "pull", number: 7 } });
  });

  test("a pull request, from a fork or not", () => {
    const of = (head: object) =>
      read("pull_request", {
        action: "opened",
        pull_request: { ...pull, body: "@trunkline look", head },
      });
    expect(of({ sha: "abc", repo: { id: 9 } })).toMatchObject([
      { contentKey: "pull:80", ctx: { kind: "pull", fork: false, head: "abc" } },
    ]);
    expect(of({ sha: "abc", repo: { id: 10 } })).toMatchObject([{ ctx: { fork: true } }]);
    expect(of({ sha: "abc", repo: null })).toMatchObject([{ ctx: { fork: true } }]);
  });

  test("a pull request that is ready now, which was read as a draft", () => {
    const event = { pull_request: { ...pull, body: "@trunkline look", updated_at: LATER } };
    const [draft] = read("pull_request", { action: "opened", ...event });
    const [ready] = read("pull_request", { action: "ready_for_review", ...event });
    expect(draft).toMatchObject({ kind: "message", contentKey: "pull:80", order: MS });
    expect(ready).toMatchObject({
      kind: "message",
      contentKey: `pull:80:ready_for_review:${Date.parse(LATER)}`,
      order: Date.parse(LATER),
    });
  });

  test("a line of code: the thread is that of its top comment", () => {
    const at = (more: object) =>
      contextOf(
        read("pull_request_review_comment", {
          action: "created",
          pull_request: pull,
          comment: { ...lineComment, ...more },
        }),
      );
    expect(at({})).toMatchObject({
      kind: "review",
      root: 800,
      path: "src/a.ts",
      line: 12,
      side: "RIGHT",
      hunk: lineComment.diff_hunk,
      head: "abc",
      message: { kind: "review_comment", id: 800 },
    });
    expect(github.conversation(at({}))).toBe("9#8:r800");
    expect(github.conversation(at({ id: 801, in_reply_to_id: 800 }))).toBe("9#8:r800");
    expect(at({ line: null })).toMatchObject({ line: 12 });
    expect(at({ line: null, original_line: null })).not.toHaveProperty("line");
    expect(at({ diff_hunk: `@@\n${"x".repeat(9000)}end` }).hunk).toMatch(/^x{3997}end$/);
  });

  test("a whole review, if it says something", () => {
    const review = { ...comment, id: 850, node_id: "PRR_850", submitted_at: LATER };
    const event = { action: "submitted", pull_request: pull };
    expect(read("pull_request_review", { ...event, review })).toMatchObject([
      {
        contentKey: "review:850",
        order: Date.parse(LATER),
        ctx: { kind: "pull", head: "abc", message: { kind: "review", id: 850 } },
      },
    ]);
    for (const body of [null, ""]) {
      expect(read("pull_request_review", { ...event, review: { ...review, body } })).toEqual([
        { kind: "ignore", why: "not addressed to us" },
      ]);
    }
  });

  test("a discussion and its threads", () => {
    const opened = { action: "created", discussion: { ...discussion, body: "@trunkline which?" } };
    const opening = contextOf(read("discussion", opened));
    expect(opening).toMatchObject({ kind: "discussion", discussion: "D_60" });
    expect(github.conversation(opening)).toBe("9d6");
    const said = (more: object) =>
      contextOf(
        read("discussion_comment", {
          action: "created",
          discussion,
          comment: { ...remark, ...more },
        }),
      );
    expect(github.conversation(said({}))).toBe("9d6:600");
    expect(said({})).toMatchObject({ root: 600, replyTo: "DC_600" });
    const deeper = said({ id: 601, node_id: "DC_601", parent_id: 600 });
    expect(github.conversation(deeper)).toBe("9d6:600");
    // Its top is asked for when it is answered.
    expect(deeper).not.toHaveProperty("replyTo");
  });
});

describe("asked by an act", () => {
  const assigned = (more: object, who = me) =>
    read("issues", { action: "assigned", issue: { ...issue, updated_at: LATER }, ...more }, who);

  test("assigned by whoever wrote it: with the words", () => {
    expect(assigned({ assignee: us, sender: rob })).toMatchObject([
      {
        kind: "message",
        contentKey: `issue:70:assigned:${Date.parse(LATER)}`,
        order: Date.parse(LATER),
        ctx: { actor: rob, text: "This is assigned to you.\n\nIt breaks\n\nSo:\n1" },
      },
    ]);
  });

  test("assigned by somebody else: his wish, the other's words as context", () => {
    const [inbound] = assigned({ assignee: { ...us, login: "TRUNKLINE[bot]", id: 1000 } });
    expect(inbound).toMatchObject({
      kind: "message",
      ctx: {
        actor: tess,
        association: "NONE",
        text: "This is assigned to you.",
        subject: { body: "So:\n1", author: "rob" },
      },
    });
  });

  test("a review is requested of us", () => {
    const event = { action: "review_requested", pull_request: pull, requested_reviewer: us };
    expect(read("pull_request", event)).toMatchObject([
      { kind: "message", ctx: { text: "Your review is requested here." } },
    ]);
  });

  test.each<[string, object, string]>([
    ["somebody else", { assignee: rob }, "asked of somebody else"],
    ["a team", { assignee: null }, "asked of a team"],
  ])("not %s", (_name, more, why) => {
    expect(assigned(more)).toEqual([{ kind: "ignore", why }]);
  });

  test("before we know who we are it may be us", () => {
    expect(assigned({ assignee: us }, { id: "" })).toMatchObject([{ unsure: true }]);
    expect(assigned({ assignee: us }, { id: "900" })).toMatchObject([{ kind: "message" }]);
  });
});

describe("a box in a text of ours", () => {
  const ours = { ...comment, user: us, updated_at: LATER };
  const boxes = (first: string, second: string) =>
    `Which?\n\n* [${first}] Yes <!-- trunkline-action:a:1 -->\n* [${second}] No\n\n${mark("k")}`;
  const ticks = (from: string, body: string, more: object = {}) =>
    read("issue_comment", {
      action: "edited",
      issue,
      comment: { ...ours, body },
      changes: { body: { from } },
      ...more,
    });

  test("that a person ticks is a press: of what is hidden in it, or of its label", () => {
    const key = `press:comment:700:${Date.parse(LATER)}:${tess.id}:0`;
    expect(ticks(boxes(" ", " "), boxes("x", " "))).toMatchObject([
      { kind: "press", key, data: "a:1", ack: "700", ctx: { actor: tess, text: "a:1" } },
    ]);
    expect(ticks(boxes("x", " "), boxes("x", "X"))).toMatchObject([{ key, data: "box: No" }]);
    // A model that was steered may write a label like what our own boxes hide.
    const [said] = ticks("- [ ] ok:G4232D6N", "- [x] ok:G4232D6N");
    expect(said).toMatchObject({ kind: "press", data: "box: ok:G4232D6N" });
    const rob = { sender: { id: 77, login: "rob" } };
    const [other] = ticks(boxes(" ", " "), boxes("x", " "), rob);
    expect(other).toMatchObject({ kind: "press", key: key.replace(`:${tess.id}:`, ":77:") });
  });

  test("of somebody who is only called like us is none; who we are must be known", () => {
    const [before, after] = [boxes(" ", " "), boxes("x", " ")];
    const ticking = (by: object) => ({
      ...{ action: "edited", issue, changes: { body: { from: before } } },
      comment: { ...ours, ...by, body: after },
    });
    const alike = { ...us, id: 4_711, type: "User" };
    const ignored = { kind: "ignore", why: "a box of somebody who is called like us" };
    expect(read("issue_comment", ticking({ user: alike }))).toEqual([ignored]);
    const through = { user: rob, performed_via_github_app: { slug: me.name } };
    expect(read("issue_comment", ticking(through))).toEqual([ignored]);
    const unknown = readGitHub(delivery("issue_comment", ticking({})), { ...me, id: "" });
    expect(unknown).toMatchObject([{ kind: "ignore", unsure: true }]);
  });

  test("is the same press by another hook", () => {
    const body = { action: "edited", issue, comment: { ...ours, body: boxes("x", " ") } };
    const event = { ...body, changes: { body: { from: boxes(" ", " ") } } };
    const [first] = readGitHub(delivery("issue_comment", event, "a"), me);
    expect(readGitHub(delivery("issue_comment", event, "b"), me)).toEqual([first]);
  });

  test.each<[string, string, string, object, string]>([
    ["is taken back", boxes("x", " "), boxes(" ", " "), {}, "no box was ticked"],
    ["stays as it was", boxes("x", " "), `${boxes("x", " ")} `, {}, "no box was ticked"],
    ["comes with other words", boxes(" ", " "), "- [x] Yes", {}, "no box was ticked"],
    ["is ticked by us", boxes(" ", " "), boxes("x", " "), { sender: us }, "done by us"],
    ["is ticked by a bot", boxes(" ", " "), boxes("x", " "), { sender: other }, "another bot"],
    ["is in code", "`- [ ] Yes`", "`- [x] Yes`", {}, "no box was ticked"],
  ])("that %s is none", (_name, from, body, more, why) => {
    expect(ticks(from, body, more)).toEqual([
      { kind: "ignore", why: expect.stringContaining(why) },
    ]);
  });
});

describe("what is ignored, and why", () => {
  test.each<[string, object, object, string]>([
    ["our own comment", { user: us }, { sender: us }, "done by us"],
    [
      "by id, whatever we are called",
      { user: { ...us, login: "x" } },
      { sender: { ...us, login: "x" } },
      "done by us",
    ],
    [
      "by name, whatever our id",
      { user: { ...us, id: 5 } },
      { sender: { ...us, id: 5 } },
      "done by us",
    ],
    [
      "our machine user",
      { user: { id: 5, login: "Trunkline", type: "User" } },
      { sender: { id: 5, login: "Trunkline" } },
      "done by us",
    ],
    [
      "through our App, in the name of a person",
      { performed_via_github_app: { slug: "trunkline" } },
      {},
      "written by us",
    ],
    ["with our mark", { body: `@trunkline\n\n${mark("k")}` }, {}, "bears our mark"],
    ["another bot", { user: other }, { sender: other }, "done by another bot"],
    ["of another bot", { user: other }, {}, "written by another bot"],
    ["a deleted account", { user: null }, { sender: null }, "written by a deleted account"],
    ["a locked issue", {}, { issue: { ...issue, locked: true } }, "a locked conversation"],
    [
      "an archived repository",
      {},
      { repository: { ...repository, archived: true } },
      "an archived repository",
    ],
    ["no mention", { body: "why?" }, {}, "not addressed to us"],
    ["no words", { body: null }, {}, "not addressed to us"],
    ["no repository", {}, { repository: undefined }, "not an event of a known shape"],
    ["no issue", {}, { issue: undefined }, "not an event of a known shape"],
    ["a comment without an id", { id: "x" }, {}, "not an event of a known shape"],
  ])("%s", (_name, more, body, why) => {
    expect(created(more, body)).toEqual([{ kind: "ignore", why }]);
  });

  test("an issue that came from another repository: it was asked there", () => {
    const opened = { action: "opened", issue: { ...issue, body: "@trunkline why?" } };
    const changes = { old_issue: {}, old_repository: {} };
    expect(read("issues", { ...opened, changes })).toEqual([
      { kind: "ignore", why: "transferred from another repository" },
    ]);
  });

  test("a bot that is allowed by its id is answered", () => {
    const more = { action: "created", issue, comment: { ...comment, user: other }, sender: other };
    const allowed = { ...me, bots: ["901"] };
    expect(read("issue_comment", more, allowed)).toMatchObject([
      { kind: "message", ctx: { actor: { id: 901, type: "Bot" } } },
    ]);
  });

  test.each<[string, readonly string[], boolean]>([
    ["one that the settings name is a bot to the loop breaker", ["901"], true],
    ["another one is a person", ["902"], false],
  ])("a machine user is a person to GitHub: %s", (_name, bots, bot) => {
    const machine = { ...other, type: "User" };
    const more = { action: "created", issue, comment: { ...comment, user: machine } };
    const [inbound] = read("issue_comment", { ...more, sender: machine }, { ...me, bots });
    const ctx = contextOf(inbound ? [inbound] : []);
    expect(parseGitHub(ctx).metadata.bot).toBe(bot);
    // Whether it may ask is still GitHub's to say.
    expect(ctx.actor.type).toBe("User");
  });

  test.each<[string, string, string]>([
    ["ping", "", "an event that is not for us: ping"],
    ["installation", "created", "an event that is not for us: installation"],
    ["hologram", "created", "an event that is not for us: hologram"],
    ["constructor", "created", "an event that is not for us: constructor"],
    ["not a name\n", "x", "an event that is not for us: ?"],
    ["issue_comment", "deleted", "an action that is not for us: issue_comment.deleted"],
    ["issues", "labeled", "an action that is not for us: issues.labeled"],
  ])("%s.%s", (event, action, why) => {
    const { body } = delivery("x", { action, issue, comment });
    const header = (name: string) => (name === "x-github-event" ? event : "g");
    expect(readGitHub({ body, header }, me)).toEqual([{ kind: "ignore", why }]);
  });

  test("a delivery without an id", () => {
    const { body } = delivery("issue_comment", { action: "created", issue, comment });
    const header = (name: string) => (name === "x-github-event" ? "issue_comment" : null);
    expect(readGitHub({ body, header }, me)).toEqual([
      { kind: "ignore", why: "a delivery without an id" },
    ]);
  });

  test("before we know our name, what names somebody may be for us; what names nobody is not", () => {
    const of = (body: string) =>
      read(
        "issue_comment",
        { action: "created", issue, comment: { ...comment, body } },
        { id: "900" },
      );
    expect(of("@trunkline why?")).toMatchObject([{ kind: "ignore", unsure: true }]);
    expect(of("why?")).toEqual([{ kind: "ignore", why: "not addressed to us" }]);
    expect(of("/reject ABCD2345")).toMatchObject([{ kind: "message" }]);
  });

  test("any JSON at all is read without an error and is at most ignored", () => {
    const event = fc.constantFrom("issues", "issue_comment", "pull_request", "discussion_comment");
    fc.assert(
      fc.property(event, fc.jsonValue(), (name, body) => {
        const header = (of: string) => (of === "x-github-event" ? name : "g");
        expect(readGitHub({ body, header }, me)).toMatchObject([{ kind: "ignore" }]);
      }),
    );
  });
});
