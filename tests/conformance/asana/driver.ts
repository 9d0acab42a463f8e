import { type AsanaPerson, AsanaServer } from "@trunkline/emulators";
import type {
  Deed,
  Driver,
  KnockAnswer,
  Mishap,
  Operation,
  Place,
  Signer,
  Webhook,
} from "../../../packages/transport/src/testing/kit.ts";
import type { Catcher } from "../catcher.ts";
import { faultOf, shown } from "../disturb.ts";
import { hmacSigned } from "../signed.ts";
import { TOKEN } from "./canaries.ts";
import { TESS } from "./facts.ts";

const METHODS: Readonly<Record<Operation, RegExp>> = {
  send: /^createStoryForTask$/,
  edit: /^updateStory$/,
  delete: /^deleteStory$/,
  react: /^none$/,
  read: /^get(?:Story|StoriesForTask|Task)$/,
};

/** A mention; and the address of a person's page, of which Asana makes one. */
const CALLING = /<a [^>]*data-asana-gid="[^>]*>|app\.asana\.com\/(?:\d+\/)+profile\/\d+/g;

/** A strict Asana with a project that is subscribed to, as the laws see it. */
export class AsanaDriver implements Driver {
  readonly server: AsanaServer;
  readonly project: { readonly gid: string };
  readonly #catcher: Catcher;
  readonly #tess: AsanaPerson;
  #addresses = 0;
  /** Tasks that are assigned to the bot. */
  readonly #ours = new Set<string>();
  /** The last question by task. */
  readonly #asked = new Map<string, { readonly gid: string }>();

  private constructor(server: AsanaServer, catcher: Catcher) {
    this.server = server;
    this.#catcher = catcher;
    this.#tess = server.person({ name: "Tess", gid: TESS });
    this.project = server.project({ name: "Website" });
  }

  /** @param subscribes - who asks for the subscription: the app, which then answers the handshake, or nobody but us */
  static async begin(catcher: Catcher, subscribes: "app" | "driver" = "driver") {
    const server = new AsanaServer({ token: TOKEN, retryScale: 0.01, limits: null });
    const url = await server.listen();
    const driver = new AsanaDriver(server, catcher);
    catcher.relays = subscribes === "app";
    if (catcher.relays) return driver;
    const data = { resource: driver.project.gid, target: catcher.url("website") };
    const response = await fetch(`${url}/webhooks`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ data }),
    });
    if (!response.ok) throw new Error(await response.text());
    return driver;
  }

  async open(kind: string): Promise<Place> {
    const isOurs = kind === "assigned";
    const { gid } = this.server.createTask(this.#tess, {
      name: "Launch",
      projects: [this.project],
      ...(isOurs ? { assignee: this.server.bot } : {}),
    });
    // On a task of the bot's everything is for it.
    if (isOurs) this.#ours.add(gid);
    return { task: gid };
  }

  async act({ task: gid }: Place, deed: Deed): Promise<boolean> {
    const { server } = this;
    const task = { gid: String(gid) };
    switch (deed.kind) {
      case "ask": {
        const isOurs = this.#ours.has(task.gid);
        const put = isOurs ? server.comment : server.ask;
        this.#asked.set(task.gid, put.call(server, task, this.#tess, deed.text));
        return true;
      }
      case "chatter":
        if (this.#ours.has(task.gid)) return false;
        server.comment(task, this.#tess, deed.text);
        return true;
      case "edit": {
        const html = `<body>${server.mention(server.bot)} ${deed.text}</body>`;
        server.editComment(this.#question(task.gid), { html });
        return true;
      }
      case "retract":
        server.deleteComment(this.#question(task.gid));
        return true;
      case "remove":
        server.deleteComment(this.#written(task.gid).at(-1) ?? { gid: "" });
        return true;
      case "again": {
        const last = server.deliveries.findLast(({ kind }) => kind === "events");
        if (!last) throw new Error("nothing was delivered");
        await server.redeliver(last);
        return true;
      }
      case "unknown": {
        const user = { gid: this.#tess.gid, resource_type: "user" };
        const resource = { gid: "1", resource_type: "hologram" };
        const about = { user, resource, parent: null, created_at: new Date().toISOString() };
        const hook = server.webhooks[0]?.gid ?? "";
        await server.post(hook, JSON.stringify({ events: [{ ...about, action: "shone" }] }));
        return true;
      }
      case "bot":
      case "stranger":
      case "press":
        // An integration is a person to Asana, the settings say who may ask, and there are no buttons.
        return false;
      default:
        return deed satisfies never;
    }
  }

  async heard() {
    await this.server.idle();
    return this.#catcher.take();
  }

  async seen({ task }: Place) {
    return this.#written(String(task)).map(({ text, seen, deleted }) => ({
      text,
      versions: seen.map((version) => version.text),
      deleted,
    }));
  }

  async called({ task }: Place) {
    const versions = this.#written(String(task)).flatMap(({ seen }) => seen);
    return versions.flatMap(({ html }) => html.match(CALLING) ?? []);
  }

  async copy({ task }: Place): Promise<void> {
    const html = this.#written(String(task)).at(-1)?.html ?? "";
    this.server.comment({ gid: String(task) }, this.#tess, { html });
  }

  async disturb(operation: Operation, mishap: Mishap): Promise<void> {
    const match = ({ method }: { readonly method: string }) => METHODS[operation].test(method);
    this.server.wire.fault({ match, fault: faultOf(mishap) });
  }

  /** Each subscription has a secret of its own, which the platform has chosen. */
  async sign(webhook: Webhook, by: Signer): Promise<Webhook> {
    const path = `/${webhook.registration}`;
    const hook = this.server.webhooks.find(({ target }) => target.endsWith(path));
    const how = { header: "x-hook-signature", prefix: "", secret: hook?.secret ?? "" };
    return hmacSigned(webhook, by, how);
  }

  async address() {
    this.#addresses += 1;
    const name = `driver${this.#addresses}`;
    this.#catcher.own.add(name);
    return { resource: this.project.gid, target: this.#catcher.url(name) };
  }

  async confided(target: string): Promise<string | null> {
    return this.server.webhooks.find((hook) => hook.target === target)?.secret ?? null;
  }

  async knocks() {
    return this.#catcher.knocks();
  }

  async answer(id: string, answer: KnockAnswer): Promise<void> {
    this.#catcher.answer(id, answer);
  }

  async calls() {
    return this.server.wire.calls.filter(({ method }) => method !== "createWebhook").map(shown);
  }

  #written(task: string) {
    const { gid } = this.server.bot;
    return this.server
      .task(task)
      .stories.filter(({ isComment, createdBy }) => isComment && createdBy?.gid === gid);
  }

  #question(task: string): { readonly gid: string } {
    const asked = this.#asked.get(task);
    if (!asked) throw new Error("nothing was asked there");
    return asked;
  }
}
