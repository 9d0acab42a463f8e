import type { GitHubPostView, GitHubThread, GitHubUser } from "@trunkline/emulators";
import type { BatchView, ChatInspection } from "./views.ts";
import { until, type World } from "./world.ts";

/** An issue, a pull request, a discussion, or with `root` one thread in the latter two. */
export interface Spot {
  readonly thread: GitHubThread;
  readonly root?: number;
}

let opened = 0;

/** An issue of the owner's that does not mention the bot. */
export function issueOf({ github }: World, body = "It breaks on Tuesdays."): GitHubThread {
  opened += 1;
  return github.server.issue(github.repo, github.owner, { title: `Issue ${opened}`, body });
}

/** A pull request of the owner's. */
export function pullOf({ github }: World): GitHubThread {
  opened += 1;
  return github.server.pull(github.repo, github.owner, {
    title: `Change ${opened}`,
    body: "Mends it.",
    files: [{ path: "a.ts", patch: "@@ -1,2 +1,2 @@\n a\n-b\n+c", status: "modified" }],
  });
}

/** Somebody mentions the bot in a comment; default: the owner. */
export function ask({ github }: World, thread: GitHubThread, text: string, by?: GitHubUser) {
  return github.server.comment(thread, by ?? github.owner, `@trunkline ${text}`);
}

/** What the bot has written somewhere, as it stands there now. */
export function ours({ github }: World, { repo, number }: GitHubThread): GitHubPostView[] {
  return github.server
    .thread(repo, number)
    .posts.filter(({ author, deletedAt }) => author?.id === github.bot.id && deletedAt === null)
    .filter(({ text }) => text !== "");
}

/** Every text of the bot's that was ever to be seen there. */
export function everSeen({ github }: World, thread: GitHubThread): string[] {
  return github.server
    .everVisible(thread)
    .filter(({ author }) => author.id === github.bot.id)
    .map(({ text }) => text);
}

/** As the operator's routes name it. */
export function conversationOf({ thread, root }: Spot, kind: "#" | "d" = "#"): string {
  const below = root === undefined ? "" : `:${kind === "d" ? "" : "r"}${root}`;
  return encodeURIComponent(`${thread.repo.id}${kind}${thread.number}${below}`);
}

export async function inspectSpot(
  world: World,
  spot: Spot,
  kind?: "#" | "d",
): Promise<ChatInspection> {
  const path = `/conversations/${conversationOf(spot, kind)}`;
  return (await world.admin(path, "GET", "github")) as ChatInspection;
}

/** Waits until there have been so many batches and nothing is open any more. @returns newest first */
export function quietSpot(
  world: World,
  spot: Spot,
  count = 1,
  kind?: "#" | "d",
): Promise<readonly BatchView[]> {
  return until(`quiet ${conversationOf(spot, kind)}`, async () => {
    const seen = await inspectSpot(world, spot, kind).catch(() => null);
    if (!seen || seen.pending.length > 0 || seen.batches.length < count) return null;
    const open = seen.batches.some(
      ({ state, owed, posts }) =>
        ["active", "waiting"].includes(state) ||
        (owed === 1 && !["dead", "undeliverable", "uncertain"].includes(state)) ||
        posts.some((post) => post.state === "open"),
    );
    return !open && seen.batches;
  });
}

/** Waits until an answer stands there that says something. */
export function answered(world: World, thread: GitHubThread, nonce: string) {
  return until(`an answer with ${nonce}`, () =>
    ours(world, thread).find(({ text }) => text.includes(nonce)),
  );
}
