import type { DoorPort } from "../door/protocol.ts";
import type { Reach } from "../failpoint.ts";
import type { Log } from "../log.ts";
import type { Timings } from "../timings.ts";
import type { Place } from "./directory.ts";
import type { Identity } from "./links.ts";
import type { Moving } from "./moving.ts";
import type { ApprovalPort, LinkStep } from "./protocol.ts";
import type { Approvals } from "./rows.ts";

/** The index object of a deployment: which conversation keeps a code, who is who elsewhere. */
export interface DirectoryPort {
  /** @returns false: another approval has this code */
  register(code: string, place: Place, until: number): Promise<boolean>;
  find(code: string): Promise<Place | null>;
  /** A conversation has a new address. */
  move(from: string, to: string): Promise<void>;
  /** Who somebody is on another platform, if he has said so on both. */
  on(platform: string, by: { platform: string; userId: string }): Promise<Identity | null>;
  link(step: LinkStep): Promise<unknown>;
  unlink(by: { platform: string; userId: string }): Promise<boolean>;
}

/** What the approvals of a conversation are worked on with. */
export interface DeskPorts {
  /** Full name of the conversation. */
  readonly name: string;
  readonly rows: Approvals;
  /** Where they are, when the conversation has a new address. */
  readonly moving: Moving;
  readonly timings: Timings;
  readonly log: Log;
  readonly reach: Reach;
  now(): number;
  door(name: string): DoorPort | undefined;
  directory(): DirectoryPort;
  /** The approval agent of another conversation. */
  other(conversation: string): ApprovalPort;
  transaction(work: () => void): void;
  /** The rows need a look. */
  wake(): void;
}
