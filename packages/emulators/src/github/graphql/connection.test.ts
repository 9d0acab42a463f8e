import fc from "fast-check";
import { expect, test } from "vitest";
import { connection } from "./connection.ts";
import { execute, type GraphObject } from "./execute.ts";
import { parse } from "./parse.ts";

const show = ({ id }: { id: number }): GraphObject => ({
  typename: "Reaction",
  fields: { id: () => String(id) },
});

/** What a query for a page answers. */
function page(ids: readonly number[], args: string): { ids: number[]; info: PageInfo } {
  const items = ids.map((id) => ({ id }));
  const root: GraphObject = {
    typename: "Query",
    fields: { list: (given) => connection("Reaction", "list", items, given, show) },
  };
  const document = parse(`{ list(${args}) { nodes { id } pageInfo { ${INFO} } } }`);
  const [query] = document.queries;
  if (!query) throw new Error("there is one");
  const { data, errors } = execute(document, query, {}, root);
  expect(errors).toEqual([]);
  const { list }: { list: { nodes: { id: string }[]; pageInfo: PageInfo } } = Object(data);
  return { ids: list.nodes.map(({ id }) => Number(id)), info: list.pageInfo };
}

const INFO = "startCursor endCursor hasNextPage hasPreviousPage";
interface PageInfo {
  readonly startCursor: string | null;
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

const lists = fc.uniqueArray(fc.nat(), { maxLength: 30 });
const sizes = fc.integer({ min: 1, max: 9 });

test("page after page holds everything once, in order", () => {
  fc.assert(
    fc.property(lists, sizes, (ids, first) => {
      const all: number[] = [];
      for (let args = `first: ${first}`; ; ) {
        const { ids: found, info } = page(ids, args);
        all.push(...found);
        if (!info.hasNextPage) break;
        args = `first: ${first}, after: "${info.endCursor}"`;
      }
      expect(all).toEqual(ids);
    }),
  );
});

test("page before page, from the end, too", () => {
  fc.assert(
    fc.property(lists, sizes, (ids, last) => {
      const all: number[] = [];
      for (let args = `last: ${last}`; ; ) {
        const { ids: found, info } = page(ids, args);
        all.unshift(...found);
        if (!info.hasPreviousPage) break;
        args = `last: ${last}, before: "${info.startCursor}"`;
      }
      expect(all).toEqual(ids);
    }),
  );
});
