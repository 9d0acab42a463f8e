import type { Fault, MessageRef } from "@trunkline/transport";
import { withTimeout } from "../timeout.ts";
import { Brake } from "./brake.ts";
import { call } from "./call.ts";
import type { Conversation } from "./conversation.ts";
import { failed, interrupted, looked, nextStep, type Step, succeeded } from "./delivery.ts";
import type { Doing } from "./doing.ts";
import { halvesOf } from "./halves.ts";
import type { Batch, Post } from "./schema.ts";
import { failedSign, isSign, nextSign, turnOf } from "./signs.ts";
import { Typing } from "./typing.ts";
import { bodyOf, Wording } from "./wording.ts";

type Call = { readonly post: Post; readonly step: Exclude<Step, { do: "nothing" | "wait" }> };

/** The step after a write whose outcome is a row. */
const STORED = {
  send: "ref:stored",
  edit: "edit:stored",
  ack: "ack:stored",
  react: "react:stored",
  delete: "delete:stored",
} as const;

/** What the lane asks from the conversation beside its rows. */
export interface Stage {
  /** Streamed text of a batch that is being worked on. */
  streamed(batchId: string): string;
  /** What its run is at, while nothing is streamed. */
  doing(batchId: string): Doing;
  /** The platform does not take an answer's text: a notice takes its place. */
  refused(batch: Batch, post: Post): boolean;
  /** All parts of a final are settled one way or another. */
  ended(batch: Batch): Promise<void>;
}

/**
 * The delivery lane: the only place that calls the platform, one call at a time. It drives what is seen
 * towards what should be seen; the intent is a row before each call, so a wake-up that finds an intent
 * knows that its outcome is unknown.
 */
export class DeliveryLane<C> {
  readonly #c: Conversation<C>;
  readonly #stage: Stage;
  readonly #brake: Brake<C>;
  readonly #wording: Wording<C>;
  readonly #typing: Typing<C>;
  #busy = false;
  #editedAt = 0;
  #wroteAt = 0;

  constructor(conversation: Conversation<C>, stage: Stage) {
    this.#c = conversation;
    this.#stage = stage;
    this.#brake = new Brake(conversation);
    this.#wording = new Wording(conversation, stage);
    this.#typing = new Typing(conversation, stage, this.#brake);
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Starts working if there is something to do. @returns when it needs a look, or null. */
  kick(now: number): number | null {
    if (this.#busy) return now + this.#c.timings.pokeMs;
    const next = this.#next(now);
    if (next === null || typeof next === "number") return next;
    this.#busy = true;
    void this.#work().then(() => this.#rest());
    return now + this.#c.timings.pokeMs;
  }

  #rest(): void {
    this.#busy = false;
    this.#c.wake();
  }

  async #work(): Promise<void> {
    try {
      for (;;) {
        const call = this.#next(Date.now());
        if (call === null || typeof call === "number") return;
        if (call === "typing") await this.#typing.signal();
        else await this.#perform(call);
      }
    } catch (error) {
      // A fault of the platform is handled where it happens; this is ours, and the rows are intact.
      this.#brake.pause(this.#c.timings.retryFirstMs);
      const why = error instanceof Error ? error.message : "unknown";
      this.#c.log("lane.error", { conversation: this.#c.name, why });
    }
  }

  /** The next call, or when to look again, or null. */
  #next(now: number): Call | "typing" | number | null {
    const blocked = this.#brake.until();
    const posts = this.#c.posts.open();
    const active = this.#c.batches.active();
    if (blocked > now) return posts.length > 0 ? blocked : null;
    let soonest = Number.POSITIVE_INFINITY;
    const halted = new Set<string>();
    for (const row of posts) {
      const post = this.#recover(row, now);
      if (post.batch !== null && halted.has(post.batch)) continue;
      const step = this.#step(post, now);
      // Parts are delivered in order: a later one waits until the earlier is seen.
      if (post.batch !== null && post.role === "final" && post.shown === 0) halted.add(post.batch);
      if (step.do === "wait") soonest = Math.min(soonest, step.until);
      else if (step.do !== "nothing") return { post, step };
    }
    const typing = this.#typing.at(active);
    if (typing !== null && typing <= now) return "typing";
    soonest = Math.min(soonest, typing ?? soonest);
    return Number.isFinite(soonest) ? soonest : null;
  }

  /** An intent that nobody holds: the object was reset during the call. */
  #recover(post: Post, now: number): Post {
    if (post.op === null) return post;
    const patch = interrupted(post, this.#c.tier, now);
    this.#c.posts.patch(post.key, patch);
    this.#c.log("call.interrupted", { conversation: this.#c.name, post: post.key, op: post.op });
    return { ...post, ...patch };
  }

  #step(post: Post, now: number): Step {
    const editable = this.#c.transport.edit !== undefined;
    const until = this.#editableAt(post);
    if (isSign(post)) {
      const batch = post.batch === null ? null : this.#c.batches.get(post.batch);
      const can = { edit: editable, find: this.#c.transport.find !== undefined };
      const step = nextSign(post, turnOf(batch), now, this.#c.timings, can);
      return step.do === "edit" && until > now ? { do: "wait", until } : step;
    }
    const progress = post.body === null && post.ref !== null && editable;
    // While an edit has to wait nobody asks what it would say.
    if (progress && until > now) {
      const batch = post.batch ?? "";
      const { step, retryAt } = this.#stage.doing(batch);
      const said =
        this.#stage.streamed(batch) !== "" || step !== undefined || retryAt !== undefined;
      return said ? { do: "wait", until } : { do: "nothing" };
    }
    const fresh = progress && this.#wording.progress(post, now)?.fresh === true;
    const step = nextStep(post, this.#c.tier, fresh, now, this.#c.timings, editable);
    if (step.do !== "edit" && (step.do !== "send" || post.part === 0)) return step;
    return until > now ? { do: "wait", until } : step;
  }

  /** A first answer may follow its placeholder at once; a row of parts is held to one write a gap. */
  #editableAt(post: Post): number {
    const { editEverySeconds } = this.#c.platform.pace(this.#context(post));
    const from = post.part > 0 ? this.#wroteAt : this.#editedAt;
    return from + editEverySeconds * this.#c.timings.platformSecondMs;
  }

  async #perform({ post, step }: Call): Promise<void> {
    const { posts, timings, transport } = this.#c;
    const ctx = this.#context(post);
    if (step.do === "end") {
      posts.patch(post.key, { state: step.state });
      await this.#afterPost(post);
      return;
    }
    if (step.do === "find") {
      const query = {
        key: post.key,
        since: new Date(post.created_at),
        text: bodyOf(post).plain,
        known: posts.refs(post.key),
      };
      await this.#attempt(post, ctx, async () => {
        const asked = transport.find?.(ctx, query) ?? Promise.resolve(null);
        const ref = await withTimeout(asked, timings.callTimeoutMs, "find");
        posts.patch(post.key, looked(post, ref === null ? null : JSON.stringify(ref)));
      });
      await this.#afterPost(post);
      return;
    }
    // The answer to a press is no message: it uses no quota.
    const goesOn = post.role === "final" && post.body === null;
    if (step.do !== "ack" && !(await this.#brake.reserved(ctx, goesOn))) return;
    // Rows may have changed while the account was asked: a final may be there instead of progress.
    const now = this.#next(Date.now());
    if (!isCall(now) || now.post.key !== post.key || now.step.do !== step.do) {
      if (step.do !== "ack") this.#brake.giveBack();
      return;
    }
    await this.#write(now, ctx);
  }

  /** One write: the intent, the call, its outcome. */
  async #write({ post, step }: Call, ctx: C): Promise<void> {
    const { posts, timings, transport } = this.#c;
    if (step.do === "end" || step.do === "find") return;
    const content = step.do !== "send" || step.what === "content";
    const text = content ? this.#wording.text(post) : this.#wording.placeholder(post);
    const final = content && post.body !== null;
    const visible = this.#wording.grown(post, text, final);
    posts.patch(post.key, { op: step.do });
    await this.#c.reach("intent:stored");
    await this.#attempt(post, ctx, async () => {
      const calling = call(transport, post, ctx, step, text);
      const ref = await withTimeout(calling, timings.callTimeoutMs, step.do);
      this.#wroteAt = Date.now();
      if (step.do === "edit") this.#editedAt = this.#wroteAt;
      this.#record(post, ref, final, visible);
      await this.#c.reach(STORED[step.do]);
    });
    await this.#afterPost(post);
  }

  /** The outcome of a call that has succeeded. */
  #record(post: Post, ref: MessageRef | null, final: boolean, visible: number): void {
    // A replay may have changed what must be seen while this call was on its way.
    const row = this.#c.posts.get(post.key);
    const same = row?.body === post.body;
    const op = row?.op ?? null;
    this.#c.posts.patch(post.key, {
      ...succeeded({ ...post, op }, final && same, Date.now(), this.#c.timings),
      visible,
      ...(ref === null ? {} : { ref: JSON.stringify(ref) }),
      ...(stays(post, op) ? {} : { state: "done" }),
    });
  }

  async #attempt(post: Post, ctx: C, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.#failed(post, ctx, this.#c.platform.classify(error));
    }
  }

  async #failed(post: Post, ctx: C, fault: Fault): Promise<void> {
    const { posts, batches, log, name } = this.#c;
    const now = Date.now();
    const row = posts.get(post.key) ?? post;
    const outcome = isSign(row)
      ? failedSign(row, fault, now, this.#c.timings)
      : failed(row, fault, this.#c.tier, now, this.#c.timings);
    log("call.failed", { conversation: name, post: post.key, op: row.op, fault: fault.kind });
    this.#c.transaction(() => {
      if (fault.kind === "moved") this.#moving(ctx, fault.to);
      posts.patch(post.key, outcome.patch);
      if (outcome.do === "divide") posts.divide(row, halvesOf(bodyOf(row)), now);
      const batch = post.batch === null ? null : batches.get(post.batch);
      // What was seen before stays seen: only an open batch ends here.
      if (batch?.state !== "active") return;
      if (outcome.do === "refused" && this.#stage.refused(batch, row)) return;
      if (outcome.do === "undeliverable" || outcome.do === "refused") {
        posts.close(batch.id, fault.message);
        batches.end(batch.id, "undeliverable", now, `${fault.kind}: ${fault.message}`);
      }
    });
    await this.#brake.slowDown(ctx, fault);
  }

  /** A refusal has told the new address: upkeep tells the object there, which takes over. */
  #moving(ctx: C, to: string | undefined): void {
    const there = to === undefined ? undefined : this.#c.platform.relocate?.(ctx, to);
    if (there !== undefined) this.#c.facts.set("moving", JSON.stringify(there));
  }

  /** Ends the batch when every part of its final is seen. */
  async #afterPost(post: Post): Promise<void> {
    if (post.batch === null) return;
    const batch = this.#c.batches.get(post.batch);
    if (batch?.state !== "active") {
      if (batch?.state === "undeliverable") await this.#stage.ended(batch);
      return;
    }
    if (batch.ending === null) return;
    const posts = this.#c.posts.of(batch.id);
    if (posts.every(({ shown, state }) => shown === 1 || state !== "open")) {
      await this.#stage.ended(batch);
    }
  }

  #context(post: Post): C {
    return this.#c.platform.context(JSON.parse(post.ctx));
  }
}

/** A final, and a note that stands there now: there is more to do with them. */
function stays({ role }: Post, op: Post["op"]): boolean {
  return role === "final" || (role === "note" && op !== "delete");
}

function isCall(next: Call | "typing" | number | null): next is Call {
  return typeof next === "object" && next !== null;
}
