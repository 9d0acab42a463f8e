import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GitHubThread } from "../scene/base.ts";
import { type ApiAnswer, at, type Place, place, textAt, toldOf } from "../testing.ts";

let here: Place;
let discussion: GitHubThread;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 21, 12);
  here = await place({ now: () => now });
  discussion = here.github.discussion(here.repo, here.tess, { title: "Idea", body: "What if?" });
  await here.github.idle();
  here.receiver.hits.length = 0;
});
afterEach(() => here.close());

const ask = (query: string, variables: object = {}, token?: string): Promise<ApiAnswer> =>
  here.call("POST /graphql", { query, variables }, token ? { token } : {});

const ADD = `mutation ($input: AddDiscussionCommentInput!) {
  addDiscussionComment(input: $input) { comment { id databaseId body url replyTo { id } } }
}`;
const add = (input: object, token?: string): Promise<ApiAnswer> => ask(ADD, { input }, token);
const READ = `query ($id: ID!, $last: Int) {
  node(id: $id) {
    __typename
    ... on Discussion {
      number
      title
      body
      author { login __typename }
      comments(last: $last) {
        totalCount
        pageInfo { hasPreviousPage startCursor }
        nodes { ...text replies(first: 10) { nodes { ...text } } }
      }
    }
  }
}
fragment text on DiscussionComment { id body createdAt lastEditedAt author { login } }`;
/** The message of the only error. */
const refusal = ({ status, body }: ApiAnswer): unknown[] => {
  expect(status).toBe(200);
  return [at(body, "errors", 0, "type"), at(body, "errors", 0, "message")];
};

describe("comments", () => {
  test("are added, answered, edited and deleted, with an event each", async () => {
    const first = await add({
      discussionId: discussion.nodeId,
      body: "one",
      clientMutationId: "7",
    });
    const comment = at(first.body, "data", "addDiscussionComment", "comment");
    const id = textAt(comment, "id");
    expect(comment).toMatchObject({ body: "one", replyTo: null });
    const second = await add({ discussionId: discussion.nodeId, body: "two", replyToId: id });
    expect(at(second.body, "data", "addDiscussionComment", "comment", "replyTo", "id")).toBe(id);
    now += 1000;
    const update = `mutation($i: UpdateDiscussionCommentInput!) {
      updateDiscussionComment(input: $i) { comment { body lastEditedAt editor { login } } }
    }`;
    const edited = await ask(update, { i: { commentId: id, body: "one!" } });
    expect(at(edited.body, "data", "updateDiscussionComment", "comment")).toEqual({
      body: "one!",
      lastEditedAt: "2026-11-21T12:00:01Z",
      editor: { login: "trunkline" },
    });
    const remove =
      "mutation($i: DeleteDiscussionCommentInput!) { deleteDiscussionComment(input: $i) { comment { id } } }";
    const gone = await ask(remove, { i: { id } });
    expect(at(gone.body, "data", "deleteDiscussionComment", "comment", "id")).toBe(id);
    expect(refusal(await ask(remove, { i: { id } }))).toEqual([
      "NOT_FOUND",
      `Could not resolve to a node with the global id of '${id}'`,
    ]);
    await here.github.idle();
    const names = ["created", "created", "edited", "deleted"].map((n) => `discussion_comment.${n}`);
    expect(here.receiver.names().toSorted()).toEqual(names.toSorted());
    const seen = here.github.everVisible(discussion).filter(({ byApi }) => byApi);
    expect(seen.map(({ text }) => text)).toEqual(["one", "one!", "two"]);
  });

  test("are read newest first by asking for the last ones", async () => {
    for (const text of ["a", "b", "c"]) here.github.discuss(discussion, here.tess, text);
    const { body } = await ask(READ, { id: discussion.nodeId, last: 2 });
    const node = at(body, "data", "node");
    expect(node).toMatchObject({
      __typename: "Discussion",
      title: "Idea",
      author: { login: "tess", __typename: "User" },
      comments: { totalCount: 3, pageInfo: { hasPreviousPage: true } },
    });
    expect(at(node, "comments", "nodes")).toMatchObject([{ body: "b" }, { body: "c" }]);
    const before = textAt(node, "comments", "pageInfo", "startCursor");
    const older = await ask(
      "query($id: ID!, $b: String) { node(id: $id) { ... on Discussion { comments(last: 9, before: $b) { nodes { body } } } } }",
      { id: discussion.nodeId, b: before },
    );
    expect(at(older.body, "data", "node", "comments", "nodes")).toEqual([{ body: "a" }]);
  });

  test("an answer of a person to an answer stays on the second level", async () => {
    const top = here.github.discuss(discussion, here.tess, "top");
    const below = here.github.discuss(discussion, here.tess, "below", top);
    const told = await toldOf(here.github.discuss(discussion, here.tess, "third", below));
    expect(at(told, "comment", "parent_id")).toBe(top.id);
    const { body } = await ask(READ, { id: discussion.nodeId, last: 9 });
    expect(at(body, "data", "node", "comments", "nodes", 0, "replies", "nodes")).toHaveLength(2);
  });

  test("reactions go to any node, once", async () => {
    const react =
      "mutation($i: AddReactionInput!) { addReaction(input: $i) { reaction { content } subject { id reactions(first: 5) { totalCount } } } }";
    const issue = here.github.issue(here.repo, here.tess, { title: "x" });
    for (const subjectId of [discussion.nodeId, issue.nodeId]) {
      await ask(react, { i: { subjectId, content: "EYES" } });
      const { body } = await ask(react, { i: { subjectId, content: "EYES" } });
      expect(at(body, "data", "addReaction")).toEqual({
        reaction: { content: "EYES" },
        subject: { id: subjectId, reactions: { totalCount: 1 } },
      });
    }
    const undo =
      "mutation($i: RemoveReactionInput!) { removeReaction(input: $i) { subject { id } } }";
    await ask(undo, { i: { subjectId: issue.nodeId, content: "EYES" } });
    expect(here.github.thread(here.repo, issue.number).reactions[0]?.removedAt).toBe(now);
  });
});

describe("refused, with 200", () => {
  test("an answer to an answer", async () => {
    const top = here.github.discuss(discussion, here.tess, "top");
    const below = here.github.discuss(discussion, here.tess, "below", top);
    const answer = await add({
      discussionId: discussion.nodeId,
      body: "x",
      replyToId: below.nodeId,
    });
    expect(refusal(answer)).toEqual([
      "UNPROCESSABLE",
      "Parent comment is already in a thread, cannot reply to it",
    ]);
    expect(at(answer.body, "data")).toEqual({ addDiscussionComment: null });
    expect(at(answer.body, "errors", 0, "path")).toEqual(["addDiscussionComment"]);
  });

  test.each([
    ["nothing", { body: " " }, "Body cannot be blank"],
    [
      "65,537 characters",
      { body: "🌈".repeat(65_537) },
      "Body is too long (maximum is 65536 characters)",
    ],
  ])("%s", async (_what, input, message) => {
    const answer = await add({ discussionId: discussion.nodeId, ...input });
    expect(refusal(answer)).toEqual(["UNPROCESSABLE", message]);
  });

  test("what is no discussion, what nobody may see, what is locked", async () => {
    const issue = here.github.issue(here.repo, here.tess, { title: "x" });
    for (const discussionId of ["D_none", issue.nodeId]) {
      expect(refusal(await add({ discussionId, body: "x" }))).toEqual([
        "NOT_FOUND",
        `Could not resolve to a node with the global id of '${discussionId}'`,
      ]);
    }
    const stranger = here.github.token(here.rob);
    expect(refusal(await add({ discussionId: discussion.nodeId, body: "x" }, stranger))[0]).toBe(
      "NOT_FOUND",
    );
    here.github.lockDiscussion(discussion);
    expect(refusal(await add({ discussionId: discussion.nodeId, body: "x" }))[1]).toMatch(/locked/);
    const writer = here.github.token(here.tess);
    const allowed = await add({ discussionId: discussion.nodeId, body: "x" }, writer);
    expect(at(allowed.body, "errors")).toBeUndefined();
  });

  test("an App without the permission, a person who may not change it", async () => {
    const { github, acme, tess, rob, installation } = here;
    const made = await here.asApp(`POST /app/installations/${installation.id}/access_tokens`, {
      permissions: { issues: "write" },
    });
    const token = textAt(made.body, "token");
    expect(refusal(await add({ discussionId: discussion.nodeId, body: "x" }, token))).toEqual([
      "FORBIDDEN",
      "Resource not accessible by integration",
    ]);
    const open = github.repository({ owner: acme, name: "open" });
    const public_ = github.discussion(open, tess, { title: "x" });
    const comment = github.discuss(public_, tess, "hers");
    const update =
      "mutation($i: UpdateDiscussionCommentInput!) { updateDiscussionComment(input: $i) { comment { id } } }";
    const i = { commentId: comment.nodeId, body: "x" };
    expect(refusal(await ask(update, { i }, github.token(rob)))).toEqual([
      "FORBIDDEN",
      "rob does not have the correct permissions to execute `UpdateDiscussionComment`",
    ]);
  });

  test("too much content is 403, as everywhere", async () => {
    await here.close();
    here = await place({ limits: { contentPerMinute: 0 } });
    const other = here.github.discussion(here.repo, here.tess, { title: "x" });
    const answer = await add({ discussionId: other.nodeId, body: "x" });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([403, "60"]);
  });
});

describe("bots by name", () => {
  test("without [bot] as authors, with it as viewer", async () => {
    await add({ discussionId: discussion.nodeId, body: "x" });
    const { body } = await ask(READ, { id: discussion.nodeId, last: 1 });
    expect(at(body, "data", "node", "comments", "nodes", 0, "author", "login")).toBe("trunkline");
    const viewer = await ask("{ viewer { login } }");
    expect(viewer.body).toEqual({ data: { viewer: { login: "trunkline[bot]" } } });
  });

  test("a deleted account is null", async () => {
    here.github.ghost(here.tess);
    const { body } = await ask(READ, { id: discussion.nodeId, last: 1 });
    expect(at(body, "data", "node", "author")).toBeNull();
  });
});

test("by owner, name and number", async () => {
  const query = `query($n: Int!) { repository(owner: "acme", name: "shop") { nameWithOwner discussion(number: $n) { id } } }`;
  const found = await ask(query, { n: discussion.number });
  expect(at(found.body, "data", "repository")).toEqual({
    nameWithOwner: "acme/shop",
    discussion: { id: discussion.nodeId },
  });
  expect(refusal(await ask(query, { n: 99 }))).toEqual([
    "NOT_FOUND",
    "Could not resolve to a Discussion with the number of 99.",
  ]);
  const none = await ask(`{ repository(owner: "acme", name: "none") { id } }`);
  expect(refusal(none)[1]).toBe("Could not resolve to a Repository with the name 'acme/none'.");
});
