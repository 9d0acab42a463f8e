import { randomBytes } from "node:crypto";
import { GitHubServer } from "@trunkline/emulators";
import { GitHubStage } from "@trunkline/emulators/playground";
import type { Environment } from "../serve/check-settings.ts";
import type { LocalPlatform } from "./platform.ts";
import { freePort, readPort } from "./port.ts";

const SLUG = "trunkline";
const FILE = "src/berths.ts";
const PATCH = [
  "@@ -12,5 +12,6 @@ export function assign(ships: Ship[]) {",
  "   const free = berths.filter(({ ship }) => ship === null);",
  "-  return ships.map((ship, i) => free[i]);",
  "+  const byLength = ships.toSorted((a, b) => b.length - a.length);",
  "+  return byLength.map((ship) => free.find(({ length }) => length >= ship.length));",
  " }",
  " ",
].join("\n");
/** In the new file: the one that the thread is about. */
const LINE = 14;

/** An emulated GitHub: a repository with an issue and a pull request, its people, and a stranger. */
export async function localGitHub(shell: Environment, adminToken: string): Promise<LocalPlatform> {
  const port = await freePort(readPort("GITHUB_PORT", shell.GITHUB_PORT, 8802));
  const github = new GitHubServer();
  const [robin, mika, sam] = ["robin", "mika", "sam"].map((login) => github.user({ login }));
  if (!robin || !mika || !sam) throw new Error("three people");
  const repo = github.repository({ owner: robin, name: "harbour", people: [[mika, "write"]] });
  const secret = randomBytes(24).toString("hex");
  const webhook = { url: `http://127.0.0.1:${port}/webhook`, secret };
  const issue = github.issue(repo, robin, {
    title: "Two ships in one berth",
    body: "On **Tuesdays** `assign()` gives one berth to two ships.\n\n- [ ] reproduce it\n- [ ] mend it",
  });
  const pull = github.pull(repo, mika, {
    title: "The longest ship chooses first",
    body: "A long ship found no berth, because a short one lay in the only long one.",
    files: [{ path: FILE, patch: PATCH, status: "modified" }],
  });
  const top = github.inline(pull, robin, {
    ...{ path: FILE, line: LINE, body: "What if no berth is long enough?" },
  });
  // From here on it hears what happens: nothing before was for it.
  const app = github.app({ slug: SLUG, owner: robin, webhook });
  const installation = github.install(app, { account: robin, by: robin });
  const people = [robin, mika, sam] as const;
  const stage = new GitHubStage({
    ...{ github, slug: SLUG, bot: app.bot },
    rooms: [
      { id: "issue", tab: "Issue #1", about: "an issue", thread: issue, people },
      { id: "pull", tab: "Pull request #2", about: "a pull request", thread: pull, people },
      {
        ...{ id: "line", tab: "A line of #2", about: "a thread at a line", thread: pull, people },
        line: { top, path: FILE, diff: PATCH.split("\n").slice(0, 4) },
      },
    ],
    badges: new Map([
      [robin.id, "Owner"],
      [mika.id, "Collaborator"],
    ]),
    notes: new Map([
      [sam.id, "a stranger: anybody may write here, only those who may push are answered"],
    ]),
  });
  const url = await github.listen();
  return {
    stage,
    operator: {
      url: `http://127.0.0.1:${port}`,
      token: adminToken,
      account: `github:${installation.id}`,
    },
    port,
    settings: {
      GITHUB_APP_ID: String(app.id),
      GITHUB_APP_PRIVATE_KEY: github.privateKey("pkcs1"),
      GITHUB_WEBHOOK_SECRET: secret,
      GITHUB_API_URL: url,
      GITHUB_BOT_LOGIN: SLUG,
      // Open also to those who write elsewhere, in a chat or a task.
      GITHUB_DOOR_PLACES: `${robin.login}/${repo.name}`,
    },
    // Told when the App was made.
    connect: async () => {},
    close: () => github.close(),
  };
}
