import { holdsUp, type Inbound, passes } from "@trunkline/transport";
import {
  type Attempt,
  attemptsIn,
  cursorAt,
  cursorSince,
  deliveriesOf,
  due,
  type GitHubContext,
  github,
  identifying,
  leastTried,
  meOf,
  only,
  type Stirred,
  stirredIn,
  sweptFrom,
  type Told,
  triedOnce,
} from "@trunkline/transport/github";
import { perform } from "../src/client.ts";
import type { GitHubSettings } from "../src/env.ts";
import { deliveryPages, pages } from "./listed.ts";

type Swept = AsyncGenerator<
  { readonly found: Inbound<GitHubContext> } | { readonly cursor: string }
>;

/**
 * What was missed, as GitHub never repeats a delivery by itself. An App asks for what failed to be delivered
 * again, and it comes as a webhook; the owner of a token looks through the notifications.
 */
export function sweep(env: GitHubSettings, cursor: string | null, now = Date.now()): Swept {
  return env.GITHUB_APP_ID ? redelivered(env, cursor, now) : notified(env, cursor, now);
}

/** Each yield is a step with a limit of time of its own, so one follows each call. */
async function* redelivered(env: GitHubSettings, cursor: string | null, now: number): Swept {
  const { since, tried: before } = sweptFrom(cursor, now);
  const attempts: Attempt[] = [];
  for await (const page of deliveryPages(env)) {
    const all = attemptsIn(page);
    const young = all.filter(({ delivered_at }) => Date.parse(delivered_at) >= Date.parse(since));
    attempts.push(...young);
    // Newest first.
    if (young.length < all.length) break;
    yield { cursor: cursorSince(since, before) };
  }
  const { again, tried: known } = due(attempts, before);
  let tried = known;
  const route = "POST /app/hook/deliveries/{delivery_id}/attempts";
  for (const { id, guid } of again) {
    let failed: unknown;
    try {
      await perform(env, only({ route, by: "app", with: { delivery_id: id } }));
    } catch (error) {
      if (passes(github.classify(error))) failed = error;
    }
    // What is refused counts like what was asked for: GitHub has looked at it.
    if (failed === undefined || !holdsUp(github.classify(failed))) tried = triedOnce(tried, guid);
    yield { cursor: cursorSince(since, tried) };
    if (failed !== undefined) throw failed;
  }
  yield { cursor: cursorAt(now, tried) };
}

async function* notified(env: GitHubSettings, cursor: string | null, now: number): Swept {
  const { since, tried: before } = sweptFrom(cursor, now);
  const known = await perform(env, identifying(false));
  const me = { ...meOf(env.GITHUB_BOT_LOGIN, env.GITHUB_ALLOWED_BOTS), ...known };
  let tried = before;
  const stirred: Stirred[] = [];
  for await (const page of pages(env, undefined, "GET /notifications", { all: true, since }, 50)) {
    stirred.push(...stirredIn(page));
    yield { cursor: cursorSince(since, tried) };
  }
  for (const at of leastTried(stirred, ({ key }) => key, tried)) {
    try {
      for await (const told of toldOf(env, at, since)) {
        for (const delivery of deliveriesOf(told, since)) {
          for (const found of github.read(delivery, me)) {
            if (found.kind !== "ignore") yield { found };
          }
        }
        yield { cursor: cursorSince(since, tried) };
      }
    } catch (error) {
      if (passes(github.classify(error))) {
        if (!holdsUp(github.classify(error))) tried = triedOnce(tried, at.key);
        yield { cursor: cursorSince(since, tried) };
        throw error;
      }
      // Gone, or shut to this token: it says nothing about the others.
    }
    tried = triedOnce(tried, at.key, true);
    yield { cursor: cursorSince(since, tried) };
  }
  yield { cursor: cursorAt(now) };
}

/** What was written there: three kinds of comments, each with an endpoint of its own. */
async function* toldOf(env: GitHubSettings, at: Stirred, since: string): AsyncGenerator<Told> {
  const repo = "/repos/{owner}/{repo}";
  const place = { owner: at.repository.owner.login, repo: at.repository.name, number: at.number };
  const below = at.isPull ? "pulls" : "issues";
  const route = `GET ${repo}/${below}/{number}`;
  const subject = await perform(env, only({ route, with: place }));
  yield { at, subject, kind: "opening", page: [] };
  const lists: [Told["kind"], string, object][] = [
    ["comments", "issues/{number}/comments", { since }],
    ["reviewComments", "pulls/{number}/comments", { since }],
    ["reviews", "pulls/{number}/reviews", {}],
  ];
  for (const [kind, list, more] of at.isPull ? lists : lists.slice(0, 1)) {
    for await (const page of pages(env, undefined, `GET ${repo}/${list}`, { ...place, ...more })) {
      yield { at, subject, kind, page };
    }
  }
}
