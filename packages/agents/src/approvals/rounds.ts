import { messageOf } from "@trunkline/transport";
import { approvalWords } from "../chat/approval-words.ts";
import { outcomeMarkdown } from "../chat/cards.ts";
import { literal } from "../chat/literal.ts";
import { Told } from "../door/protocol.ts";
import { withTimeout } from "../timeout.ts";
import { backoffMs } from "../timings.ts";
import type { Actor } from "../tools/tool.ts";
import { cardOf, claimsOf } from "./card.ts";
import type { DeskPorts } from "./ports.ts";
import type { ApprovalRow, Approvals, Claim, TellRow } from "./rows.ts";

/** What time brings: a reminder, the end, and what still has to be told. Level-triggered, like everything. */
export class Rounds {
  readonly #p: DeskPorts;
  #busy = false;

  constructor(ports: DeskPorts) {
    this.#p = ports;
  }

  /** Synchronous. @returns when to look again, or null when no approval is left that could need it */
  look(now: number): number | null {
    const { rows, timings, moving } = this.#p;
    // What has moved is minded at its new address; what was to be told before is told.
    const pending = () => (moving.to === null ? rows.pending() : []);
    for (const row of pending()) this.#mind(row, now);
    const due = [
      ...pending().flatMap(({ remind_at, expires_at }) => [remind_at ?? expires_at, expires_at]),
      ...rows.owed().map(({ not_before }) => Math.max(not_before, now)),
    ];
    this.#tell(now);
    if (due.length === 0) return null;
    // While something is told, the alarm keeps the object in memory and finds what was lost.
    const soonest = this.#busy ? now + timings.keepAliveMs : Math.min(...due);
    return Math.min(soonest, now + timings.approvalLookMs);
  }

  #mind(row: ApprovalRow, now: number): void {
    const { rows, transaction, log } = this.#p;
    if (row.expires_at <= now) expire(this.#p, row, now);
    else if (row.remind_at !== null && row.remind_at <= now) {
      transaction(() => {
        rows.reminded(row.id);
        rows.note(row.id, "remind", row.state, now, null, null);
        tellHome(rows, row, "remind", now);
      });
      log("approval.reminded", { approval: row.id });
    }
  }

  #tell(now: number): void {
    if (this.#busy) return;
    const due = this.#p.rows.owed().filter(({ not_before }) => not_before <= now);
    if (due.length === 0) return;
    this.#busy = true;
    void this.#tellAll(due).then(() => {
      this.#busy = false;
      this.#p.wake();
    });
  }

  async #tellAll(due: readonly TellRow[]): Promise<void> {
    const { rows, timings, log } = this.#p;
    for (const tell of due) {
      try {
        const door = this.#p.door(tell.door);
        if (!door) throw new Error("its door is not connected here");
        const { key, conversation } = tell;
        const event = JSON.parse(tell.event);
        const telling = door.tell({ v: 1, key, conversation, event });
        const told = Told.parse(await withTimeout(telling, timings.rpcTimeoutMs, "tell"));
        // Nobody can be told there: another try changes nothing.
        if (!told.ok) log("approval.untold", { key, why: told.error });
        rows.told(key);
      } catch (error) {
        const now = this.#p.now();
        log("approval.untold", { key: tell.key, why: messageOf(error) });
        if (now - tell.since > timings.keepMs) rows.told(tell.key);
        const tries = tell.tries + 1;
        rows.tellLater(
          tell.key,
          tries,
          now + backoffMs(tries, timings.retryFirstMs, timings.retryMostMs),
        );
      }
    }
  }
}

/** Nobody has decided in time; that is said. */
export function expire(
  { rows, transaction, log }: Pick<DeskPorts, "rows" | "transaction" | "log">,
  row: ApprovalRow,
  now: number,
): void {
  if (row.state !== "pending" || row.expires_at > now) return;
  transaction(() => {
    for (const claim of claimsOf(row)) answerClaim(rows, row, claim, "over", now);
    rows.apply(row.id, "expire", now);
    rows.claim(row.id, []);
    tellHome(rows, row, "expired", now);
  });
  log("approval.expired", { approval: row.id });
}

/** The conversation asks what there is to say: it holds the words. */
export function tellHome(rows: Approvals, row: ApprovalRow, what: string, now: number): void {
  const { platform, conversation } = JSON.parse(row.actor) as Actor;
  const event = JSON.stringify({ kind: "approval", approval: row.id });
  const key = `approval:${row.id}:${what}`;
  rows.owe({ key, door: platform, conversation, event, since: now });
}

/** Whether it counts is said where it was decided. */
export function answerClaim(
  rows: Approvals,
  row: ApprovalRow,
  { key, from, language, verdict }: Claim,
  what: "decided" | "forbidden" | "over",
  now: number,
): void {
  const words = approvalWords(language);
  const card = { title: literal(row.title), target: literal(row.target) };
  const text = {
    decided: words.decidedThere(verdict, card),
    forbidden: words.forbiddenThere(card),
    over: words.overThere(card),
  }[what];
  owe(rows, `approval:${row.id}:answer:${key}`, from, text, now);
}

/** What came of it is said there too, once it is over. In the transaction that says it is. */
export function answerOutcome(rows: Approvals, id: string, now: number): void {
  const row = rows.get(id);
  if (!row) return;
  for (const { key, from, language } of claimsOf(row)) {
    const words = approvalWords(language);
    const text = outcomeMarkdown("", cardOf(row), language);
    const where = `${words.target}: ${literal(row.target)}`;
    owe(rows, `approval:${id}:outcome:${key}`, from, `${text}\n\n${where}`, now);
  }
}

function owe(rows: Approvals, key: string, to: Actor, text: string, now: number): void {
  const event = JSON.stringify({ kind: "say", text });
  rows.owe({ key, door: to.platform, conversation: to.conversation, event, since: now });
}
