import type { GraphObject } from "./execute.ts";
import { FieldProblem } from "./problem.ts";
import type { Args } from "./values.ts";

/** A page of a list: `first` or `last`, 100 at most, from a cursor on. Oldest first. */
export function connection<Item extends { readonly id: number }>(
  of: string,
  name: string,
  items: readonly Item[],
  args: Args,
  show: (item: Item) => GraphObject,
): GraphObject {
  const { first, last } = args;
  if (typeof first !== "number" && typeof last !== "number") {
    throw new FieldProblem(
      "MISSING_PAGINATION_BOUNDARIES",
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  for (const [boundary, count] of Object.entries({ first, last })) {
    if (typeof count !== "number" || count <= 100) continue;
    throw new FieldProblem(
      "EXCESSIVE_PAGINATION",
      `Requesting ${count} records on the \`${name}\` connection exceeds the \`${boundary}\` limit of 100 records.`,
    );
  }
  const after = positionOf(items, args.after);
  const before = positionOf(items, args.before);
  const start = after === null ? 0 : after + 1;
  let page = items.slice(start, before ?? items.length);
  if (typeof first === "number") page = page.slice(0, first);
  if (typeof last === "number") page = page.slice(Math.max(0, page.length - last));
  const [head] = page;
  const tail = page.at(-1);
  const pageInfo: GraphObject = {
    typename: "PageInfo",
    fields: {
      startCursor: () => head && cursorOf(head),
      endCursor: () => tail && cursorOf(tail),
      hasNextPage: () => tail !== undefined && tail !== items.at(-1),
      hasPreviousPage: () => head !== undefined && head !== items[0],
    },
  };
  return {
    typename: `${of}Connection`,
    fields: {
      totalCount: () => items.length,
      pageInfo: () => pageInfo,
      nodes: () => page.map(show),
      edges: () => page.map((item) => edge(of, item, show)),
    },
  };
}

function edge<Item extends { readonly id: number }>(
  of: string,
  item: Item,
  show: (item: Item) => GraphObject,
): GraphObject {
  return {
    typename: `${of}Edge`,
    fields: { cursor: () => cursorOf(item), node: () => show(item) },
  };
}

function cursorOf({ id }: { readonly id: number }): string {
  return Buffer.from(`cursor:v2:${id}`).toString("base64");
}

function positionOf(items: readonly { readonly id: number }[], cursor: unknown): number | null {
  if (typeof cursor !== "string") return null;
  const at = items.findIndex((item) => cursorOf(item) === cursor);
  if (at >= 0) return at;
  throw new FieldProblem(
    "INVALID_CURSOR_ARGUMENTS",
    `\`${cursor}\` does not appear to be a valid cursor.`,
  );
}
