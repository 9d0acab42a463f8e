import { type By, only } from "@trunkline/transport/github";
import { client, perform } from "../src/client.ts";
import type { GitHubSettings } from "../src/env.ts";

const PER_PAGE = 100;

type Parameters = Readonly<Record<string, string | number | boolean>>;

/** One page of a list. */
async function page(
  env: GitHubSettings,
  by: By,
  route: string,
  parameters: Parameters,
  number: number,
): Promise<readonly unknown[]> {
  const call = { route, with: { per_page: PER_PAGE, ...parameters, page: number } };
  const listed = await perform(env, only(call), by);
  if (!Array.isArray(listed)) throw new Error("a list was expected");
  return listed;
}

/** All pages of a list in its order, each asked for when it is needed. @param most - what one page holds */
export async function* pages(
  env: GitHubSettings,
  by: By,
  route: string,
  parameters: Parameters,
  most = PER_PAGE,
): AsyncGenerator<readonly unknown[]> {
  for (let number = 1; ; number += 1) {
    const listed = await page(env, by, route, { ...parameters, per_page: most }, number);
    yield listed;
    if (listed.length < most) return;
  }
}

/** The same from its end, for a list that cannot be asked for the other way round. @param count - of all */
export async function* pagesFromTheEnd(
  env: GitHubSettings,
  by: By,
  route: string,
  parameters: Parameters,
  count: number,
): AsyncGenerator<readonly unknown[]> {
  for (let number = Math.ceil(count / PER_PAGE); number > 0; number -= 1) {
    yield (await page(env, by, route, parameters, number)).toReversed();
  }
}

/** Pages of an App's deliveries, newest first. They have no numbers: a link leads on. */
export async function* deliveryPages(env: GitHubSettings): AsyncGenerator<unknown> {
  const route = "GET /app/hook/deliveries";
  for (let cursor: string | null | undefined; cursor !== null; ) {
    // A client for each page: its limit of time is for all that it asks.
    const octokit = await client(env, "app");
    const from = cursor === undefined ? {} : { cursor };
    const { data, headers } = await octokit.request(route, { per_page: PER_PAGE, ...from });
    yield data;
    const [, next] = /<([^>]+)>; *rel="next"/.exec(headers.link ?? "") ?? [];
    cursor = next === undefined ? null : new URL(next).searchParams.get("cursor");
  }
}
