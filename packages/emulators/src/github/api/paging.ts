import type { Answer, Context } from "./operation.ts";

/** One page of a list, and `Link` to the others. */
export function pageOf<Item>(
  context: Context,
  items: readonly Item[],
  show: (item: Item) => unknown,
  wrap: (shown: readonly unknown[]) => unknown = (shown) => shown,
): Answer {
  const size = pageSize(context.query);
  const page = wholeNumber(context.query.get("page"), 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const shown = items.slice((page - 1) * size, page * size).map(show);
  const links: [string, number][] = [
    ...(page > 1 ? ([["prev", Math.min(page - 1, last)]] as const) : []),
    ...(page < last
      ? ([
          ["next", page + 1],
          ["last", last],
        ] as const)
      : []),
    ...(page > 1 ? ([["first", 1]] as const) : []),
  ].map(([rel, number]) => [rel, number]);
  const link = links.map(
    ([rel, number]) => `<${address(context, { page: number })}>; rel="${rel}"`,
  );
  return {
    status: 200,
    body: wrap(shown),
    ...(link.length > 0 ? { headers: { link: link.join(", ") } } : {}),
  };
}

/** GH-docs: 30, at most 100; what is larger counts as 100. */
export function pageSize(query: URLSearchParams): number {
  return Math.min(100, wholeNumber(query.get("per_page"), 30));
}

/** The address of the call with other parameters. Repositories are named by id in links. */
export function address(
  { world, call, query }: Context,
  change: Readonly<Record<string, string | number>>,
): string {
  const { hub } = world;
  const [path = ""] = call.path.split("?");
  const [, owner, name] = /^\/repos\/([^/]+)\/([^/]+)/.exec(path) ?? [];
  const repo = owner && name ? hub.findRepo(decodeURIComponent(owner), name) : undefined;
  const stable = repo ? path.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${repo.id}`) : path;
  const next = new URLSearchParams(query);
  for (const [key, value] of Object.entries(change)) next.set(key, String(value));
  return `${hub.origin}${stable}?${next}`;
}

function wholeNumber(value: string | null, otherwise: number): number {
  const number = Number(value ?? otherwise);
  return Number.isSafeInteger(number) && number > 0 ? number : otherwise;
}

/** `since`: only what was updated at or after it (GH-oas). */
export function since<Item extends { readonly updatedAt: number }>(
  query: URLSearchParams,
  items: readonly Item[],
): Item[] {
  const from = timeOf(query.get("since"));
  return items.filter(
    ({ updatedAt }) => from === null || Math.floor(updatedAt / 1000) * 1000 >= from,
  );
}

function timeOf(value: string | null): number | null {
  const at = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? null : at;
}

/** `sort` and `direction` of the comments of a repository. */
export function sorted<Item extends { readonly createdAt: number; readonly updatedAt: number }>(
  query: URLSearchParams,
  items: readonly Item[],
): Item[] {
  const by = query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  // GH-oas: `direction` is ignored without `sort`.
  const back = query.has("sort") && query.get("direction") !== "asc" ? -1 : 1;
  return items.toSorted((one, other) => (one[by] - other[by]) * back);
}
