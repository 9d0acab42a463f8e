import { type Call, type Reply, Wire } from "@trunkline/emulators";
import { Events, VERIFICATION_TOKEN } from "./events.ts";
import { type Args, METHODS, No } from "./methods.ts";
import { type Letter, post, sign } from "./webhook.ts";
import { type Channel, type Kept, Workspace } from "./workspace.ts";

export interface SlackOptions {
  readonly token?: string;
  readonly signingSecret?: string;
  /** Factor on the waits between attempts to deliver. */
  readonly retryScale?: number;
}

/** How long Slack waits before it delivers again: at once, a minute, five (docs.slack.dev, Events API, retries). */
const RETRIES_MS = [0, 60_000, 300_000];

/** A strict Slack on loopback: one workspace, the Web API an agent needs, and signed events. */
export class SlackFake {
  readonly token: string;
  readonly signingSecret: string;
  readonly workspace = new Workspace();
  readonly wire: Wire;
  /** How deliveries were answered, each attempt. */
  readonly deliveries: { readonly attempt: number; readonly status: number }[] = [];
  readonly #events = new Events(this.workspace);
  readonly #retryScale: number;
  #url: string | null = null;
  #waiting: string[] = [];
  #last: string | null = null;

  constructor({ token, signingSecret, retryScale = 1 }: SlackOptions = {}) {
    this.token = token ?? "xoxb-CANARY-bot-token";
    this.signingSecret = signingSecret ?? "CANARY-signing-secret";
    this.#retryScale = retryScale;
    this.wire = new Wire({
      method: ({ path }) => path.replace(/^\/api\//, ""),
      apply: (call) => this.#answer(call),
    });
  }

  /** @returns what `SLACK_API_URL` is to be */
  async listen(): Promise<string> {
    return `${await this.wire.listen()}/api`;
  }

  close(): Promise<void> {
    return this.wire.close();
  }

  /** Everything that must never come out of the app. */
  get secrets(): readonly string[] {
    return [this.token, this.signingSecret, VERIFICATION_TOKEN];
  }

  /** Saves the address of the app, which must answer the challenge first. @throws in Slack's words */
  async subscribe(url: string): Promise<void> {
    const challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P";
    const asked = { token: VERIFICATION_TOKEN, challenge, type: "url_verification" };
    const { status, body } = await post(url, this.sign(JSON.stringify(asked)));
    if (status !== 200 || (body !== challenge && body !== JSON.stringify({ challenge }))) {
      throw new Error(
        `Your URL didn't respond with the value of the challenge parameter: ${status} ${body}`,
      );
    }
    this.#url = url;
  }

  sign(body: string, retry?: number): Letter {
    return sign(this.signingSecret, body, Date.now(), retry);
  }

  /** Somebody writes. @returns the message, and when the app has accepted it */
  say(
    channel: Channel,
    user: string,
    text: string,
    { threadTs = null, botId = null }: Partial<Pick<Kept, "threadTs" | "botId">> = {},
  ): { readonly message: Kept; readonly delivered: Promise<void> } {
    const message = this.workspace.write(channel, { user, botId }, text, threadTs);
    return { message, delivered: this.#tell(this.#events.written(channel, message)) };
  }

  /** The author changes the words. */
  change(channel: Channel, message: Kept, text: string): Promise<void> {
    const before = message.text;
    this.workspace.rewrite(message, text);
    return this.#tell(this.#events.changed(channel, message, before));
  }

  /** Whoever may deletes it. */
  remove(channel: Channel, message: Kept): Promise<void> {
    message.deleted = true;
    return this.#tell(this.#events.deleted(channel, message));
  }

  /** An event of any kind, correctly delivered. */
  tell(event: object): Promise<void> {
    return this.#tell(this.#events.wrap(event));
  }

  /** What was told while no address was saved, signed now. */
  take(): readonly Letter[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting.map((body) => this.sign(body));
  }

  /** The last delivery once more, as after no answer within three seconds. */
  again(): Letter | null {
    return this.#last === null ? null : this.sign(this.#last, 1);
  }

  /** "Too many requests", in Slack's words (docs.slack.dev, rate limits). */
  static tooMany(seconds: number): Reply {
    const headers = { "retry-after": String(seconds) };
    return { status: 429, headers, body: { ok: false, error: "ratelimited" } };
  }

  #tell(body: string | null): Promise<void> {
    if (body === null) return Promise.resolve();
    this.#last = body;
    if (this.#url !== null) return this.#deliver(this.#url, body);
    this.#waiting.push(body);
    return Promise.resolve();
  }

  /** @throws when Slack gives it up: after four attempts */
  async #deliver(url: string, body: string): Promise<void> {
    for (let attempt = 0; attempt <= RETRIES_MS.length; attempt += 1) {
      const { status, noRetry } = await post(url, this.sign(body, attempt || undefined));
      this.deliveries.push({ attempt, status });
      if (status >= 200 && status < 300) return;
      if (noRetry) break;
      const wait = (RETRIES_MS[attempt] ?? 0) * this.#retryScale;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    throw new Error("the app has not accepted an event");
  }

  /** Almost every refusal is HTTP 200 (docs.slack.dev, Web API, evaluating responses). */
  #answer({ method, headers, body }: Call): Reply {
    const refuse = (error: string): Reply => ({ status: 200, body: { ok: false, error } });
    const apply = METHODS[method];
    if (!apply) return refuse("unknown_method");
    if (!headers.authorization) return refuse("not_authed");
    if (headers.authorization !== `Bearer ${this.token}`) return refuse("invalid_auth");
    if (!headers["content-type"]?.startsWith("application/json")) {
      return refuse("invalid_post_type");
    }
    if (!isArgs(body)) return refuse("invalid_json");
    const tell = (news: string | null) => {
      // A caller does not wait for what the app is told.
      this.#tell(news).catch(() => {});
    };
    try {
      const said = apply(this.workspace, body, {
        written: (channel, message) => tell(this.#events.written(channel, message)),
        changed: (channel, message, before) => tell(this.#events.changed(channel, message, before)),
        deleted: (channel, message) => tell(this.#events.deleted(channel, message)),
      });
      return { status: 200, body: { ok: true, ...said } };
    } catch (error) {
      if (error instanceof No) return refuse(error.message);
      throw error;
    }
  }
}

function isArgs(value: unknown): value is Args {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
