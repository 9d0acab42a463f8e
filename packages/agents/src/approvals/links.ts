import type { Sql } from "../sql.ts";
import type { Linked, LinkStep } from "./protocol.ts";

/** Somebody on a platform. */
export interface Identity {
  readonly platform: string;
  readonly userId: string;
  readonly name: string;
}

/** One attempt to link two accounts; known by the hash of its code only. */
export interface Offer {
  readonly first: Identity;
  /** Who has typed the code on another platform. */
  readonly second: Identity | null;
  /** The second side has read who the first is, and agreed. */
  readonly agreed: boolean;
  /** The first side has read who the second is. */
  readonly read?: boolean;
  /** What was answered to whom lately, by the keys of the steps: one that is repeated is no further word. */
  readonly steps?: readonly { readonly step: string; readonly answer: Linked }[];
  readonly until: number;
}

/** A step is repeated within seconds; in between there may be a few others. */
const MOST_STEPS = 20;

/** What a step does to its offer, and what is answered. */
export interface Stepped {
  readonly answer: Linked;
  readonly offer?: Offer;
  /** Both sides have agreed: these two are one person. */
  readonly link?: readonly [Identity, Identity];
}

/**
 * Both sides agree to each other by name. A code alone would not do: whoever reads it in a public comment
 * could use it, and who is talked into typing somebody else's would lend him his name.
 */
export function stepped(offer: Offer | null, by: Identity, agreed: boolean, now: number): Stepped {
  if (offer === null || offer.until <= now) return { answer: { state: "unknown" } };
  const { first, second } = offer;
  if (same(first, by)) {
    if (second === null || !offer.agreed) return { answer: { state: "waiting" } };
    // Agreed at once: whoever has used the code may be somebody else than is thought.
    if (!agreed || !offer.read) {
      return { answer: { state: "agree", other: second }, offer: { ...offer, read: true } };
    }
    return { answer: { state: "linked", other: second }, link: [first, second] };
  }
  // Two accounts of one platform are two people there.
  if (first.platform === by.platform) return { answer: { state: "unknown" } };
  if (second !== null && !same(second, by)) return { answer: { state: "unknown" } };
  if (!agreed && !offer.agreed) {
    return { answer: { state: "agree", other: first }, offer: { ...offer, second: by } };
  }
  // Agreed at once, without having read who it is: asked first.
  if (second === null) {
    return { answer: { state: "agree", other: first }, offer: { ...offer, second: by } };
  }
  return { answer: { state: "waiting", other: first }, offer: { ...offer, agreed: true } };
}

function same(one: Identity, other: Identity): boolean {
  return one.platform === other.platform && one.userId === other.userId;
}

/** Offers and links, in the storage of the directory. */
export class Links {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS offer (
      hash TEXT PRIMARY KEY, first TEXT NOT NULL, offer TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS link (
      who TEXT PRIMARY KEY, person TEXT NOT NULL, identity TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID`);
  }

  /** A new code of somebody; the one before is void. */
  offer(hash: string, first: Identity, until: number): void {
    this.#sql.exec("DELETE FROM offer WHERE first = ?", keyOf(first));
    const offer: Offer = { first, second: null, agreed: false, until };
    this.#sql.exec(
      "INSERT INTO offer (hash, first, offer, until) VALUES (?, ?, ?, ?)",
      ...[hash, keyOf(first), JSON.stringify(offer), until],
    );
  }

  /** Idempotent by key: reading a name and agreeing to it may be the same words, said twice. */
  step(hash: string, { key, by, agreed }: Omit<LinkStep, "v" | "code">, now: number): Linked {
    const identity = { platform: by.platform, userId: by.userId, name: by.userName };
    const row = this.#sql
      .exec<{ offer: string }>("SELECT offer FROM offer WHERE hash = ?", hash)
      .toArray()[0];
    const offer = row ? (JSON.parse(row.offer) as Offer) : null;
    const step = key === undefined ? null : `${keyOf(by)} ${key}`;
    const { steps = [], until = 0 } = offer ?? {};
    const known = until > now && steps.find((one) => one.step === step);
    if (known) return known.answer;
    const { answer, offer: next, link } = stepped(offer, identity, agreed === true, now);
    if (offer && answer.state !== "unknown") {
      const done = step === null ? steps : [...steps, { step, answer }].slice(-MOST_STEPS);
      const json = JSON.stringify({ ...(next ?? offer), steps: done });
      this.#sql.exec("UPDATE offer SET offer = ? WHERE hash = ?", json, hash);
    }
    // The offer stays until it is too old: a step that is repeated is answered alike.
    if (link) this.#join(link, now);
    return answer;
  }

  /** Who somebody is on another platform. */
  on(platform: string, by: Pick<Identity, "platform" | "userId">): Identity | null {
    const rows = this.#sql
      .exec<{ identity: string }>(
        "SELECT other.identity FROM link AS mine JOIN link AS other ON other.person = mine.person WHERE mine.who = ?",
        keyOf(by),
      )
      .toArray();
    const others = rows.map(({ identity }) => JSON.parse(identity) as Identity);
    return others.find((other) => other.platform === platform) ?? null;
  }

  /**
   * Takes back every word of an account: links, and what it has agreed to so far.
   *
   * @returns whether there was a link
   */
  unlink(by: Pick<Identity, "platform" | "userId">): boolean {
    // Otherwise the other side alone could make, or make again, what it has just left.
    this.#sql.exec(
      `DELETE FROM offer WHERE first = ? OR (json_extract(offer, '$.second.platform') = ?
         AND json_extract(offer, '$.second.userId') = ?)`,
      ...[keyOf(by), by.platform, by.userId],
    );
    return this.#leave(by);
  }

  #leave(by: Pick<Identity, "platform" | "userId">): boolean {
    const mine = this.#personOf(by);
    if (mine === null) return false;
    this.#sql.exec("DELETE FROM link WHERE who = ?", keyOf(by));
    // One account alone is linked to nothing.
    this.#sql.exec(
      "DELETE FROM link WHERE person = ? AND (SELECT COUNT(*) FROM link WHERE person = ?) < 2",
      ...[mine, mine],
    );
    return true;
  }

  prune(now: number): void {
    this.#sql.exec("DELETE FROM offer WHERE until < ?", now);
  }

  #join([first, second]: readonly [Identity, Identity], now: number): void {
    if (this.on(second.platform, first)?.userId === second.userId) return;
    // Either may have been somebody else's other account: the newest word of both counts.
    const person = this.#personOf(first) ?? crypto.randomUUID();
    this.#leave(second);
    const taken = this.on(second.platform, first);
    if (taken) this.#leave(taken);
    for (const one of [first, second]) {
      this.#sql.exec(
        "INSERT OR REPLACE INTO link (who, person, identity, at) VALUES (?, ?, ?, ?)",
        ...[keyOf(one), person, JSON.stringify(one), now],
      );
    }
  }

  #personOf(by: Pick<Identity, "platform" | "userId">): string | null {
    const rows = this.#sql.exec<{ person: string }>(
      "SELECT person FROM link WHERE who = ?",
      keyOf(by),
    );
    return rows.toArray()[0]?.person ?? null;
  }
}

function keyOf({ platform, userId }: Pick<Identity, "platform" | "userId">): string {
  return `${platform}:${userId}`;
}
