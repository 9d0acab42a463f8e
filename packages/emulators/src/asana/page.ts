import { badRequest } from "./refusal.ts";

/** More than this is told only page by page (AS-docs pagination). */
const MOST_WITHOUT_PAGES = 1000;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent when nobody asked for pages. */
  readonly next?: { readonly offset: string; readonly path: string; readonly uri: string } | null;
}

/**
 * One page of a collection. A token is opaque and belongs to the list it was given with.
 *
 * @throws Refusal 400
 */
export function paged<Item>(
  items: readonly Item[],
  path: string,
  query: URLSearchParams,
): Page<Item> {
  const limit = readLimit(query.get("limit"));
  const token = query.get("offset");
  if (limit === null && token === null) {
    if (items.length <= MOST_WITHOUT_PAGES) return { items };
    // Reported in this wording for lists that are too long.
    throw badRequest(
      "The result is too large. You should use pagination (may require specifying a workspace)!",
    );
  }
  const start = token === null ? { from: 0, limit: 20 } : readToken(token, path);
  const size = limit ?? start.limit;
  const end = start.from + size;
  const page = items.slice(start.from, end);
  if (end >= items.length) return { items: page, next: null };
  const offset = writeToken(path, end, size);
  const others = new URLSearchParams(query);
  others.set("limit", String(size));
  others.set("offset", offset);
  const short = path.replace(/^\/api\/1\.0/, "");
  const next = `${short}?${others}`;
  return { items: page, next: { offset, path: next, uri: `https://app.asana.com/api/1.0${next}` } };
}

/** AS-oas: "The value must be between 1 and 100". The wording is not confirmed. */
function readLimit(given: string | null): number | null {
  if (given === null) return null;
  const limit = /^\d+$/.test(given) ? Number(given) : 0;
  if (limit < 1 || limit > 100) throw badRequest("limit: Must be between 1 and 100");
  return limit;
}

function writeToken(path: string, from: number, limit: number): string {
  return Buffer.from(JSON.stringify({ path, from, limit })).toString("base64url");
}

function readToken(token: string, path: string): { from: number; limit: number } {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    if (typeof read === "object" && read !== null && "path" in read && read.path === path) {
      const { from, limit } = { from: 0, limit: 20, ...read };
      return { from, limit };
    }
  } catch {
    // Not one of ours: refused like one of another list.
  }
  // forum t/538741.
  throw badRequest("offset: Your pagination token is invalid.");
}
