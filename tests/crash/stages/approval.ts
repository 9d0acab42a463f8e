import type { GitHubPostView, GitHubThread } from "@trunkline/emulators";
import { ours, pullOf, quietSpot } from "../../world/threads.ts";
import { NOT_ROUTING } from "../../world/views.ts";
import { until, type World } from "../../world/world.ts";
import type { Place, Stage } from "../stage.ts";
import { GITHUB, githubLabel, placeAt, spoken } from "./github.ts";

const NAMED: Readonly<Record<string, string>> = { mergePull: "merge", updateComment: "change" };

/** Where acts are asked for, decided and carried out. */
export const ACTING: Stage = {
  ...GITHUB,
  labelOf: (call) => NAMED[call.method] ?? githubLabel(call),
};

/** The pull request of each place of a world. */
const pulls = new Map<number, GitHubThread>();

/** How often the pull request of a place has been merged, as GitHub was told. */
export function mergesOf(world: World, n: number): number {
  const path = `/pulls/${pulls.get(n)?.number}/merge`;
  return world.github.wire.calls.filter((call) => call.applied && call.path.includes(path)).length;
}

/** A pull request that nobody has asked to merge so far. The next answer of the model asks for it. */
export function unasked(world: World, n: number): Place {
  const pull = pullOf(world);
  pulls.set(n, pull);
  world.model.next({ kind: "tool", name: "github_merge", input: {} }, NOT_ROUTING);
  return placeAt(world, pull, (text) => `@trunkline merge it now: ${text}`);
}

/** One whose merge waits for a decision: what is said there is that. */
export async function waiting(world: World, n: number): Promise<Place> {
  const { pull, card } = await asked(world, n);
  const code = /\/approve (\w{8})/.exec(card.text)?.[1] ?? "";
  return placeAt(world, pull, () => `/approve ${code}`);
}

/** The same, decided by a click on the box in its card. */
export async function boxed(world: World, n: number): Promise<Place> {
  const { pull, card } = await asked(world, n);
  const { server, owner } = world.github;
  return {
    ...placeAt(world, pull, String),
    say: () => spoken(world, server.tick(card, owner, "Approve")),
  };
}

async function asked(
  world: World,
  n: number,
): Promise<{ readonly pull: GitHubThread; readonly card: GitHubPostView }> {
  const pull = pullOf(world);
  pulls.set(n, pull);
  world.model.next({ kind: "tool", name: "github_merge", input: {} }, NOT_ROUTING);
  const { server, owner } = world.github;
  await server.comment(pull, owner, "@trunkline merge it now").delivered;
  const card = await until("a card", () =>
    ours(world, pull).find(({ text }) => text.includes("/approve")),
  );
  await quietSpot(world, { thread: pull });
  return { pull, card };
}
