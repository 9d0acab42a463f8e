import type { Fault } from "./faults.ts";
import type { TreeDialect } from "./markdown/dialect.ts";
import type { Rendered } from "./rendered.ts";
import type { Spelling } from "./spelling.ts";

/** Where a message of ours lives on its platform: plain JSON, composite where ids are not global. */
export type MessageRef = Readonly<Record<string, string | number>>;

/** The bot as its platform knows it. `id` is what messages carry as author. */
export interface Identity {
  readonly id: string;
  /** Name that people mention, without `@`; absent until the platform has told us. */
  readonly name?: string;
}

/** One verified webhook delivery, parsed as JSON and not yet understood. */
export interface Delivery {
  readonly body: unknown;
  /** Path parameter of the route, for platforms with one secret for each registration. */
  readonly registration?: string;
  header(name: string): string | null;
}

/** What a reader makes of one delivery. `C` is the context: one inbound message as plain JSON. */
export type Inbound<C> =
  | {
      readonly kind: "message" | "edit";
      /** Dedup key of the delivery. */
      readonly key: string;
      /** Dedup key of the message itself, whatever delivery brings it; finds the original of an edit. */
      readonly contentKey?: string;
      /** Order inside a batch, ascending. */
      readonly order: number;
      /** Of an edit: grows with each version, so that an older one is known as such. */
      readonly version?: number;
      /** Album: items of one group belong to one turn. */
      readonly group?: string;
      /** Not addressed to us: counts only as a further item of an album that is. */
      readonly joins?: boolean;
      readonly ctx: C;
    }
  /** A button, or a ticked box. `data` is untrusted; `ack` is what {@link Transport.acknowledge} takes. */
  | {
      readonly kind: "press";
      readonly key: string;
      readonly ctx: C;
      readonly data: string;
      readonly ack: string;
    }
  /** Ids only: {@link Transport.resolve} makes a message of it after the commit. */
  | {
      readonly kind: "reference";
      readonly key: string;
      /** What it becomes; a message unless it says otherwise. */
      readonly as?: "message" | "edit";
      /** As those of the message it becomes. */
      readonly contentKey?: string;
      readonly order: number;
      readonly version?: number;
      readonly ctx: C;
    }
  /** The conversation has a new address. */
  | { readonly kind: "moved"; readonly key: string; readonly from: string; readonly ctx: C }
  /** Nothing to do by a pure rule of payload and configuration. */
  | {
      readonly kind: "ignore";
      readonly why: string;
      /** It may be for us, which cannot be told before our name is known: to be sent again. */
      readonly unsure?: boolean;
      /** A sign of life of the subscription it came through. */
      readonly heartbeat?: boolean;
    };

/** A file that came with a message. */
export interface Attachment {
  readonly kind: "image" | "document" | "audio" | "other";
  readonly id: string;
  readonly name?: string | undefined;
  /** Media type, when the platform says so. */
  readonly mime?: string | undefined;
  /** Bytes, when the platform says so. */
  readonly size?: number | undefined;
}

/** One inbound message in the words of the core. */
export interface ParsedInput {
  readonly text: string;
  /** A stable id, never a name. */
  readonly userId: string;
  readonly userName: string;
  /** The conversation inside the account. */
  readonly chatId: string;
  readonly messageRef: MessageRef;
  readonly attachments: readonly Attachment[];
  /**
   * What else the platform tells. Known to the core: `language` (BCP 47), `private` (nobody else reads along),
   * `bot` (the author is another bot), `edited` (others may have read something else: it decides nothing).
   */
  readonly metadata: Readonly<Record<string, string | number | boolean>>;
}

/** A button under a message. */
export interface Action {
  readonly label: string;
  /** Comes back as the `data` of a press; 64 bytes at the most. */
  readonly data: string;
}

/** How a message is sent. What a platform does not have is left out, and is no reason to refuse it. */
export interface SendOptions {
  /** Stable per batch and part: a platform that can find or deduplicate by a key uses it. */
  readonly key: string;
  readonly replyTo?: MessageRef;
  readonly actions?: readonly Action[];
  /** Without a notification: it goes on with what has just been said. */
  readonly quiet?: boolean;
  /** The thread is gone, and not only the message that `replyTo` named: write to the conversation as a whole. */
  readonly detached?: boolean;
}

/** A message of ours that may exist. */
export interface Lost {
  readonly key: string;
  readonly since: Date;
  /** Its plain text: where a platform keeps no key. */
  readonly text: string;
  /** Messages of ours in this conversation that are accounted for: the same text there is not this one. */
  readonly known: readonly MessageRef[];
}

/** A piece of context around a message. */
export interface Fragment {
  /** What it is, in a few words of ours: "issue title", "comment", "changed file". */
  readonly what: string;
  readonly text: string;
  readonly author: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly trust: Trust;
}

/** A word of ours among what is gathered: what could not be read, how much was left out. */
export function remark(text: string): Fragment {
  return { what: "note", text, author: "", at: Date.now(), trust: "owner" };
}

/** How far a text may steer: the bot's owner, people who may ask, everybody else. */
export type Trust = "owner" | "member" | "untrusted";

/**
 * The outbound half of a platform. Each method makes one attempt and throws whatever the vendor's
 * client throws: {@link Knowledge.classify} turns that into a {@link Fault}, the core retries, waits,
 * splits and renders. A missing optional method is a missing capability; the core degrades and never
 * fakes.
 *
 * @example
 * ```ts
 * import type { Transport } from "@trunkline/transport";
 * const echo: Pick<Transport<{ room: string }>, "send"> = {
 *   send: async (ctx, text) => ({ room: ctx.room, id: text.plain.length }),
 * };
 * ```
 */
export interface Transport<C> {
  /** Creates a message. @returns where it lives. */
  send(ctx: C, text: Rendered, options: SendOptions): Promise<MessageRef>;
  /** Replaces a message of ours. Idempotent: the same text twice is success. */
  edit?(ctx: C, ref: MessageRef, text: Rendered, options: SendOptions): Promise<void>;
  /** Removes a message of ours; one that is already gone is success. */
  delete?(ctx: C, ref: MessageRef): Promise<void>;
  /** Shows for a few seconds that an answer is being written. */
  typing?(ctx: C): Promise<void>;
  react?(ctx: C, ref: MessageRef, emoji: string): Promise<void>;
  parseContext(ctx: C): ParsedInput;
  /** Finds a message of ours by key or by text, created after `since`; a second of difference between clocks is no miss. */
  find?(ctx: C, query: Lost): Promise<MessageRef | null>;
  /** Answers a press, at most 200 characters. */
  acknowledge?(ctx: C, ack: string, text?: string): Promise<void>;
  /** Who we are, asked from the platform. */
  whoAmI?(): Promise<Identity>;
  /** Tells the platform which commands it may suggest to people. */
  introduce?(commands: readonly { readonly name: string; readonly about: string }[]): Promise<void>;
  /** Fetches an attachment of at most `mostBytes`. */
  load?(ctx: C, attachment: Attachment, mostBytes: number): Promise<Loaded>;
  /** Live permission of the author, asked before any model is. */
  mayAsk?(ctx: C): Promise<boolean>;
  /** Ids to message; `null`: deleted, no access, not for us. */
  resolve?(ctx: C): Promise<C | null>;
  /**
   * What stands around a message, most important first: the core stops reading when it has enough.
   * As it was when the message was written: what was edited later is left out.
   */
  gather?(ctx: C): AsyncIterable<Fragment>;
  /**
   * What has been missed: deliveries the platform does not repeat by itself. What is found goes the way
   * of a webhook, so what is known already changes nothing.
   *
   * @param cursor - the last one yielded, once everything found before it is committed; null: the first time
   */
  sweep?(
    cursor: string | null,
  ): AsyncIterable<{ readonly found: Inbound<C> } | { readonly cursor: string }>;
  /** Subscriptions, where the platform wants one for each resource and chooses its secret. */
  readonly hooks?: Hooks;
}

/** Subscriptions to a platform's webhooks, each with a secret that the platform has chosen. */
export interface Hooks {
  /**
   * Asks for a subscription. The platform sends its secret to `target` while this call is in flight, and
   * names it again in the answer.
   *
   * @param resource - id of what is watched
   */
  create(
    resource: string,
    target: string,
  ): Promise<{ readonly gid: string; readonly secret: string }>;
  /** The subscriptions that exist and are ours. @param resources - what we would like to be told about */
  list(
    resources: readonly string[],
  ): Promise<readonly { readonly gid: string; readonly target: string }[]>;
  /** One that is already gone is success. */
  remove(gid: string): Promise<void>;
}

/** How fast one may write somewhere. */
export interface Pace {
  /** Whose quota a write uses. */
  readonly scope: string;
  /** The shortest time between two edits. */
  readonly editEverySeconds: number;
  /** The most writes in any minute, edits included. */
  readonly writesPerMinute?: number;
  /** The shortest time between two writes of any kind, where the scope is more than one conversation. */
  readonly gapSeconds?: number;
}

/** A file's content, small enough to be handed to a model. */
export interface Loaded {
  /** Base64. */
  readonly data: string;
  readonly mime: string;
}

/** What is known about a platform without talking to it. Pure. */
export interface Knowledge<C> {
  /** Lower-case name; part of persisted keys. */
  readonly name: string;
  /** How settings name people and places; absent: whatever they say is taken. */
  readonly spelling?: Spelling;
  /** How work in progress is shown. */
  readonly progress: "placeholder" | "reaction" | "note";
  /** How people can decide by pointing instead of writing: buttons, or a list of tasks whose boxes are ticked. */
  readonly actions?: "buttons" | "checklist";
  /** A larger webhook body is refused with 413. */
  readonly maxBodyBytes: number;
  readonly dialect: TreeDialect;
  /** How people's texts are shown there: Markdown has places that nobody sees. Default `none`. */
  readonly markup?: "markdown" | "none";
  /** Parses a persisted or transmitted context. @throws when it is none. */
  context(raw: unknown): C;
  /** The bot, installation or token that the message came through. */
  account(ctx: C): string;
  /** The conversation inside the account. */
  conversation(ctx: C): string;
  /** Dedup key of a resolved message, where that tells more than the reference did. */
  contentKey?(ctx: C): string | undefined;
  /** What one account may write, across its conversations. */
  readonly writesPerSecond: number;
  /** How many of them may go out in one moment, before they are spread. */
  readonly writesAtOnce?: number;
  pace(ctx: C): Pace;
  /** The same context as if another person had written it, to ask {@link Transport.mayAsk} about him. */
  as?(ctx: C, person: { readonly userId: string; readonly userName: string }): C;
  /** The same context at a new address, after a fault of kind `moved`. */
  relocate?(ctx: C, to: string): C;
  read(delivery: Delivery, me: Identity): Iterable<Inbound<C>>;
  classify(error: unknown): Fault;
}

/** What delivery can promise, from what a transport can do (see ARCHITECTURE.md). */
export type Tier = "look-back" | "edit-only" | "at-most-once";

/** `find` beats `edit`: looking back needs no placeholder. */
export function tierOf<C>(transport: Pick<Transport<C>, "find" | "edit">): Tier {
  if (transport.find) return "look-back";
  return transport.edit ? "edit-only" : "at-most-once";
}
