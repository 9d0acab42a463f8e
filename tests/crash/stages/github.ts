import type { Call, GitHubThread, GitHubTold } from "@trunkline/emulators";
import { until, type World } from "../../world/world.ts";
import type { Place, Seen, Spoken, Stage } from "../stage.ts";

/** A second of the platform is 40 ms here (`platformSecondMs`), and our own pacing is as much faster. */
const limits = { perHour: 125_000, contentPerMinute: 2_000, contentPerHour: 12_500 };

export const GITHUB: Stage = {
  app: "github",
  // A delivery that finds nobody is never repeated: without the sweep it would be lost.
  options: { github: { limits }, timings: { sweepMs: 900 } },
  chaos: { sweepMs: 700 },
  tier: "look back",
  creates: ["comment", "reply", "remark"],
  varying: [],
  sweeps: true,
  wire: (world) => world.github.wire,
  labelOf: githubLabel,
  tooMany: (retryAfterSeconds) => ({
    status: 403,
    headers: { "retry-after": String(retryAfterSeconds), "x-ratelimit-remaining": "4000" },
    body: { message: "You have exceeded a secondary rate limit." },
  }),
  async ready(world) {
    // By then the account knows who it is, and looks for failed deliveries by itself.
    await until("the first look around", () => {
      const seen = (name: string) =>
        world.github.wire.calls.some(({ method, status }) => method === name && status === 200);
      return seen("listDeliveries") && seen("getUser");
    });
  },
  place: issueOf,
};

/** The same with a token: nothing can be delivered again, and what was lost stands in the notifications. */
export const WITH_TOKEN: Stage = {
  ...GITHUB,
  options: { ...GITHUB.options, github: { limits, as: "token" } },
  async ready(world) {
    await until("the first look around", () =>
      world.github.wire.calls.some(
        ({ method, status }) => method === "listNotifications" && status === 200,
      ),
    );
  },
};

const NAMED: Readonly<Record<string, string>> = {
  getCollaboratorPermission: "permission",
  createReactionForComment: "eyes",
  createReactionForReviewComment: "eyes",
  getIssue: "gather",
  createComment: "comment",
  createReply: "reply",
};

/** Of GraphQL, the way to discussions: what a query asks for. Only who looks for his own asks who is the author. */
const ASKED: readonly (readonly [RegExp, string])[] = [
  [/\baddDiscussionComment\b/, "remark"],
  [/\baddReaction\b/, "eyes"],
  [/\bviewerDidAuthor\b/, "find"],
  [/\blastEditedAt\b/, "gather"],
];

export function githubLabel({ method, path, raw }: Call): string | null {
  if (method === "graphql") return ASKED.find(([field]) => field.test(raw))?.[1] ?? null;
  // Only who looks for a message of his own asks for what is young.
  if (method === "listComments") return path.includes("since=") ? "find" : "gather";
  return NAMED[method] ?? null;
}

/** An issue in which the owner of the repository asks. */
export function issueOf(world: World): Place {
  const { server, repo, owner } = world.github;
  const issue = server.issue(repo, owner, { title: "It breaks", body: "On Tuesdays." });
  return {
    say: (text) => spoken(world, server.comment(issue, owner, `@trunkline ${text}`)),
    conversations: () => [named(issue, "")],
    ours: () => oursIn(world, issue),
    lose: () => server.loseDeliveries(),
  };
}

/** A place that is there already. @param said - what is written there for what somebody is to say */
export function placeAt(world: World, thread: GitHubThread, said: (text: string) => string): Place {
  const { server, owner } = world.github;
  return {
    say: (text) => spoken(world, server.comment(thread, owner, said(text))),
    conversations: () => [named(thread, "")],
    ours: () => oursIn(world, thread),
    lose: () => server.loseDeliveries(),
  };
}

/** One whose first answer is accepted, and GitHub never says so. */
export function doubtful(world: World): Place {
  world.github.wire.fault({ method: "createComment", fault: { kind: "cut-after" } });
  return issueOf(world);
}

/** A line of a pull request, with a thread in which it is asked. */
export function line(world: World): Place {
  const { server, repo, owner } = world.github;
  const files = [{ path: "a.ts", patch: "@@ -1,2 +1,2 @@\n a\n-b\n+c" }];
  const pull = server.pull(repo, owner, { title: "Mend it", files });
  const top = server.inline(pull, owner, { path: "a.ts", line: 2, body: "Hm" });
  return {
    say: (text) => spoken(world, server.reply(top, owner, `@trunkline ${text}`)),
    conversations: () => [named(pull, `:r${top.id}`)],
    ours: () => oursIn(world, pull),
    lose: () => server.loseDeliveries(),
  };
}

/** A thread in a discussion. */
export function discussion(world: World): Place {
  const { server, repo, owner } = world.github;
  const about = server.discussion(repo, owner, { title: "Colours", body: "Red or blue?" });
  const top = server.discuss(about, owner, "Which?");
  return {
    say: (text) => spoken(world, server.discuss(about, owner, `@trunkline ${text}`, top)),
    conversations: () => [encodeURIComponent(`${about.repo.id}d${about.number}:${top.id}`)],
    ours: () => oursIn(world, about),
    lose: () => server.loseDeliveries(),
  };
}

function named({ repo, number }: GitHubThread, below: string): string {
  return encodeURIComponent(`${repo.id}#${number}${below}`);
}

/** What somebody has done there, as it was delivered. */
export function spoken({ github: { server } }: World, told: GitHubTold): Spoken {
  const again = async (): Promise<void> => {
    for (const { id } of told.deliveries) await server.redeliver(id).delivered;
  };
  return {
    delivered: told.delivered,
    again,
    duplicate: (times) => Promise.all(Array.from({ length: times }, again)),
  };
}

/** As people see it: our mark at the end is hidden. */
function oursIn({ github: { server, bot } }: World, { repo, number }: GitHubThread): Seen[] {
  const shown = (text: string) => text.replace(/\n\n<!-- [^\n]* -->$/, "");
  return server
    .thread(repo, number)
    .posts.filter(({ author, kind }) => author?.id === bot.id && kind !== "review")
    .map(({ nodeId, text, seen, deletedAt }) => ({
      id: nodeId,
      text: shown(text),
      versions: seen.map((version) => shown(version.text)),
      deleted: deletedAt !== null,
    }));
}
