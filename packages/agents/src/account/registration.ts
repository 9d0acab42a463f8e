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
  /** `refused`: there is none, the platform does not make it; `wanted`: there is none, and it was not asked for yet. */
  readonly state: RegistrationRow["state"] | "refused" | "wanted";
  /** Its last part names the registration; null: there is none. */
  readonly target: string | null;
  readonly at: number | null;
} & Partial<Pick<Refusal, "answered" | "tries" | "again_at">>;

/** Nothing came of it, or nothing is known of it. */
export function isUndecided({ state }: RegistrationRow): boolean {
  return state === "pending" || state === "failed";
}

const UNMADE = { gid: null, heard_at: null, target: null, at: null } as const;

/** What counts of several tries for one resource: the last of these. */
const WEIGHT: readonly RegistrationRow["state"][] = [
  ...(["failed", "dropped", "leaving", "pending", "active"] as const),
];

/** What is known of the resources that somebody wants, or has wanted. */
export interface Known {
  /** The oldest first. */
  readonly rows: readonly RegistrationRow[];
  readonly refusals: readonly Refusal[];
  readonly wanted: Iterable<string>;
  /** Why none could be asked for, if that is so. */
  readonly blind: Refusal | undefined;
}

/** One line for each resource: how it stands, and what the platform has answered last if it is not there. Pure. */
export function overview(
  { rows, refusals, wanted, blind }: Known,
  shown: (row: RegistrationRow) => Registration,
): Registration[] {
  const standing = new Map<string, RegistrationRow>();
  for (const row of rows) {
    const other = standing.get(row.resource);
    const counts = !other || WEIGHT.indexOf(row.state) >= WEIGHT.indexOf(other.state);
    if (counts) standing.set(row.resource, row);
  }
  const refused = new Map(refusals.map((one) => [one.resource, one]));
  const asked = new Set(wanted);
  return [...new Set([...standing.keys(), ...refused.keys(), ...asked])].map((resource) => {
    const row = standing.get(resource);
    if (row?.state === "active" || row?.state === "leaving") return shown(row);
    const refusal = refused.get(resource);
    const answer = refusal ?? (asked.has(resource) ? blind : undefined);
    // A try that was refused says less than the refusal, which counts them.
    if (row && !(row.state === "failed" && refusal)) return { ...shown(row), ...answer, resource };
    return { ...UNMADE, state: refusal ? "refused" : "wanted", ...answer, resource };
  });
}

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
