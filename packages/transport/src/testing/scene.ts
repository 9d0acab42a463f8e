import type { Delivery, Inbound, MessageRef, Transport } from "../contract.ts";
import type { Fault } from "../faults.ts";
import type { Rendered } from "../rendered.ts";
import { Broken } from "./broken.ts";
import type { Deed, Driver, Facts, Ground, Place, Subject, Webhook } from "./kit.ts";

/** Events that become a message, or will once they are looked up. */
export type Arrival<C> = Extract<Inbound<C>, { readonly ctx: C; readonly key: string }>;

/** A question that has arrived. */
export interface Question<C> {
  readonly place: Place;
  readonly ctx: C;
  /** What the reader has made of the webhook; a reference where it holds ids only. */
  readonly arrival: Arrival<C>;
}

/** A begun world with what laws do in it. */
export class Scene<C> {
  readonly platform: Subject<C>["platform"];
  readonly facts: Facts;
  readonly ground: Ground<C>;
  readonly transport: Transport<C>;
  readonly #known = new Set<string>();
  readonly #unknown = new Set<string>();

  constructor(platform: Subject<C>["platform"], facts: Facts, ground: Ground<C>) {
    this.platform = platform;
    this.facts = facts;
    this.ground = ground;
    this.transport = ground.connect();
  }

  get driver(): Driver {
    return this.ground.driver;
  }

  /** Opens a place of a kind, or of the usual one. */
  open(kind = this.facts.places[0] ?? ""): Promise<Place> {
    return this.driver.open(kind);
  }

  /** Does something there. @returns whether the platform knows it */
  async act(place: Place, deed: Deed): Promise<boolean> {
    const isKnown = await this.driver.act(place, deed);
    (isKnown ? this.#known : this.#unknown).add(deed.kind);
    return isKnown;
  }

  /** Deeds that the platform does not know, so that a law has seen nothing of them. */
  get unseen(): string[] {
    return [...this.#unknown].map(
      (kind) => `${kind} ${this.#known.has(kind) ? "in some places" : "at all"}`,
    );
  }

  /** Does something and reads what the platform tells of it; null: it knows no such thing there. */
  async told(place: Place, deed: Deed): Promise<readonly Inbound<C>[] | null> {
    await this.driver.heard();
    if (!(await this.act(place, deed))) return null;
    return this.read(await this.driver.heard());
  }

  read(webhooks: readonly Webhook[]): readonly Inbound<C>[] {
    return webhooks.flatMap((webhook) => [
      ...this.platform.read(deliveryOf(webhook), this.ground.me),
    ]);
  }

  /** What would start or change a turn, looked up where it holds ids only. */
  async messagesIn(events: readonly Inbound<C>[]): Promise<Question<C>[]> {
    const found: Question<C>[] = [];
    for (const event of events) {
      if (event.kind !== "message" && event.kind !== "edit" && event.kind !== "reference") continue;
      const ctx = event.kind === "reference" ? await this.#resolved(event.ctx) : event.ctx;
      if (ctx !== null) found.push({ place: {}, ctx, arrival: event });
    }
    return found;
  }

  async #resolved(ctx: C): Promise<C | null> {
    const { resolve } = this.transport;
    if (!resolve) {
      throw new Broken("the reader yields references", "no resolve", "a transport with resolve");
    }
    return resolve(this.again(ctx));
  }

  /** Somebody who may ask asks; anything but one message of it breaks the law. */
  async asked(kind?: string, text = "how are you?", given?: Place): Promise<Question<C>> {
    const place = given ?? (await this.open(kind));
    const events = await this.told(place, { kind: "ask", text });
    const questions = await this.messagesIn(events ?? []);
    const keys = new Set(questions.map(({ ctx, arrival }) => this.contentKey(arrival, ctx)));
    const [question] = questions;
    if (!question || keys.size !== 1) {
      throw new Broken("somebody asks the bot", { events, questions }, "one message");
    }
    return { ...question, place, ctx: this.again(question.ctx) };
  }

  /** What makes two arrivals the same message for the core. */
  contentKey(arrival: Arrival<C>, ctx: C): string {
    const told = "contentKey" in arrival ? arrival.contentKey : undefined;
    return this.platform.contentKey?.(ctx) ?? told ?? arrival.key;
  }

  /** A context as it comes back from the store. */
  again(ctx: C): C {
    return this.platform.context(JSON.parse(JSON.stringify(ctx)));
  }

  render(markdown: string): Rendered {
    return this.platform.dialect.render(markdown);
  }

  send(ctx: C, text: Rendered | string, key = "batch-1:0"): Promise<MessageRef> {
    const rendered = typeof text === "string" ? this.render(text) : text;
    const replyTo = this.transport.parseContext(ctx).messageRef;
    return this.transport.send(ctx, rendered, { key, replyTo });
  }

  /** The fault that a call ends with; null: it succeeds. */
  async fault(call: Promise<unknown>): Promise<Fault | null> {
    try {
      await call;
      return null;
    } catch (error) {
      return this.platform.classify(error);
    }
  }

  /** Texts of ours that stand there. */
  async standing(place: Place): Promise<readonly string[]> {
    const seen = await this.driver.seen(place);
    return seen.filter(({ deleted }) => !deleted).map(({ text }) => text);
  }
}

export function deliveryOf({ headers, body, registration }: Webhook): Delivery {
  const given = new Headers(headers);
  return {
    body: JSON.parse(body),
    ...(registration === undefined ? {} : { registration }),
    header: (name) => given.get(name),
  };
}
