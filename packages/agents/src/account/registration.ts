import type { Refusal } from "./refusals.ts";

/** One subscription that we have asked for. */
export type RegistrationRow = {
  /** Unguessable: the last part of the target's path. */
  id: string;
  resource: string;
  /**
   * `pending`: the platform is being asked; `active`: it has confirmed; `dropped`: it has forgotten it, and is
   * to be asked again; `leaving`: nobody wants it any more, and the platform is to be told.
   */
  state: "pending" | "active" | "failed" | "dropped" | "leaving";
  secret: string | null;
  gid: string | null;
  heard_at: number | null;
  at: number;
};

/** A subscription as an operator sees it: no secret. */
export type Registration = Pick<RegistrationRow, "resource" | "gid" | "heard_at"> & {
  readonly state: RegistrationRow["state"] | "refused";
  /** Its last part names the registration; null: there is none, the platform has refused it. */
  readonly target: string | null;
  readonly at: number | null;
} & Partial<Pick<Refusal, "answered" | "tries" | "again_at">>;

/** Nothing came of it, or nothing is known of it. */
export function isUndecided({ state }: RegistrationRow): boolean {
  return state === "pending" || state === "failed";
}

/** Of a resource that the platform has refused: there is nothing else to tell. */
export const UNMADE = {
  state: "refused",
  gid: null,
  heard_at: null,
  target: null,
  at: null,
} as const;

/** Of one that was ended while it was asked for. */
export const EMPTY: RegistrationRow = {
  id: "",
  resource: "",
  state: "pending",
  secret: null,
  gid: null,
  heard_at: null,
  at: 0,
};
