import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { ActAnswer, DoorPort, Intent, Preview, Tell } from "../door/protocol.ts";
import type { Fact } from "../pool/memory.ts";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { Desk } from "./desk.ts";
import { Codes } from "./directory.ts";
import { Links } from "./links.ts";
import { Moving } from "./moving.ts";
import type { DeskPorts, DirectoryPort } from "./ports.ts";
import type { ApprovalPort, Card, Decide, Proposal } from "./protocol.ts";
import { Rounds } from "./rounds.ts";
import { Approvals } from "./rows.ts";
import { takeOver } from "./take-over.ts";

/** A real SQLite in memory, as much of it as row stores use. */
export function memory() {
  const database = new DatabaseSync(":memory:");
  const exec = (query: string, ...values: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...values);
    return { toArray: () => rows, one: () => rows[0] };
  };
  const transaction = (work: () => void) => {
    database.exec("SAVEPOINT work");
    try {
      work();
      database.exec("RELEASE work");
    } catch (error) {
      database.exec("ROLLBACK TO work");
      throw error;
    }
  };
  // Only what the row classes use of it.
  return { sql: Object.assign(Object.create(null), { exec }), transaction };
}

export const DAY = 24 * 3_600_000;
export const ALICE = { platform: "here", userId: "1", userName: "Alice" };
export const BOB = { platform: "here", userId: "2", userName: "Bob" };

/** A door that remembers what it was asked for, and answers as it is told. */
export class FakeDoor implements DoorPort {
  head = "sha-1";
  title = "Merge #7";
  refuses = false;
  readonly acted: Intent[] = [];
  readonly tells: Tell[] = [];
  /** Answers to come; then the act is done, once for each key. */
  readonly answers: (ActAnswer | Error)[] = [];
  readonly #done = new Set<string>();
  /** How often something has happened. */
  happened = 0;
  deaf = false;
  /** What else happens between an act and its answer. */
  beforeAnswer: (() => Promise<void>) | undefined;

  async describe() {
    return { v: 1, tools: [] };
  }
  async read() {
    return { ok: false, error: "nothing to read" };
  }
  async preview({ input }: { input: unknown }): Promise<Preview> {
    if (this.refuses) return { ok: false, error: "no such thing" };
    const shown = { title: this.title, target: "acme/site#7", preview: "`+1 -1`" };
    return { ok: true, ...shown, input: { ...Object(input), merge: true }, state: this.head };
  }
  async act(intent: Intent): Promise<ActAnswer> {
    this.acted.push(intent);
    const next = this.answers.shift();
    if (next instanceof Error) throw next;
    if (next) return next;
    if (intent.state !== this.head) return { state: "changed", why: "there is a new commit" };
    if (!this.#done.has(intent.key)) this.happened += 1;
    this.#done.add(intent.key);
    await this.beforeAnswer?.();
    return { state: "done", text: "Merged." };
  }
  async tell(tell: Tell) {
    if (this.deaf) throw new Error("down");
    this.tells.push(tell);
    return { ok: true };
  }
}

/** The directory of a test. */
export function directoryOf(now: () => number): DirectoryPort & { links: Links } {
  const { sql } = memory();
  const codes = new Codes(sql);
  const links = new Links(sql);
  return {
    links,
    register: async (code, place, until) => codes.register(code, place, until),
    find: async (code) => codes.find(code),
    move: async (from, to) => codes.move(from, to),
    on: async (platform, by) => links.on(platform, by),
    link: async (step) => links.step(step.code ?? "", step, now()),
    unlink: async (by) => links.unlink(by),
  };
}

/** A deployment: one door for each platform, and approval agents that can be killed. */
export class Office {
  time = 1_000_000;
  readonly doors = new Map([
    ["here", new FakeDoor()],
    ["there", new FakeDoor()],
  ]);
  readonly directory = directoryOf(() => this.time);
  readonly #stores = new Map<string, ReturnType<typeof memory>>();
  /** The step at which the next incarnation dies. */
  diesAt: string | null = null;
  timings = { ...DEFAULT_TIMINGS, retryFirstMs: 10, retryMostMs: 1_000 };

  get door(): FakeDoor {
    return this.doors.get("here") ?? new FakeDoor();
  }

  /** The approval agent of a conversation: another incarnation at each call, on the same rows. */
  at(name: string): Desk & { ports: DeskPorts; rounds: Rounds } {
    const store = this.#stores.get(name) ?? memory();
    this.#stores.set(name, store);
    const ports: DeskPorts = {
      name,
      rows: new Approvals(store.sql),
      moving: new Moving(store.sql),
      timings: this.timings,
      log: () => undefined,
      reach: async (point) => {
        if (point !== this.diesAt) return;
        this.diesAt = null;
        throw new Error(`killed at ${point}`);
      },
      now: () => this.time,
      door: (door) => this.doors.get(door),
      directory: () => this.directory,
      other: (conversation) => this.#portOf(this.at(conversation)),
      transaction: store.transaction,
      wake: () => undefined,
    };
    return Object.assign(new Desk(ports), { ports, rounds: new Rounds(ports) });
  }

  /** What a conversation was told to remember. */
  readonly memories = new Map<string, Fact[]>();

  /** A conversation gets another address. */
  move(from: string, to: string): Promise<void> {
    return takeOver(this.at(to).ports, from, {
      getByName: (name) => ({
        kept: async () => this.memories.get(name) ?? [],
        takeOver: async (facts) => {
          this.memories.set(name, [...facts]);
        },
        forget: async () => {
          this.memories.delete(name);
          return { ok: true, text: "" };
        },
      }),
    });
  }

  #portOf(at: ReturnType<Office["at"]>): ApprovalPort {
    const { ports } = at;
    return {
      propose: (proposal: Proposal) => at.propose(proposal),
      decide: (decision: Decide) => at.decide(decision),
      pending: async () => at.pending(),
      approval: async (id: string) => at.approval(id),
      decline: async (id: string, claim: string) => at.decline(id, claim),
      moveFrom: async (old: string) => this.move(old, ports.name),
      handOver: async (to: string) => ports.moving.handOver(to),
      link: async () => null,
      unlink: async () => false,
    };
  }

  /** One look at everything that time brings, and everything told that can be. */
  async pass(name: string, ms = 0): Promise<void> {
    this.time += ms;
    const { rounds, ports } = this.at(name);
    rounds.look(this.time);
    const before = ports.rows.owed().length;
    for (let i = 0; i < 4 * before + 4; i += 1) await Promise.resolve();
  }
}

export function proposal(more: Partial<Proposal> = {}): Proposal {
  const actor = { conversation: "here:bot/1", ...ALICE };
  return {
    v: 1,
    key: "run:call",
    door: "here",
    tool: "merge",
    input: { number: 7 },
    actor,
    ...more,
  };
}

export function decision(card: Pick<Card, "code">, more: Partial<Decide> = {}): Decide {
  const by = { conversation: "here:bot/1", ...BOB };
  return { v: 1, key: "press:1", code: card.code, verdict: "approve", by, ...more };
}
