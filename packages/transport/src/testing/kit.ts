import type { Identity, Knowledge, Transport } from "../contract.ts";
import type { Fault } from "../faults.ts";
import type { Rendered } from "../rendered.ts";

/** The optional methods of a {@link Transport}: what it can do. */
export type Capability = Exclude<keyof Transport<unknown>, "send" | "parseContext">;

/**
 * What the kit may ask a fake to disturb. `read` looks something up: a message of ours (`find`), what an id
 * means (`resolve`), who may ask (`mayAsk`); needed where one of these is declared.
 */
export type Operation = "send" | "edit" | "delete" | "react" | "read";

/** A place to talk, in the driver's own words: a chat, a thread, a task. Opaque to the kit. */
export type Place = Readonly<Record<string, string | number>>;

/** What somebody does at the platform. */
export type Deed =
  /** Somebody who may ask addresses the bot with these words. */
  | { readonly kind: "ask"; readonly text: string }
  /** The author of the last question changes it to these words, still addressed to the bot. */
  | { readonly kind: "edit"; readonly text: string }
  /** Somebody writes exactly this and addresses nobody; not where everything is for the bot. */
  | { readonly kind: "chatter"; readonly text: string }
  /** Another bot addresses ours. */
  | { readonly kind: "bot"; readonly text: string }
  /** Somebody who may not use the bot addresses it; only where {@link Transport.mayAsk} is declared. */
  | { readonly kind: "stranger"; readonly text: string }
  /** Somebody presses the button under our last message there, or ticks its box. */
  | { readonly kind: "press" }
  /** Somebody else deletes our last message there. */
  | { readonly kind: "remove" }
  /** The author deletes the last question. */
  | { readonly kind: "retract" }
  /** The platform delivers its last webhook once more, as it does itself after no 2xx. */
  | { readonly kind: "again" }
  /** An event of a kind that does not exist yet, correctly delivered. */
  | { readonly kind: "unknown" };

/** One delivery of the platform, as it comes over the wire. */
export interface Webhook {
  readonly headers: Readonly<Record<string, string>>;
  /** The raw body: it may be signed. */
  readonly body: string;
  /** Last part of its path, where each registration has one. */
  readonly registration?: string;
}

/** A file that somebody sends. */
export interface SentFile {
  readonly name: string;
  /** Its media type. */
  readonly mime: string;
  /** Base64. */
  readonly data: string;
}

/** Who signs a delivery: the platform now, somebody with another secret, the platform half a day ago. */
export type Signer = "platform" | "stranger" | "past";

/** How a delivery proves that it is genuine. */
export interface Proof {
  /** The header that carries it. */
  readonly header: string;
  /** `body`: a signature over each byte of it; `nothing`: a secret that is the same for all. */
  readonly covers: "body" | "nothing";
  /** A time is signed along, and one that is long ago is refused. */
  readonly dated?: boolean;
}

/** A request of the platform that waits for the app's answer: a handshake, while a call of the app's is under way. */
export interface Knock extends Webhook {
  readonly id: string;
}

/** What the app has said to it. */
export interface KnockAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is done to one call. */
export type Mishap =
  /** The connection is cut before the platform has done anything. */
  | { readonly kind: "cut-before" }
  /** The platform does it, and the connection is cut before it answers. */
  | { readonly kind: "cut-after" }
  /** The platform answers this and does nothing. */
  | {
      readonly kind: "reply";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** JSON, or text as it is. */
      readonly body: unknown;
    };

/** A call that the fake has received. */
export interface WireCall {
  /** Verb and path, or the method's name. */
  readonly call: string;
  readonly sent: unknown;
  /** 0: it was never answered. */
  readonly status: number;
}

/** A message of ours as people see it. */
export interface Seen {
  /** What is read: without markup, and without what is hidden in it. */
  readonly text: string;
  /** Every text that was ever visible, the current one last. */
  readonly versions: readonly string[];
  readonly deleted: boolean;
}

/**
 * A fake of the platform, as much as the laws need of it. Everything is JSON and asynchronous, so that the
 * fake may run in another process than the laws, see {@link remoteDriver}.
 */
export interface Driver {
  /** Opens a new place, empty but for what one needs in order to ask there. @param kind - one of {@link Facts.places} */
  open(kind: string): Promise<Place>;
  /** @returns whether the platform knows such a deed there; it is done when this returns */
  act(place: Place, deed: Deed): Promise<boolean>;
  /**
   * Somebody who may ask addresses the bot with these words and this file; needed where {@link Transport.load}
   * is declared. @returns as {@link act}
   */
  attach?(place: Place, text: string, file: SentFile): Promise<boolean>;
  /** What the platform has told the bot since this was last asked, all over; waits until nothing more will come. */
  heard(): Promise<readonly Webhook[]>;
  /** Our messages there, oldest first. One that stands outside of the thread is not there. */
  seen(place: Place): Promise<readonly Seen[]>;
  /** Reactions of ours on the last question; needed where {@link Transport.react} is declared. */
  reactions?(place: Place): Promise<readonly string[]>;
  /** Whom our messages there have called by name, every version of them; needed with {@link Facts.calls}. */
  called?(place: Place): Promise<readonly string[]>;
  /** Disturbs the next call that does this. */
  disturb(operation: Operation, mishap: Mishap): Promise<void>;
  /** Somebody else writes our last message there once more, with everything that is hidden in it. */
  copy?(place: Place): Promise<void>;
  /** The same body as that one would deliver it, now; needed with {@link Facts.proof}. */
  sign?(webhook: Webhook, by: Signer): Promise<Webhook>;
  /**
   * A resource in which places are opened, and an address below which a handshake is answered on the driver's
   * side, another one each time; needed where {@link Transport.hooks} is declared.
   */
  address?(): Promise<{ readonly resource: string; readonly target: string }>;
  /** The secret that the platform has told there; null: none. */
  confided?(target: string): Promise<string | null>;
  /** What waits for the app's answer now, see {@link relayed}; needed where a subscription begins with a handshake. */
  knocks?(): Promise<readonly Knock[]>;
  /** Hands the app's answer on. */
  answer?(id: string, answer: KnockAnswer): Promise<void>;
  /** From now on each delivery is answered 503, and heard all the same: for the platform it has failed. */
  fail?(): Promise<void>;
  /** Every call of the bot, oldest first. */
  calls(): Promise<readonly WireCall[]>;
}

/** One of the platform's refusals in its own words, and what is to be made of it. */
export interface Refusal {
  readonly name: string;
  /** Default: `send`. */
  readonly on?: Operation;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** `success`: nothing is left to do, as "not modified". */
  readonly means: "success" | Partial<Omit<Fault, "message">>;
}

/** What is known about a platform from its documentation: the laws hold the adapter to it. */
export interface Facts {
  /** What the transport can do; that it can do nothing else is one of the laws. */
  readonly can: readonly Capability[];
  /** Kinds of places: `driver.open` takes each. The first one is the usual one. */
  readonly places: readonly string[];
  /** How many letters `x` one message takes. */
  readonly letters: number;
  /** Letters that the dialect keeps for itself, as for a hidden mark. Default 0. */
  readonly kept?: number;
  /** Markup that the platform refuses; null: it takes everything, and shows what it does not understand. */
  readonly refusedMarkup: Rendered | null;
  /** What calls people when it is sent as it is, with or without markup: no text of a model may. */
  readonly calls?: readonly string[];
  /** How deliveries are proved genuine; without it only `answering/forged` looks at that. */
  readonly proof?: Proof;
  /** The error table of its documentation, with the bodies as they come. */
  readonly refusals: readonly Refusal[];
}

/** One begun world: the fake, and the transport that is connected to it. */
export interface Ground<C> {
  readonly driver: Driver;
  /** A new transport each time, as after a restart. */
  connect(): Transport<C>;
  /** The bot, as the reader is told. */
  readonly me: Identity;
  /** Everything the transport was given that must not come out again: make each one unmistakable. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

/** What registers a test: vitest's `test`, or that of `node:test`. */
export type Register = (name: string, run: () => Promise<void>) => unknown;

/** What the kit is run on. */
export interface Subject<C> {
  readonly test: Register;
  readonly platform: Knowledge<C>;
  readonly facts: Facts;
  /** A world of its own for each law. */
  begin(): Promise<Ground<C>>;
  /** Only these laws, by id or by part, separated by commas. */
  readonly only?: string;
}

/** An app's worker with its objects, where the laws can reach it. */
export interface Running {
  /** The webhook goes in as the platform sends it. @returns the status */
  deliver(webhook: Webhook): Promise<number>;
  /** What stands for all that is stored, as the ids of the objects there are: a forged delivery changes nothing of it. */
  stored?(): Promise<unknown>;
  /**
   * How many turns the operator sees listed as lost (dead, undeliverable, uncertain), as `GET /admin/account`
   * tells; needed where a transport has neither `find` nor `edit`.
   */
  lost?(): Promise<number>;
  /** All objects lose what they have in memory, as in a crash; what they have stored stays. */
  crash(): Promise<void>;
}

/** A world in which the conversation core stands between webhooks and wire calls. */
export interface AnsweringGround {
  readonly driver: Driver;
  readonly app: Running;
  close(): Promise<void>;
}

/** What the laws of whole answers are run on. */
export interface AnsweringSubject {
  readonly test: Register;
  readonly platform: Pick<Knowledge<unknown>, "name" | "progress">;
  readonly facts: Facts;
  /** A world, or the same one again; its pool quotes the question, see {@link poolWorker}; its `TIMINGS` are `QUICK`. */
  begin(): Promise<AnsweringGround>;
  /** As that of {@link Subject}. */
  readonly only?: string;
}
