/** A place to talk, in the driver's own words. */
export type Where = Readonly<Record<string, string | number>>;

/** What somebody does at the platform; `@trunkline/transport/testing` says what each of them means. */
export type Deed =
  | { readonly kind: "ask" | "edit" | "chatter" | "bot" | "stranger"; readonly text: string }
  | { readonly kind: "press" | "remove" | "retract" | "again" | "unknown" };

/** One delivery of the platform, as it comes over the wire. */
export interface Letter {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Last part of its path, where each registration has one. */
  readonly registration?: string;
}

/** A request of the platform that waits for the app's answer, like a handshake. */
export interface Knock extends Letter {
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
  | { readonly kind: "cut-before" | "cut-after" }
  | {
      readonly kind: "reply";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: unknown;
    };

/** A message of the bot as people see it. */
export interface Shown {
  readonly text: string;
  /** Every text that was ever visible, the current one last. */
  readonly versions: readonly string[];
  readonly deleted: boolean;
}

/**
 * What a {@link PlainStage} needs of a platform. The driver that the conformance kit asks for has all of it:
 * whoever has one has a tab.
 */
export interface PlainDriver {
  /** Opens a place of a kind. */
  open(kind: string): Promise<Where>;
  /** @returns false: nobody can do that there */
  act(place: Where, deed: Deed): Promise<boolean>;
  /** What the bot is told, since this was last asked. */
  heard(): Promise<readonly Letter[]>;
  /** What waits for the app's answer now; needed where a subscription begins with a handshake. */
  knocks?(): Promise<readonly Knock[]>;
  answer?(id: string, answer: KnockAnswer): Promise<void>;
  /** Messages of the bot, oldest first. */
  seen(place: Where): Promise<readonly Shown[]>;
  /** The bot's reactions on the last question. */
  reactions?(place: Where): Promise<readonly string[]>;
  /** Is "typing" seen there? The kit does not ask for it. */
  typing?(place: Where): Promise<boolean>;
  /** Disturbs the next call that does this. */
  disturb(operation: "send" | "edit", mishap: Mishap): Promise<void>;
  /** Every call of the bot, oldest first. */
  calls(): Promise<readonly { readonly call: string; readonly status: number }[]>;
}
