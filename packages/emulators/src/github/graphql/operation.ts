import type { Answer, Context, Operation } from "../api/operation.ts";
import { GitHubRefusal } from "../api/refusal.ts";
import { canSee } from "../api/repo-operation.ts";
import { iso } from "../show/urls.ts";
import { nodeOf } from "./access.ts";
import type { Document, Query } from "./ast.ts";
import { execute, type GraphObject } from "./execute.ts";
import { MUTATIONS } from "./mutations.ts";
import { Nodes } from "./nodes.ts";
import { parse } from "./parse.ts";
import { FieldProblem, type GraphError } from "./problem.ts";
import { SyntaxProblem } from "./tokens.ts";
import { validate } from "./validate.ts";
import { type Args, readVariables } from "./values.ts";

const DOCS = "https://docs.github.com/graphql";

/** Errors of a query come with 200; `data` is absent when nothing was asked at all. */
export const graphql: Operation = {
  name: "graphql",
  id: "graphql",
  verb: "POST",
  path: "/graphql",
  docs: DOCS,
  as: "anybody",
  run(context) {
    const { query: source, variables, operationName } = context.body.fields();
    if (typeof source !== "string") {
      const message = "A query attribute must be specified and must be a string.";
      throw new GitHubRefusal(400, message, { docs: DOCS });
    }
    let document: Document;
    try {
      document = parse(source);
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      return failed([{ message: error.message, locations: [error.at] }]);
    }
    const query = chosen(document, operationName);
    if (!query) return failed([{ message: "An operation name is required" }]);
    const wrong = validate(document, query);
    if (wrong.length > 0) return failed(wrong);
    const given = typeof variables === "object" && variables !== null ? { ...variables } : {};
    const { values, errors: unfit } = readVariables(query, given);
    if (unfit.length > 0) return failed(unfit);
    const { data, errors } = execute(document, query, values, rootOf(context, query));
    return { status: 200, body: errors.length > 0 ? { data, errors } : { data } };
  },
};

function failed(errors: readonly GraphError[]): Answer {
  return { status: 200, body: { errors } };
}

function chosen({ queries }: Document, name: unknown): Query | undefined {
  if (typeof name === "string") return queries.find((query) => query.name === name);
  return queries.length === 1 ? queries[0] : undefined;
}

function rootOf(context: Context, query: Query): GraphObject {
  const { world, actor } = context;
  const nodes = new Nodes(world.hub, actor);
  if (query.type === "query") return { typename: "Query", fields: queries(context, nodes) };
  const fields = Object.entries(MUTATIONS).map(([name, mutate]) => [
    name,
    ({ input }: Args) => {
      const given = typeof input === "object" && input !== null ? { ...input } : {};
      const payload = mutate(context, nodes, given);
      const typename = `${name[0]?.toUpperCase()}${name.slice(1)}Payload`;
      const clientMutationId = () => Reflect.get(given, "clientMutationId") ?? null;
      return { typename, fields: { ...payload, clientMutationId } };
    },
  ]);
  return { typename: "Mutation", fields: Object.fromEntries(fields) };
}

function queries({ world, actor, limits }: Context, nodes: Nodes): GraphObject["fields"] {
  const { hub } = world;
  return {
    node: ({ id }) => nodes.post(nodeOf(hub, actor, id)),
    repository: ({ owner, name }) => {
      const repo = hub.findRepo(String(owner), String(name));
      if (repo && canSee(actor, repo)) return nodes.repository(repo);
      const what = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
      throw new FieldProblem("NOT_FOUND", what);
    },
    // An App is shown with `[bot]` here, and here alone.
    viewer: () => {
      if (actor.kind === "app") return null;
      const { user } = actor;
      const shown = nodes.actor(user);
      return (
        shown && {
          ...shown,
          typename: "User",
          fields: { ...shown.fields, login: () => user.login },
        }
      );
    },
    rateLimit: () => {
      const { limit, used, remaining, reset } = limits.state(actor, "graphql");
      return {
        typename: "RateLimit",
        fields: {
          limit: () => limit,
          cost: () => 1,
          used: () => used,
          remaining: () => remaining,
          resetAt: () => iso(reset * 1000),
        },
      };
    },
  };
}
