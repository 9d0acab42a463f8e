import { messageOf } from "@trunkline/transport";
import { hashOf } from "../door/canonical.ts";
import { Preview } from "../door/protocol.ts";
import { withTimeout } from "../timeout.ts";
import { type Actor, each } from "../tools/tool.ts";
import { cardOf, claimsOf } from "./card.ts";
import { codeIn, newCode } from "./code.ts";
import type { DeskPorts } from "./ports.ts";
import { type Card, Decide, Decided, Proposal, type Proposed, type Verdict } from "./protocol.ts";
import { answerClaim, expire, tellHome } from "./rounds.ts";
import type { ApprovalRow } from "./rows.ts";
import { ruled } from "./state.ts";

/** So many words from elsewhere wait for one conversation's; more is nobody's impatience. */
const MOST_CLAIMS = 20;

/** Whoever still asks here is not heard any more: his turn begins again at the new address. */
const MOVED = "this conversation has a new address";

/** Where acts are proposed and decided about. Nothing is carried out here. */
export class Desk {
  readonly #p: DeskPorts;

  constructor(ports: DeskPorts) {
    this.#p = ports;
  }

  /** Idempotent by key. Returns when the card may be shown: its row is there, its code is known. */
  async propose(given: Proposal, replaces: string | null = null): Promise<Proposed> {
    const proposal = Proposal.parse(given);
    const { rows, name } = this.#p;
    // Whoever asks elsewhere would be told here, and shown there.
    if (proposal.actor.conversation !== name) return { ok: false, error: "not this conversation" };
    if (this.#p.moving.to !== null) return { ok: false, error: MOVED };
    const row = rows.byKey(proposal.key) ?? (await this.#prepare(proposal, replaces));
    if ("error" in row) return { ok: false, error: row.error };
    await this.#p.reach("approval:stored");
    return { ok: true, card: cardOf(await this.#register(row)) };
  }

  async #prepare(
    { key, door, tool, input, actor }: Proposal,
    replaces: string | null,
  ): Promise<ApprovalRow | { readonly error: string }> {
    const { rows, timings } = this.#p;
    const port = this.#p.door(door);
    if (!port) return { error: "what would do it is not connected here" };
    let shown: Preview;
    try {
      const asked = port.preview({ v: 1, tool, input, actor });
      shown = Preview.parse(await withTimeout(asked, timings.rpcTimeoutMs, "preview"));
    } catch (error) {
      return { error: `it could not be prepared: ${messageOf(error)}` };
    }
    if (!shown.ok) return { error: shown.error };
    const hash = await hashOf({ tool, input: shown.input, state: shown.state });
    const known = rows.byKey(key);
    if (known) return known;
    if (this.#p.moving.to !== null) return { error: MOVED };
    const now = this.#p.now();
    const id = crypto.randomUUID();
    // One comes, old ones go: nothing grows for as long as people talk.
    rows.prune(now - timings.idleMs, now - timings.trailMs);
    rows.insert({
      ...{ id, key, code: freshCode(), door, tool, hash, replaces },
      input: JSON.stringify(shown.input ?? null),
      target_state: shown.state,
      ...{ title: shown.title, target: shown.target, preview: shown.preview },
      actor: JSON.stringify(actor),
      created_at: now,
      expires_at: now + timings.approvalMs,
      remind_at: now + timings.remindMs,
    });
    this.#p.log("approval.asked", { approval: id, door, tool, hash });
    this.#p.wake();
    return rows.get(id) ?? { error: "lost" };
  }

  async #register(row: ApprovalRow): Promise<ApprovalRow> {
    const { rows, name } = this.#p;
    for (let at = row; ; ) {
      if (at.registered === 1) return at;
      // Known for a while after it is over: then a late press is told so.
      const until = at.expires_at + this.#p.timings.keepMs;
      const place = { conversation: name, approval: at.id };
      const taken = await this.#p.directory().register(at.code, place, until);
      if (taken) rows.registered(at.id, at.code);
      else rows.recode(at.id, freshCode());
      const next = rows.get(at.id);
      if (!next) return at;
      at = next;
    }
  }

  /** Idempotent by key: the decision that counted counts again, and changes nothing. */
  async decide(given: Decide): Promise<Decided> {
    const decision = Decide.parse(given);
    const code = codeIn(decision.code);
    if (code === null) return { state: "unknown" };
    if (this.#p.moving.to !== null) return this.#passedOn(decision);
    const row = this.#p.rows.byCode(code);
    const here = decision.by.conversation === this.#p.name;
    if (row) return here ? this.#decided(row, decision) : this.#claimed(row, decision);
    if (!here) return { state: "unknown" };
    const place = await this.#p.directory().find(code);
    if (place === null || place.conversation === this.#p.name) return { state: "unknown" };
    return Decided.parse(await this.#p.other(place.conversation).decide(decision));
  }

  /** Whoever knows only the old address. */
  async #passedOn(decision: Decide): Promise<Decided> {
    const { moving, other, rows } = this.#p;
    const there = other(moving.to ?? "");
    const row = rows.byCode(codeIn(decision.code) ?? "");
    // Between the two nobody knows it: whoever decides now has not decided in vain.
    if (row && (await there.approval(row.id)) === null) throw new Error("it is on its way");
    return Decided.parse(await there.decide(decision));
  }

  async #decided(found: ApprovalRow, decision: Decide): Promise<Decided> {
    const { rows } = this.#p;
    const { key, by, verdict, secondPerson = false } = decision;
    const isHis = await this.#isStillLinked(found, key);
    if (this.#p.moving.to !== null) return this.#passedOn(decision);
    const row = rows.get(found.id) ?? found;
    const now = this.#p.now();
    if (!isHis && row.decided_key !== key) {
      rows.note(row.id, "refused", row.state, now, JSON.stringify(by), key);
      return { state: "forbidden" };
    }
    const ruling = ruled(decidable(row), { key, by, secondPerson }, now);
    const card = () => cardOf(rows.get(row.id) ?? row);
    if (ruling === "forbidden") {
      rows.note(row.id, "refused", row.state, now, JSON.stringify(by), key);
      return { state: "forbidden" };
    }
    if (ruling === "closed") {
      this.#expire(row, now);
      return { state: "closed", card: card() };
    }
    if (ruling === "decide") {
      this.#p.transaction(() => {
        const who = JSON.stringify(by);
        if (!rows.apply(row.id, verdict, now, who, key)) return;
        rows.decided(row.id, who, key);
        const claims = claimsOf(row);
        rows.claim(
          row.id,
          claims.filter((claim) => claim.key === key),
        );
        for (const claim of claims) {
          answerClaim(rows, row, claim, claim.key === key ? "decided" : "over", now);
        }
      });
      this.#p.log("approval.decided", { approval: row.id, verdict, by: by.userId });
      this.#p.wake();
    }
    await this.#p.reach("approval:decided");
    const counted = cardOf(rows.get(row.id) ?? row);
    return { state: "accepted", card: counted, verdict: verdictOf(counted, verdict) };
  }

  /** Whoever has said it elsewhere may have taken back since then that he is this person. */
  async #isStillLinked(row: ApprovalRow, key: string): Promise<boolean> {
    const claim = claimsOf(row).find((one) => one.key === key);
    if (row.state !== "pending" || claim === undefined) return true;
    const { platform } = JSON.parse(row.actor) as Actor;
    const identity = await this.#p.directory().on(platform, claim.from);
    return identity?.userId === claim.by.userId;
  }

  /** Said in another conversation: only a linked person is heard, and only the home has the last word. */
  async #claimed(row: ApprovalRow, decision: Decide): Promise<Decided> {
    const { rows } = this.#p;
    const { platform } = JSON.parse(row.actor) as Actor;
    const { key, by, verdict, language } = decision;
    if (by.platform === platform) return { state: "unknown" };
    const identity = await this.#p.directory().on(platform, by);
    if (identity === null) return { state: "unknown" };
    if (this.#p.moving.to !== null) return this.#passedOn(decision);
    const now = this.#p.now();
    const current = rows.get(row.id) ?? row;
    const before = claimsOf(current);
    const isKnown = current.decided_key === key || before.some((claim) => claim.key === key);
    if (isKnown) return { state: "passed", card: cardOf(current) };
    this.#expire(current, now);
    const open = rows.get(row.id) ?? current;
    if (open.state !== "pending" || before.length >= MOST_CLAIMS) {
      return { state: "closed", card: cardOf(open) };
    }
    const person = { userId: identity.userId, name: identity.name };
    this.#p.transaction(() => {
      rows.claim(row.id, [...before, { key, verdict, by: person, from: by, language }]);
      rows.note(row.id, "claim", open.state, now, JSON.stringify(by), key);
      tellHome(rows, open, `claim:${key}`, now);
    });
    this.#p.wake();
    return { state: "passed", card: cardOf(rows.get(row.id) ?? open) };
  }

  /** The conversation has looked: who has decided elsewhere may not decide here. */
  decline(id: string, claimKey: string): boolean {
    const { rows } = this.#p;
    const row = rows.get(id);
    const [claim, ...others] = row ? claimsOf(row) : [];
    if (this.#p.moving.to !== null) return false;
    if (row?.state !== "pending" || claim?.key !== claimKey) return false;
    const now = this.#p.now();
    this.#p.transaction(() => {
      rows.claim(id, others);
      rows.note(id, "refused", row.state, now, JSON.stringify(claim.from), claimKey);
      answerClaim(rows, row, claim, "forbidden", now);
      for (const { key } of others.slice(0, 1)) tellHome(rows, row, `claim:${key}`, now);
    });
    this.#p.wake();
    return true;
  }

  /** Time passes without an alarm too. */
  #expire(row: ApprovalRow, now: number): void {
    if (row.state !== "pending" || row.expires_at > now) return;
    expire(this.#p, row, now);
    this.#p.wake();
  }

  approval(id: string): Card | null {
    const row = this.#p.rows.get(id);
    return row ? cardOf(row) : null;
  }

  /** The open approvals, oldest first. */
  pending(): Card[] {
    if (this.#p.moving.to !== null) return [];
    const now = this.#p.now();
    for (const row of this.#p.rows.pending()) this.#expire(row, now);
    return this.#p.rows.pending().map(cardOf);
  }
}

function freshCode(): string {
  return newCode((bytes) => crypto.getRandomValues(bytes));
}

function decidable(row: ApprovalRow) {
  const requesters = each(JSON.parse(row.actor) as Actor);
  const { state, expires_at: expiresAt, decided_key: decidedKey } = row;
  return { state, expiresAt, decidedKey, requesters };
}

/** What has counted: a repeated key may come with another word. */
function verdictOf({ state }: Card, said: Verdict): Verdict {
  if (state === "rejected") return "reject";
  return state === "pending" ? said : "approve";
}
