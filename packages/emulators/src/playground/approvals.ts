import type { Approval, Audit, Entries } from "./books.ts";

/** An act that is, or was, up to a person. Times are epoch milliseconds. */
export interface ApprovalView {
  readonly id: string;
  readonly code: string;
  readonly state: string;
  /** What will happen, and where. */
  readonly title: string;
  readonly target: string;
  readonly tool: string;
  readonly askedBy: string;
  readonly until: number;
  readonly outcome: string | null;
  readonly trail: readonly TrailLine[];
}

export interface TrailLine {
  readonly at: number;
  readonly text: string;
  readonly tone: "plain" | "good" | "bad";
}

/** What is over is shown so often at the most. */
const MOST_OVER = 5;

/** Those that wait first, then the newest. Pure. */
export function approvalViews({ approvals, audit }: Entries): ApprovalView[] {
  const views = approvals
    .toSorted((a, b) => b.created_at - a.created_at)
    .map((one) => ({
      ...{ id: one.id, code: one.code, state: one.state, title: one.title, target: one.target },
      ...{ tool: one.tool, until: one.expires_at, outcome: one.outcome },
      askedBy: one.actor?.userName ?? "",
      trail: audit
        .filter(({ approval }) => approval === one.id)
        .map((line) => trailLine(line, one)),
    }));
  const open = views.filter(isOpen);
  return [...open, ...views.filter((one) => !isOpen(one)).slice(0, MOST_OVER)];
}

/** The approval whose decision a batch carries out; null: it is a batch like others. */
export function decisionIn(batch: string): { approval: string; approved: boolean } | null {
  const [, approval, verdict] = /^decision-(.+)-(approve|reject)$/.exec(batch) ?? [];
  return approval === undefined ? null : { approval, approved: verdict === "approve" };
}

const isOpen = ({ state }: ApprovalView): boolean =>
  ["pending", "approved", "executing"].includes(state);

/** When somebody has agreed to it; null: nobody has. */
export function approvedAt({ audit }: Entries, approval: string): number | null {
  return audit.find((one) => one.approval === approval && one.event === "approve")?.at ?? null;
}

function trailLine({ at, event, by, note }: Audit, { actor, tool }: Approval): TrailLine {
  const who = nameIn(by) ?? actor?.userName ?? "somebody";
  const line = (text: string, tone: TrailLine["tone"] = "plain"): TrailLine => ({ at, text, tone });
  switch (event) {
    case "ask":
      return line(`${who} asked for ${tool}: kept with a hash of what is shown`);
    case "approve":
      return line(`Approved by ${who}`, "good");
    case "reject":
      return line(`Rejected by ${who}`, "bad");
    case "refused":
      return line(`${who} may not decide: nothing changed`, "bad");
    case "claim":
      return line(`${who} has decided on another platform`);
    case "expire":
      return line("Nobody has decided in time", "bad");
    case "execute":
      return line("Being carried out, under the key of this approval");
    case "wait":
      return line(`Waits: ${note ?? "asked again later"}`, "bad");
    case "done":
      return line("Done", "good");
    case "refuse":
      return line(`Refused: ${note ?? ""}`, "bad");
    case "change":
      return line("Its target has changed: not touched, asked about anew", "bad");
    default:
      return line(event);
  }
}

function nameIn(by: string | null): string | null {
  try {
    const { userName } = JSON.parse(by ?? "{}");
    return typeof userName === "string" && userName !== "" ? userName : null;
  } catch {
    return by;
  }
}
