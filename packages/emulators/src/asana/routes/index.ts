import { ATTACHMENT_ROUTES } from "./attachments.ts";
import { EVENT_ROUTES } from "./events.ts";
import { LIST_ROUTES } from "./lists.ts";
import type { Route } from "./route.ts";
import { SEARCH_ROUTES } from "./search.ts";
import { STORY_ROUTES } from "./stories.ts";
import { TASK_ROUTES } from "./tasks.ts";
import { USER_ROUTES } from "./users.ts";
import { WEBHOOK_ROUTES } from "./webhooks.ts";

export const ROUTES: readonly Route[] = [
  ...USER_ROUTES,
  ...LIST_ROUTES,
  ...TASK_ROUTES,
  ...SEARCH_ROUTES,
  ...STORY_ROUTES,
  ...ATTACHMENT_ROUTES,
  ...WEBHOOK_ROUTES,
  ...EVENT_ROUTES,
];

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** @param path with or without a query, below `/api/1.0` */
export function findRoute(verb: string, path: string): Found | undefined {
  return find(path, (route) => route.verb === verb);
}

/** A call in the journal has the name of its operation, and not its verb. */
export function routeOf({ method, path }: { method: string; path: string }): Found | undefined {
  return find(path, (route) => route.name === method);
}

function find(path: string, isMeant: (route: Route) => boolean): Found | undefined {
  const match = /^\/api\/1\.0(\/[^?]*?)\/?(?:\?|$)/.exec(path);
  const parts = match?.[1]?.split("/");
  if (!parts) return undefined;
  for (const route of ROUTES.filter(isMeant)) {
    const params = fit(route.path.split("/"), parts);
    if (params) return { route, params };
  }
  return undefined;
}

function fit(pattern: readonly string[], parts: readonly string[]) {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [n, piece] of pattern.entries()) {
    const part = parts[n] ?? "";
    const [, name] = /^\{(.+)\}$/.exec(piece) ?? [];
    if (name !== undefined) params[name] = decoded(part);
    else if (piece !== part) return null;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
