import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type GitHubDelivery,
  type GitHubPost,
  type GitHubRepository,
  GitHubServer,
  type GitHubThread,
  type GitHubUser,
} from "@trunkline/emulators";
import type { Inbound, SendOptions, Transport } from "@trunkline/transport";
import { type GitHubContext, github, meOf } from "@trunkline/transport/github";
import type { GitHubSettings } from "../src/env.ts";
import { connect } from "../src/transport.ts";

type Told = { readonly deliveries: readonly GitHubDelivery[] };

/** A strict GitHub with an App in one repository, and our adapter to it. Time passes with each deed. */
export class World {
  readonly server: GitHubServer;
  readonly settings: GitHubSettings;
  readonly transport: Transport<GitHubContext>;
  readonly tess: GitHubUser;
  readonly rob: GitHubUser;
  readonly bot: GitHubUser;
  readonly repo: GitHubRepository;
  /** What the App's webhook answers. */
  answers = 200;
  readonly #clock: { now: number };
  readonly #webhook: Server;

  private constructor(server: GitHubServer, webhook: Server, clock: { now: number }) {
    this.server = server;
    this.#webhook = webhook.on("request", (request, response) => {
      request.resume().on("end", () => response.writeHead(this.answers).end());
    });
    this.#clock = clock;
    this.tess = server.user({ login: "tess" });
    this.rob = server.user({ login: "rob" });
    const { port } = webhook.address() as AddressInfo;
    const hook = { url: `http://127.0.0.1:${port}/webhook`, secret: "s3cret-of-the-test" };
    const app = server.app({ slug: "trunkline", owner: this.tess, webhook: hook });
    this.bot = app.bot;
    this.repo = server.repository({ owner: this.tess, name: "shop" });
    server.install(app, { account: this.tess, by: this.tess });
    this.settings = {
      GITHUB_APP_ID: String(app.id),
      GITHUB_APP_PRIVATE_KEY: server.privateKey("pkcs1"),
      GITHUB_API_URL: server.wire.origin,
    };
    this.transport = connect(this.settings);
  }

  static async begin(): Promise<World> {
    const clock = { now: Date.now() };
    const server = new GitHubServer({ checked: true, now: () => clock.now });
    await server.listen();
    const webhook = createServer();
    await new Promise<void>((resolve) => webhook.listen(0, "127.0.0.1", resolve));
    return new World(server, webhook, clock);
  }

  /** Epoch milliseconds at GitHub. */
  get now(): number {
    return this.#clock.now;
  }
  set now(now: number) {
    this.#clock.now = now;
  }

  /** The last delivery of a deed, as our webhook would read it. */
  read({ deliveries }: Told, event?: string): Inbound<GitHubContext>[] {
    this.now += 5_000;
    const last = deliveries.findLast((one) => event === undefined || one.event === event);
    if (!last) throw new Error("nobody was told");
    const headers = new Headers({ "x-github-event": last.event, "x-github-delivery": last.guid });
    // What GitHub has sent, not what it meant.
    const body: unknown = JSON.parse(last.body);
    const me = { ...meOf("trunkline"), id: String(this.bot.id) };
    return [...github.read({ body, header: (name) => headers.get(name) }, me)];
  }

  message(told: Told, event?: string) {
    const [inbound] = this.read(told, event);
    if (inbound?.kind === "message") return inbound;
    throw new Error(JSON.stringify(inbound));
  }

  /** The context of a message, as it comes back from the store. */
  ask(told: Told, event?: string): GitHubContext {
    return github.context(JSON.parse(JSON.stringify(this.message(told, event).ctx)));
  }

  say(ctx: GitHubContext, markdown: string, options: SendOptions = { key: "batch-1:0" }) {
    this.now += 5_000;
    return this.transport.send(ctx, github.dialect.render(markdown), options);
  }

  /** What stands in a thread besides its opening, without what was deleted. */
  posts({ number }: GitHubThread) {
    const { posts } = this.server.thread(this.repo, number);
    return posts.filter(({ deletedAt, kind }) => deletedAt === null && kind !== "review");
  }

  last(thread: GitHubThread) {
    const post = this.posts(thread).at(-1);
    if (!post) throw new Error("nothing was written");
    return post;
  }

  async close(): Promise<void> {
    await this.server.close();
    this.#webhook.closeAllConnections();
    await new Promise((resolve) => this.#webhook.close(resolve));
  }
}

export type { GitHubPost, GitHubThread };
