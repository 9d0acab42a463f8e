import type { Fault } from "@trunkline/transport";
import * as z from "zod/mini";

/** What a conversation has that an operator may want to see. */
export const Summary = z.object({
  open: z.number(),
  dead: z.number(),
  undeliverable: z.number(),
  uncertain: z.number(),
});
export type Summary = z.infer<typeof Summary>;

export const Reservation = z.object({
  v: z.literal(1),
  /** Epoch milliseconds at which the write may go out. */
  at: z.number(),
  /** False: nothing was reserved because of a wait, ask again at that time. */
  granted: z.boolean(),
  /** More writes that were granted with it: they may go out within {@link SPARE_SECONDS}. */
  spare: z.optional(z.number()),
});

/** How long a spare write may be used, in seconds of the platform. */
export const SPARE_SECONDS = 4;

/** What one scope may write. */
export interface Limits {
  /** The most writes in any minute. */
  readonly perMinute?: number;
  /** The shortest time between two writes. */
  readonly gapSeconds?: number;
  /** It only reads: it waits as writes do, and takes nothing from what the account may write. */
  readonly reads?: boolean;
}

/** What conversations and Workers need from the account. */
export interface AccountPort {
  /**
   * Asks for one write.
   *
   * @param limits - of the scope whose quota it uses
   * @param more - how many writes will soon follow it; they are granted only while the account has room
   */
  reserve(scope: string, limits?: Limits, more?: number): Promise<unknown>;
  /** A platform has told us to slow down or to stop. */
  report(scope: string, fault: Fault): Promise<unknown>;
  note(conversation: string, summary: Summary): Promise<unknown>;
  /** Another account of the same bot is there. */
  introduced(account: string): Promise<unknown>;
  identity(): Promise<unknown>;
  /** Commits events that hold ids only. @param references - a list of `Inbound` as JSON */
  keep(references: string): Promise<unknown>;
  /** Events that were given up are looked up once more. @returns how many */
  revive(): Promise<unknown>;
  list(): Promise<unknown>;
  /** Asks the platform for a subscription to a resource. */
  register(resource: string): Promise<unknown>;
  /** Ends a registration, or all of a resource. @returns false: none is known */
  unregister(which: string): Promise<unknown>;
  registrations(): Promise<unknown>;
  /** Takes the secret of a handshake; false: none is expected. */
  keepSecret(registration: string, secret: string): Promise<unknown>;
  secretOf(registration: string): Promise<unknown>;
  heard(registration: string): Promise<unknown>;
  /** One try of an act, or its answer. @param intent - an `Intent` as JSON. @returns an `ActAnswer` */
  act(intent: string): Promise<unknown>;
  /** The newest acts, each with what was done about it. */
  acts(): Promise<unknown>;
  ping(): Promise<unknown>;
  /** Crash tests only. */
  abort(): Promise<unknown>;
}
