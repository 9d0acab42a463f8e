import {
  type GitHubApp,
  type GitHubPost,
  type GitHubPostView,
  type GitHubRepository,
  GitHubServer,
  type GitHubThread,
  type GitHubTold,
  type GitHubUser,
} from "@trunkline/emulators";
import type {
  Deed,
  Driver,
  Mishap,
  Operation,
  Place,
  Signer,
  Webhook,
} from "../../../packages/transport/src/testing/kit.ts";
import type { Catcher } from "../catcher.ts";
import { faultOf, shown } from "../disturb.ts";
import { hmacSigned } from "../signed.ts";
import { SECRET, TOKEN } from "./canaries.ts";

const PATCH = "@@ -1,2 +1,2 @@\n a\n-b\n+c";
const EVENTS = [
  ...["issues", "issue_comment", "pull_request", "pull_request_review"],
  ...["pull_request_review_comment", "discussion", "discussion_comment", "hologram"],
];

/** What does it, by REST or by GraphQL. */
const CALLS: Readonly<Record<Operation, RegExp>> = {
  send: /^create(?:Comment|Reply)$|\baddDiscussionComment\b/,
  edit: /^update(?:Review)?Comment$|\bupdateDiscussionComment\b/,
  delete: /^delete(?:Review)?Comment$|\bdeleteDiscussionComment\b/,
  react: /^createReaction|\baddReaction\b/,
  read: /^list(?:Review)?Comments$|^getCollaboratorPermission$|\b(?:comments|replies)\(/,
};

/** How the bot gets in. */
type As = "app" | "token";

interface Room {
  readonly thread: GitHubThread;
  /** Below it everything is said; null: below the issue itself. */
  readonly top: GitHubPost | null;
  readonly isDiscussion: boolean;
  asked: GitHubPost | null;
}

/** A strict GitHub as the laws see it. Time passes with each deed. */
export class GitHubDriver implements Driver {
  readonly server: GitHubServer;
  /** Null: the bot is an account with a token of its own. */
  readonly app: GitHubApp | null;
  readonly bot: GitHubUser;
  readonly #catcher: Catcher;
  readonly #clock: { now: number };
  readonly #tess: GitHubUser;
  readonly #rob: GitHubUser;
  readonly #robot: GitHubUser;
  readonly #repo: GitHubRepository;
  readonly #rooms: Room[] = [];
  #last: GitHubTold["deliveries"] = [];

  private constructor(server: GitHubServer, catcher: Catcher, clock: { now: number }, as: As) {
    this.server = server;
    this.#catcher = catcher;
    this.#clock = clock;
    this.#tess = server.user({ login: "tess" });
    this.#rob = server.user({ login: "rob" });
    this.#robot = server.bot({ login: "dependabot[bot]" });
    this.#repo = server.repository({ owner: this.#tess, name: "shop" });
    const webhook = { url: catcher.url(), secret: SECRET, events: EVENTS };
    if (as === "app") {
      this.app = server.app({ slug: "trunkline", owner: this.#tess, webhook });
      this.bot = this.app.bot;
      server.install(this.app, { account: this.#tess, by: this.#tess });
    } else {
      this.app = null;
      this.bot = server.user({ login: "trunkline" });
      server.token(this.bot, TOKEN);
      server.grant(this.#repo, this.bot, "write");
      server.hook(this.#repo, webhook);
    }
    server.grant(this.#repo, this.#rob, "read");
    server.grant(this.#repo, this.#robot, "write");
  }

  static async begin(catcher: Catcher, as: As = "app"): Promise<GitHubDriver> {
    const clock = { now: Date.now() };
    const server = new GitHubServer({ checked: true, now: () => clock.now });
    await server.listen();
    return new GitHubDriver(server, catcher, clock, as);
  }

  async open(kind: string): Promise<Place> {
    this.#clock.now += 1_000;
    this.#catcher.status = 200;
    this.#rooms.push(this.#made(kind));
    return { room: this.#rooms.length - 1 };
  }

  #made(kind: string): Room {
    const { server } = this;
    if (kind === "line") {
      const files = [{ path: "a.ts", patch: PATCH }];
      const thread = server.pull(this.#repo, this.#tess, { title: "Mend it", files });
      const top = server.inline(thread, this.#tess, { path: "a.ts", line: 2, body: "Hm" });
      return { thread, top, isDiscussion: false, asked: null };
    }
    if (kind === "discussion") {
      const thread = server.discussion(this.#repo, this.#tess, { title: "Colours" });
      const top = server.discuss(thread, this.#tess, "Which?");
      return { thread, top, isDiscussion: true, asked: null };
    }
    const thread = server.issue(this.#repo, this.#tess, { title: "It breaks", body: "Often." });
    return { thread, top: null, isDiscussion: false, asked: null };
  }

  async act(place: Place, deed: Deed): Promise<boolean> {
    this.#clock.now += 1_000;
    const room = this.#room(place);
    const { server } = this;
    switch (deed.kind) {
      case "ask":
        room.asked = this.#say(room, this.#tess, `@trunkline ${deed.text}`);
        return true;
      case "chatter":
        this.#say(room, this.#tess, deed.text);
        return true;
      case "bot":
        this.#say(room, this.#robot, `@trunkline ${deed.text}`);
        return true;
      case "stranger":
        this.#say(room, this.#rob, `@trunkline ${deed.text}`);
        return true;
      case "edit":
        this.#told(server.editComment(this.#asked(room), this.#tess, `@trunkline ${deed.text}`));
        return true;
      case "press":
        this.#told(server.tick(this.#mine(room), this.#tess, 0));
        return true;
      case "remove":
        this.#told(server.deleteComment(this.#mine(room), this.#tess));
        return true;
      case "retract":
        this.#told(server.deleteComment(this.#asked(room), this.#tess));
        return true;
      case "again":
        for (const { id } of this.#last) await server.redeliver(id).delivered;
        return true;
      case "unknown": {
        const sender = this.#tess;
        this.#told(server.event("hologram", { sender, repo: this.#repo, action: "created" }));
        return true;
      }
      default:
        return deed satisfies never;
    }
  }

  async heard() {
    await this.server.idle();
    return this.#catcher.take();
  }

  async seen(place: Place) {
    return this.#ours(this.#room(place)).map(({ text, seen, deletedAt }) => ({
      text: withoutHidden(text),
      versions: seen.map((version) => withoutHidden(version.text)),
      deleted: deletedAt !== null,
    }));
  }

  async reactions(place: Place) {
    const room = this.#room(place);
    const asked = this.#posts(room).find(({ nodeId }) => nodeId === room.asked?.nodeId);
    return (asked?.reactions ?? [])
      .filter(({ user, removedAt }) => user.id === this.bot.id && removedAt === null)
      .map(({ content }) => content);
  }

  async called(place: Place) {
    // A name in code calls nobody, nor does the end of an address.
    return this.#ours(this.#room(place))
      .flatMap(({ seen }) => seen.map(({ text }) => text.replace(/`[^`]*`/g, "")))
      .flatMap((text) => text.match(/(?<![\w/])@[a-z\d][\w/-]*/gi) ?? []);
  }

  async disturb(operation: Operation, mishap: Mishap): Promise<void> {
    this.server.wire.fault({
      match: ({ method, raw }) => CALLS[operation].test(method === "graphql" ? raw : method),
      fault: faultOf(mishap),
    });
  }

  async copy(place: Place): Promise<void> {
    const room = this.#room(place);
    this.#clock.now += 1_000;
    this.#say(room, this.#tess, this.#ours(room).at(-1)?.text ?? "");
  }

  async fail(): Promise<void> {
    this.#catcher.status = 503;
  }

  async sign(webhook: Webhook, by: Signer): Promise<Webhook> {
    const how = { header: "x-hub-signature-256", prefix: "sha256=", secret: SECRET };
    return hmacSigned(webhook, by, how);
  }

  async calls() {
    return this.server.wire.calls.map(shown);
  }

  #say({ thread, top, isDiscussion }: Room, user: GitHubUser, text: string): GitHubPost {
    const { server } = this;
    if (isDiscussion) return this.#told(server.discuss(thread, user, text, top ?? undefined));
    return this.#told(top ? server.reply(top, user, text) : server.comment(thread, user, text));
  }

  #told<T extends GitHubTold>(told: T): T {
    this.#last = told.deliveries;
    return told;
  }

  #posts({ thread }: Room): readonly GitHubPostView[] {
    return this.server.thread(this.#repo, thread.number).posts;
  }

  #ours(room: Room): readonly GitHubPostView[] {
    return this.#posts(room).filter(
      ({ author, kind, replyTo }) =>
        author?.id === this.bot.id &&
        kind !== "review" &&
        (room.top === null || replyTo === room.top.id),
    );
  }

  #mine(room: Room): GitHubPost {
    const last = this.#ours(room).at(-1);
    if (!last) throw new Error("the bot has written nothing there");
    return last;
  }

  #asked({ asked }: Room): GitHubPost {
    if (!asked) throw new Error("nothing was asked there");
    return asked;
  }

  #room({ room }: Place): Room {
    const found = this.#rooms[Number(room)];
    if (!found) throw new Error(`no room ${room}`);
    return found;
  }
}

/** Comments of HTML are not shown. */
const withoutHidden = (text: string): string => text.replace(/<!-- [^\n]* -->/g, "").trimEnd();
