import { RequestError } from "@octokit/request-error";
import { describe, expect, test } from "vitest";
import type { Fault } from "../faults.ts";
import { TransportError } from "../faults.ts";
import { classifyGitHub } from "./classify.ts";

const TOKEN = "token-of-the-test";
const WORDS = "what a person wrote";
const API = "https://api.github.com";
const COMMENTS = "POST /repos/o/r/issues/7/comments";
const NOW = Date.parse("2026-11-21T10:00:00Z");

/** As Octokit throws it: the request with its body and headers, the answer with its own. */
function refusal(
  route: string,
  status: number,
  data: unknown,
  headers: Record<string, string> = {},
): RequestError {
  const [method = "GET", path = ""] = route.split(" ");
  const url = API + path;
  const json = JSON.stringify({ body: WORDS });
  const request = { url, headers: { authorization: TOKEN }, body: json };
  return new RequestError(JSON.stringify(data), status, {
    request: { ...request, method: asMethod(method) },
    response: { status, url, headers, data },
  });
}
const METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;
const asMethod = (name: string) => METHODS.find((method) => method === name) ?? "POST";
const says = (message: string, more: object = {}) => ({
  message,
  documentation_url: "https://docs.github.com/rest",
  ...more,
});
const LOCKED = says("Unable to create comment because issue is locked.");
const NOT_ACCESSIBLE = says("Resource not accessible by integration");
const SECONDARY = says(
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
);
const PRIMARY = says("API rate limit exceeded for installation ID 375706.");
const NOT_FOUND = says("Not Found");
const quota = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1000 + 1234) };
const tooLong = (message: string) =>
  says("Validation Failed", {
    errors: [{ resource: "IssueComment", code: "unprocessable", field: "data", message }],
  });

/** Sources: platforms.md 2.4 and 2.5, GitHub's OpenAPI description. */
const REFUSALS: [
  name: string,
  route: string,
  status: number,
  data: unknown,
  headers: Record<string, string>,
  fault: Partial<Fault>,
][] = [
  ["secondary limit", COMMENTS, 403, SECONDARY, { "retry-after": "137" }, limited(137)],
  ["secondary limit as 429", COMMENTS, 429, SECONDARY, { "retry-after": "60" }, limited(60)],
  ["secondary limit without a header", COMMENTS, 403, SECONDARY, {}, limited(60)],
  ["primary limit", COMMENTS, 403, PRIMARY, quota, limited(1234)],
  ["primary limit as 429", COMMENTS, 429, PRIMARY, quota, limited(1234)],
  [
    "primary limit, by GitHub's clock",
    COMMENTS,
    403,
    PRIMARY,
    { ...quota, date: "Sat, 21 Nov 2026 10:20:00 GMT" },
    limited(34),
  ],
  [
    "primary limit that is over by now",
    COMMENTS,
    403,
    PRIMARY,
    { ...quota, "x-ratelimit-reset": String(NOW / 1000 - 5) },
    limited(60),
  ],
  ["primary limit without a header", COMMENTS, 403, PRIMARY, {}, limited(60)],
  ["429 without a word", COMMENTS, 429, "", {}, limited(60)],
  ["403 of something in front", COMMENTS, 403, "<html>blocked</html>", {}, limited(60)],
  ["locked", COMMENTS, 403, LOCKED, { "x-ratelimit-remaining": "4990" }, { kind: "forbidden" }],
  ["no permission", COMMENTS, 403, NOT_ACCESSIBLE, {}, { kind: "forbidden" }],
  [
    "no permission, and the last request of the hour",
    COMMENTS,
    403,
    NOT_ACCESSIBLE,
    { "x-ratelimit-remaining": "1" },
    { kind: "forbidden", scope: "conversation" },
  ],
  [
    "a suspended account",
    COMMENTS,
    403,
    says("Sorry. Your account was suspended."),
    {},
    { kind: "unauthorized", scope: "account" },
  ],
  [
    "bad credentials",
    COMMENTS,
    401,
    says("Bad credentials"),
    {},
    { kind: "unauthorized", scope: "account" },
  ],
  ["an issue we cannot see", COMMENTS, 404, NOT_FOUND, {}, { kind: "forbidden" }],
  [
    "a thread that is gone",
    "POST /repos/o/r/pulls/7/comments/9/replies",
    404,
    NOT_FOUND,
    {},
    { kind: "bad_target" },
  ],
  ["an edit", "PATCH /repos/o/r/issues/comments/9", 404, NOT_FOUND, {}, { kind: "gone" }],
  ["a removal", "DELETE /repos/o/r/pulls/comments/9", 404, NOT_FOUND, {}, { kind: "gone" }],
  [
    "a reaction",
    "POST /repos/o/r/issues/comments/9/reactions",
    404,
    NOT_FOUND,
    {},
    { kind: "gone" },
  ],
  ["a look", "GET /repos/o/r/issues/7/comments", 404, NOT_FOUND, {}, { kind: "gone" }],
  [
    "issues switched off",
    COMMENTS,
    410,
    says("Issues are disabled for this repo"),
    {},
    { kind: "forbidden" },
  ],
  [
    "a repository the law forbids",
    COMMENTS,
    451,
    says("Repository access blocked"),
    {},
    { kind: "forbidden" },
  ],
  [
    "too long",
    COMMENTS,
    422,
    tooLong("body is too long (maximum is 65536 characters)"),
    {},
    { kind: "too_long" },
  ],
  ["too large", COMMENTS, 413, "", {}, { kind: "too_long" }],
  ["empty", COMMENTS, 422, tooLong("Body can't be blank"), {}, { kind: "invalid" }],
  ["not JSON", COMMENTS, 400, says("Problems parsing JSON"), {}, { kind: "invalid" }],
  ["a create, 502", COMMENTS, 502, "<html>", {}, { kind: "uncertain" }],
  ["an edit, 500", "PATCH /repos/o/r/issues/comments/9", 500, says("x"), {}, { kind: "uncertain" }],
  ["a look, 503", "GET /repos/o/r/issues/7/comments", 503, says("x"), {}, { kind: "transient" }],
  [
    "no token, 500",
    "POST /app/installations/3/access_tokens",
    500,
    says("x"),
    {},
    { kind: "transient" },
  ],
  [
    "uninstalled",
    "POST /app/installations/3/access_tokens",
    404,
    NOT_FOUND,
    {},
    { kind: "unauthorized", scope: "account" },
  ],
  [
    "a suspended installation",
    "POST /app/installations/3/access_tokens",
    403,
    says("This installation has been suspended"),
    {},
    { kind: "unauthorized", scope: "account" },
  ],
  [
    "no token, too fast",
    "POST /app/installations/3/access_tokens",
    403,
    SECONDARY,
    { "retry-after": "7" },
    limited(7),
  ],
  [
    "somewhere else",
    COMMENTS,
    307,
    says("Temporary Redirect"),
    { location: `${API}/repositories/9/issues/7/comments` },
    { kind: "moved", to: `${API}/repositories/9/issues/7/comments` },
  ],
  ["somewhere else, untold", COMMENTS, 301, says("Moved Permanently"), {}, { kind: "moved" }],
];

function limited(retryAfterSeconds: number): Partial<Fault> {
  return { kind: "rate_limited", retryAfterSeconds, scope: "account" };
}

describe("GitHub's refusals", () => {
  test.each(REFUSALS)("%s: %s %i", (_name, route, status, data, headers, expected) => {
    const fault = classifyGitHub(refusal(route, status, data, headers), NOW);
    expect(fault).toMatchObject(expected);
    expect(JSON.stringify(fault)).not.toContain(WORDS);
    expect(JSON.stringify(fault)).not.toContain(TOKEN);
  });

  test("the message is GitHub's, without the value that it repeats", () => {
    const errors = [{ resource: "IssueComment", field: "body", code: "invalid", value: WORDS }];
    const fault = classifyGitHub(
      refusal(COMMENTS, 422, says("Validation Failed", { errors })),
      NOW,
    );
    expect(fault).toEqual({ kind: "invalid", message: "422 Validation Failed; body invalid" });
  });
});

/** As `@octokit/graphql` throws it. */
function graphql(query: string, type: string, message: string, variables: object = {}): Error {
  const error = new Error(`Request failed due to following response errors:\n - ${message}`);
  return Object.assign(error, {
    name: "GraphqlResponseError",
    request: { query, variables: { ...variables, body: WORDS } },
    headers: { "x-ratelimit-remaining": "4000" },
    errors: [{ type, message, path: ["x"] }],
    response: { data: null },
  });
}
const ADD = "mutation($id: ID!) { addDiscussionComment(input: {}) { comment { id } } }";
const UPDATE = "mutation($id: ID!) { updateDiscussionComment(input: {}) { comment { id } } }";
const REACT = "mutation($id: ID!) { addReaction(input: {}) { reaction { id } } }";
const MISSING = "Could not resolve to a node with the global id of 'DC_kwDO'.";

describe("GraphQL's refusals, which are answered 200", () => {
  test.each<[string, Error, Fault["kind"]]>([
    ["a discussion that is gone", graphql(ADD, "NOT_FOUND", MISSING), "forbidden"],
    [
      "a thread that is gone",
      graphql(ADD, "NOT_FOUND", MISSING, { replyToId: "DC_1" }),
      "bad_target",
    ],
    [
      "a reply to a reply",
      graphql(ADD, "UNPROCESSABLE", "Parent comment is already in a thread, cannot reply to it"),
      "bad_target",
    ],
    ["an edit", graphql(UPDATE, "NOT_FOUND", MISSING), "gone"],
    ["a reaction", graphql(REACT, "NOT_FOUND", MISSING), "gone"],
    ["a look", graphql("query { node { id } }", "NOT_FOUND", MISSING), "gone"],
    [
      "no permission",
      graphql(ADD, "FORBIDDEN", "Resource not accessible by integration"),
      "forbidden",
    ],
    ["too fast", graphql(ADD, "RATE_LIMITED", "API rate limit exceeded"), "rate_limited"],
    [
      "too long",
      graphql(ADD, "UNPROCESSABLE", "Body is too long (maximum is 65536 characters)"),
      "too_long",
    ],
    ["an unknown type", graphql(ADD, "SOMETHING", "Something went wrong"), "invalid"],
    ["a type that is a property of every object", graphql(ADD, "constructor", "x"), "invalid"],
  ])("%s", (_name, error, kind) => {
    const fault = classifyGitHub(error, NOW);
    expect(fault.kind).toBe(kind);
    expect(JSON.stringify(fault)).not.toContain(WORDS);
  });
});

describe("no answer", () => {
  const lost = Object.assign(new Error("Network connection lost."), { retryable: true });
  /** What Octokit makes of a failed fetch: status 500, no response, the cause kept. */
  const failed = (route: string, body = "") => {
    const [method = "GET", path = ""] = route.split(" ");
    const error = new RequestError(`fetch with ${TOKEN} failed`, 500, {
      request: { method: asMethod(method), url: API + path, headers: {}, body },
    });
    return Object.assign(error, { cause: lost });
  };

  test.each<[string, unknown, Fault["kind"]]>([
    ["a create may have happened", failed(COMMENTS), "uncertain"],
    ["an edit may have happened", failed("PATCH /repos/o/r/issues/comments/9"), "uncertain"],
    ["a look has changed nothing", failed("GET /repos/o/r/issues/7/comments"), "transient"],
    [
      "without a token nothing was done",
      failed("POST /app/installations/3/access_tokens"),
      "transient",
    ],
    ["a mutation", failed("POST /graphql", `{"query":"mutation($id: ID!) {}"}`), "uncertain"],
    ["a query", failed("POST /graphql", `{"query":"query($id: ID!) {}"}`), "transient"],
    ["workerd's failed fetch", lost, "uncertain"],
    ["half a body", new SyntaxError("Unexpected end of JSON input"), "uncertain"],
    ["our own time-out", new Error("send took longer than 20000 ms"), "uncertain"],
    ["a string", TOKEN, "uncertain"],
    ["nothing", undefined, "uncertain"],
    ["an object that looks like a refusal", { status: 404, message: TOKEN }, "uncertain"],
  ])("%s", (_name, error, kind) => {
    const fault = classifyGitHub(error, NOW);
    expect(fault).toEqual({ kind, message: "no answer from GitHub" });
  });

  test("an App and a delivery without an installation: never", () => {
    const error = new Error(
      "[@octokit/auth-app] installationId option is required for installation authentication.",
    );
    expect(classifyGitHub(error).kind).toBe("forbidden");
  });

  test("a fault that is one already stays as it is", () => {
    const fault: Fault = { kind: "unauthorized", message: "no key", scope: "account" };
    expect(classifyGitHub(new TransportError(fault))).toBe(fault);
  });
});
