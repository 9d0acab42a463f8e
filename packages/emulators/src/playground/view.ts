import type { ApprovalView } from "./approvals.ts";
import type { Entries } from "./books.ts";
import type { CallLine } from "./calls.ts";
import type { FaultView } from "./faults/fault.ts";
import type { Account, Batch, Conversation, Post } from "./inspection.ts";
import type { RuntimeView } from "./runtime.ts";
import type { Place } from "./stage.ts";
import type { Recovery } from "./story.ts";
import type { Moment } from "./timeline.ts";
import type { WorkView } from "./work.ts";

/** All that the page shows of one place. It is sent whole: a page that missed one has missed nothing. */
export interface View {
  readonly v: 2;
  /** When this `npm start` began; another one is another world. */
  readonly since: number;
  /** The model is an emulator. */
  readonly offline: boolean;
  readonly runtime: RuntimeView;
  /** The last death of the runtime, as it was for this place; null: it has not died yet. */
  readonly recovery: Recovery | null;
  /** Other places in which something was open then. */
  readonly elsewhere: readonly string[];
  readonly stages: readonly StageView[];
  /** Names of what this view is of. */
  readonly stage: string;
  readonly place: string;
  /** For the platform's own module of the page. */
  readonly scene: object;
  readonly system: SystemView;
  readonly faults: readonly FaultView[];
  readonly calls: readonly CallLine[];
}

export interface StageView {
  readonly name: string;
  readonly title: string;
  /** Folder of its module. */
  readonly page: string;
  readonly places: readonly Place[];
}

/** What the system knows of a conversation. */
export interface SystemView {
  /** As the runtime last told; null before the first answer. */
  readonly conversation: ConversationView | null;
  readonly pacing: PacingView | null;
  /** Messages of which nobody knows yet whether their writers may use the bot. */
  readonly unasked: Entries["unasked"];
  /** Acts that a person has to decide about, or has decided about. */
  readonly approvals: readonly ApprovalView[];
  /** Our answers to commands and buttons, the newest first. */
  readonly replies: readonly ReplyView[];
  /** False: the runtime does not answer, and the rest is what it said before. */
  readonly fresh: boolean;
  /** Why an answer cannot be read. */
  readonly problem: string | null;
}

export interface ConversationView extends Omit<Conversation, "batches"> {
  readonly batches: readonly BatchView[];
}

export interface BatchView extends Batch {
  readonly timeline: readonly Moment[];
  readonly work: WorkView;
  /** Of a decision: about what. */
  readonly about: string | null;
}

export interface ReplyView extends Post {
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The account's pacing, scopes by the names that the page uses. */
export interface PacingView {
  readonly perSecond: number;
  readonly nextAt: number;
  readonly blocked: readonly { readonly where: string; readonly until: number }[];
  readonly minute: readonly { readonly where: string; readonly writes: number }[];
  /** Events whose words are still to be looked up. */
  readonly unread: number;
}

/** The account's own names for scopes, see `account/agent.ts`. */
const SCOPES: Readonly<Record<string, string>> = {
  "*": "every write",
  identity: "asking who we are",
  questions: "asking who may use the bot",
  reference: "looking up what was said",
  content: "comments and other content",
};

/** @param places - of this platform: a scope that is a conversation has its title */
export function viewPacing(
  { blocked, pace, references }: Account,
  places: readonly Place[],
  now: number,
): PacingView {
  const where = (scope: string) =>
    SCOPES[scope] ?? places.find(({ conversation }) => conversation === scope)?.title ?? scope;
  return {
    perSecond: pace.perSecond,
    nextAt: pace.nextAt,
    blocked: blocked
      .filter(({ until }) => until > now)
      .map(({ scope, until }) => ({ where: where(scope), until })),
    minute: pace.minute.map(({ scope, writes }) => ({ where: where(scope), writes })),
    unread: references.open,
  };
}
