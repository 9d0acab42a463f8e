import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiAnswer, at, type Place, place } from "../testing.ts";
import { TYPES, typeOf } from "./types.ts";

let here: Place;

beforeAll(async () => {
  here = await place();
});
afterAll(() => here.close());

const ask = (query: string, variables?: object): Promise<ApiAnswer> =>
  here.call("POST /graphql", { query, variables });
const messages = ({ body }: ApiAnswer): unknown[] => {
  const errors = at(body, "errors");
  return Array.isArray(errors) ? errors.map((error) => at(error, "message")) : [];
};

test.each([
  ["{ viewer { login } ", "Unexpected end of document"],
  ["{ viewer { login } } }", 'Parse error on "}" at [1, 22]'],
  ["{ viewer ; }", 'Parse error on ";" (error) at [1, 10]'],
  ["{ nothing }", "Field 'nothing' doesn't exist on type 'Query'"],
  ["{ viewer { login name: nope } }", "Field 'nope' doesn't exist on type 'User'"],
  ["{ viewer(id: 1) { login } }", "Field 'viewer' doesn't accept argument 'id'"],
  ["{ node { id } }", "Field 'node' is missing required arguments: id"],
  [
    "{ viewer }",
    "Field must have selections (field 'viewer' returns User but has no selections. Did you mean 'viewer { ... }'?)",
  ],
  [
    "{ viewer { login { x } } }",
    "Selections can't be made on scalars (field 'login' returns String but has selections)",
  ],
  ["{ viewer { ...lost } }", "Fragment lost was used, but not defined"],
  ["{ viewer { ... on Discussion { id } } }", "Fragment on Discussion can't be spread inside User"],
  [
    "{ viewer { ... on Nobody { id } } }",
    "No such type Nobody, so it can't be a fragment condition",
  ],
  ["query Q($x: ID!) { viewer { login } }", "Variable $x is declared by Q but not used"],
  ["query Q { node(id: $x) { id } }", "Variable $x is used by Q but not declared"],
  [
    "query Q($x: ID!) { node(id: $x) { id } }",
    "Variable $x of type ID! was provided invalid value (Expected value to not be null)",
  ],
  [
    'mutation { addReaction(input: { subjectId: "x", what: 1 }) { subject { id } } }',
    "InputObject 'AddReactionInput' doesn't accept argument 'what'",
  ],
  ["query A { viewer { id } } query B { viewer { id } }", "An operation name is required"],
])("%s", async (query, message) => {
  const answer = await ask(query);
  expect(answer.status).toBe(200);
  expect(at(answer.body, "data")).toBeUndefined();
  expect(messages(answer)).toContain(message);
});

test("input in variables is checked field by field", async () => {
  const query = "mutation($i: AddReactionInput!) { addReaction(input: $i) { subject { id } } }";
  expect(messages(await ask(query, { i: { subjectId: "x", content: "TADA" } }))).toEqual([
    expect.stringMatching(/invalid value for content \(Expected "TADA" to be one of: THUMBS_UP/),
  ]);
  expect(messages(await ask(query, { i: { subjectId: "x", content: "EYES", more: 1 } }))).toEqual([
    expect.stringMatching(/for more \(Field is not defined on AddReactionInput\)/),
  ]);
  expect(messages(await ask(query, { i: { content: "EYES" } }))).toEqual([
    expect.stringMatching(/for subjectId \(Expected value to not be null\)/),
  ]);
});

test("a list needs a boundary, and at most 100 of it", async () => {
  const { github, repo, tess } = here;
  const { nodeId } = github.discussion(repo, tess, { title: "x" });
  const query = (args: string) =>
    `{ node(id: "${nodeId}") { ... on Discussion { comments${args} { totalCount } } } }`;
  expect(messages(await ask(query("")))).toEqual([expect.stringMatching(/`first` or `last`/)]);
  expect(messages(await ask(query("(first: 101)")))).toEqual([
    expect.stringMatching(/exceeds the `first` limit/),
  ]);
  expect(messages(await ask(query('(last: 1, before: "x")')))).toEqual([
    expect.stringMatching(/valid cursor/),
  ]);
});

test("aliases, defaults, comments, block strings and the name of one of several", async () => {
  const source = `
    query A { viewer { id } }
    query B($owner: String = "acme") { # the other
      mine: viewer { name: login }
      repository(owner: $owner, name: """shop""") { ... { isPrivate } }
    }`;
  const answer = await here.call("POST /graphql", { query: source, operationName: "B" });
  expect(answer.body).toEqual({
    data: { mine: { name: "trunkline[bot]" }, repository: { isPrivate: true } },
  });
});

test("no query at all is 400", async () => {
  const { status, body } = await here.call("POST /graphql", {});
  expect([status, at(body, "message")]).toEqual([
    400,
    "A query attribute must be specified and must be a string.",
  ]);
});

test("every type that is named is there", () => {
  const scalars = ["ID", "String", "Int", "Boolean", "DateTime", "URI"];
  for (const { fields } of TYPES.values()) {
    for (const { type, args } of fields.values()) {
      for (const name of [type, ...args.values()]) {
        const inner = name.replaceAll(/[[\]!]/g, "");
        expect(scalars.includes(inner) || TYPES.has(inner) || typeOf(name)).toBeTruthy();
      }
    }
  }
});
