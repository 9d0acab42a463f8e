import { messageOf } from "@trunkline/transport";
import { ActAnswer } from "../door/protocol.ts";
import type { RunFinal } from "../runs/protocol.ts";
import type { RunScope } from "../runs/scope.ts";
import { withTimeout } from "../timeout.ts";
import { backoffMs } from "../timings.ts";
import type { Actor } from "../tools/tool.ts";
import { cardOf } from "./card.ts";
import type { Desk } from "./desk.ts";
import type { DeskPorts } from "./ports.ts";
import type { Verdict } from "./protocol.ts";
import { answerOutcome } from "./rounds.ts";
import type { ApprovalRow } from "./rows.ts";
import type { ApprovalEvent } from "./state.ts";

/** A wait is slept in pieces: whoever was cancelled is noticed. */
const PIECE_MS = 1_000;

/**
 * Carries out what somebody has decided. It may be called again at any point: what has happened is a row
 * here or at the door, which does nothing twice for one key.
 *
 * @returns the card as it is in the end; one that is pending has taken the place of a changed one
 */
export async function carryOut(
  ports: DeskPorts,
  desk: Desk,
  { approval: id, verdict }: { readonly approval: string; readonly verdict: Verdict },
  scope: Pick<RunScope, "signal">,
): Promise<RunFinal> {
  const { rows } = ports;
  const row = rows.get(id);
  if (!row) return { kind: "failed", failure: "crashed", detail: "no such approval" };
  if (verdict === "approve") rows.apply(id, "execute", ports.now());
  while (rows.get(id)?.state === "executing") {
    scope.signal.throwIfAborted();
    // It goes on at the new address; the door does it once, whoever asks.
    if (ports.moving.to !== null) return { kind: "failed", failure: "crashed", detail: "moved" };
    const current = rows.get(id) ?? row;
    const left = current.not_before - ports.now();
    if (left > 0) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, PIECE_MS)));
      continue;
    }
    concluded(ports, current, await act(ports, current));
  }
  return final(desk, rows.get(id) ?? row);
}

async function act(ports: DeskPorts, row: ApprovalRow): Promise<ActAnswer> {
  const { timings } = ports;
  const again = (why: string): ActAnswer => ({
    state: "again",
    afterMs: backoffMs(row.tries + 1, timings.retryFirstMs, timings.retryMostMs),
    why,
  });
  const door = ports.door(row.door);
  if (!door) return again("what does it is not connected here");
  const { id: key, tool, hash, target_state: state } = row;
  try {
    const actor = JSON.parse(row.actor) as Actor;
    const input: unknown = JSON.parse(row.input);
    const decidedAt = ports.rows.decidedAt(key);
    const when = decidedAt === null ? {} : { decidedAt };
    const asked = door.act({ v: 1, key, tool, input, state, hash, actor, ...when });
    return ActAnswer.parse(await withTimeout(asked, timings.rpcTimeoutMs, "act"));
  } catch (error) {
    // It may have happened: the same key is asked about again.
    return again(messageOf(error));
  }
}

function concluded(
  { rows, log, now, transaction, wake }: DeskPorts,
  row: ApprovalRow,
  answer: ActAnswer,
) {
  const at = now();
  const end = (event: ApprovalEvent, why: string | null) => {
    if (rows.apply(row.id, event, at, null, why)) answerOutcome(rows, row.id, at);
  };
  log("approval.act", { approval: row.id, tool: row.tool, state: answer.state });
  transaction(() => {
    switch (answer.state) {
      case "done": {
        const source = answer.source === undefined ? [] : [answer.source];
        rows.outcome(row.id, [answer.text, ...source].join("\n\n"));
        end("done", null);
        return;
      }
      case "refused":
        rows.outcome(row.id, answer.why);
        end("refuse", answer.why);
        return;
      case "changed":
        rows.outcome(row.id, answer.why);
        end("change", answer.why);
        return;
      case "again":
        rows.wait(row.id, at + answer.afterMs, row.tries + 1);
        rows.note(row.id, "wait", row.state, at, null, answer.why);
        return;
      default:
        return answer satisfies never;
    }
  });
  wake();
}

/** The sentences are the conversation's: it knows the person's language. */
async function final(desk: Desk, row: ApprovalRow): Promise<RunFinal> {
  const card = cardOf(row);
  if (row.state !== "superseded") return { kind: "answer", text: "", approval: card };
  const { door, tool, outcome } = row;
  const actor = JSON.parse(row.actor) as Actor;
  const input: unknown = JSON.parse(row.input);
  // As it is now, and asked about anew; nobody's agreement to what was covers it.
  const proposal = { v: 1 as const, key: `${row.id}:again`, door, tool, input, actor };
  const proposed = await desk.propose(proposal, outcome ?? "");
  if (proposed.ok) return { kind: "answer", text: "", approval: proposed.card };
  return { kind: "answer", text: proposed.error, approval: card };
}
