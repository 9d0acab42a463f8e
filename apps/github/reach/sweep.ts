import type { Inbound } from "@trunkline/transport";
import {
  type Attempt,
  attemptsIn,
  cursorAt,
  deliveriesOf,
  due,
  type GitHubContext,
  github,
  identifying,
  meOf,
  only,
  type Stirred,
  stirredIn,
  sweptFrom,
} from "@trunkline/transport/github";
import { client, perform } from "../src/client.ts";
import type { GitHubSettings } from "../src/env.ts";
import { pages } from "./listed.ts";

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

/** The list has no page numbers: its link leads on. */
async function* redelivered(env: GitHubSettings, cursor: string | null, now: number): Swept {
  const { since, tried } = sweptFrom(cursor, now);
  const attempts: Attempt[] = [];
  const { paginate } = await client(env, "app");
  for await (const { data } of paginate.iterator("GET /app/hook/deliveries", { per_page: 100 })) {
    const all = attemptsIn(data);
    const young = all.filter(({ delivered_at }) => Date.parse(delivered_at) >= Date.parse(since));
    attempts.push(...young);
    // Newest first.
    if (young.length < all.length) break;
  }
  const again = due(attempts, tried);
  for (const id of again.ids) {
    const route = "POST /app/hook/deliveries/{delivery_id}/attempts";
    await perform(env, only({ route, by: "app", with: { delivery_id: id } }));
  }
  yield { cursor: cursorAt(now, again.tried) };
}

async function* notified(env: GitHubSettings, cursor: string | null, now: number): Swept {
  const { since } = sweptFrom(cursor, now);
  const known = await perform(env, identifying(false));
  const me = { ...meOf(env.GITHUB_BOT_LOGIN, env.GITHUB_ALLOWED_BOTS), ...known };
  for await (const page of pages(env, undefined, "GET /notifications", { all: true, since }, 50)) {
    for (const stirred of stirredIn(page)) {
      for (const delivery of deliveriesOf(await told(env, stirred, since), since)) {
        for (const found of github.read(delivery, me)) {
          if (found.kind !== "ignore") yield { found };
        }
      }
    }
  }
  yield { cursor: cursorAt(now) };
}

/** What was written there: three kinds of comments, each with an endpoint of its own. */
async function told(env: GitHubSettings, at: Stirred, since: string) {
  const repo = "/repos/{owner}/{repo}";
  const place = { owner: at.repository.owner.login, repo: at.repository.name, number: at.number };
  const below = at.isPull ? "pulls" : "issues";
  const all = async (list: string, more: object = { since }) => {
    const found: unknown[] = [];
    const route = `GET ${repo}/${list}`;
    for await (const page of pages(env, undefined, route, { ...place, ...more })) {
      found.push(...page);
    }
    return found;
  };
  return {
    at,
    subject: await perform(env, only({ route: `GET ${repo}/${below}/{number}`, with: place })),
    comments: await all("issues/{number}/comments"),
    reviewComments: at.isPull ? await all("pulls/{number}/comments") : [],
    reviews: at.isPull ? await all("pulls/{number}/reviews", {}) : [],
  };
}
