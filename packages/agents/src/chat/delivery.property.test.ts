import type { Fault, FaultKind, Tier } from "@trunkline/transport";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { failed, interrupted, looked, MOST_REFUSALS, nextStep, succeeded } from "./delivery.ts";
import type { PostPatch } from "./posts.ts";
import type { Post } from "./schema.ts";

/**
 * The laws of delivery on a simulated platform with a virtual clock. The lane is driven as `lane.ts`
 * drives it: recover an intent without outcome, ask for the next step, write the intent, make the call,
 * record what came back. Each law protects a promise of the README: one visible final, edits that do
 * not commute, nothing doubled after a cut or a crash, and an end to every schedule.
 */
const T = DEFAULT_TIMINGS;
/** A platform's list may show a message a little after it can be seen: hence two looks. */
const LIST_LAG_MS = T.settleMs / 2;

type Happening =
  | { readonly how: "ok" }
  | { readonly how: "refused"; readonly kind: FaultKind; readonly retryAfterSeconds: number }
  /** Somebody has deleted the message before this edit. */
  | { readonly how: "deleted" }
  /** The connection breaks, or the process dies. `lateMs` 0: never applied, 1: applied at once. */
  | { readonly how: "cut"; readonly lateMs: number }
  | { readonly how: "crash"; readonly lateMs: number; readonly downMs: number };

interface Schedule {
  readonly calls: readonly Happening[];
  /** The final becomes known after this many calls, while the last of them is on its way or not. */
  readonly finalAfter: number;
  readonly finalDuring: boolean;
}

class World {
  readonly tier: Tier;
  now = 1_000_000;
  post: Post;
  /** Every message that is seen now, and how often something was. */
  readonly seen = new Map<number, string>();
  mostWithContent = 0;
  creations: string[] = [];
  unknown = false;
  /** Calls after the last thing that went wrong. */
  calm = 0;
  readonly #bornAt = new Map<number, number>();
  readonly #late: { readonly at: number; readonly apply: () => void }[] = [];
  readonly #calls: Happening[];
  #ids = 0;
  #made = 0;

  constructor(tier: Tier, role: "final" | "reply", calls: readonly Happening[]) {
    this.tier = tier;
    this.#calls = [...calls];
    this.post = {
      ...{
        key: "b:0",
        batch: "b",
        part: 0,
        role,
        ctx: "{}",
        body: null,
        ref: null,
        shown: 0,
        visible: 0,
      },
      ...{ op: null, doubt_at: null, looks: 0, tries: 0, refusals: 0, not_before: 0, plain: 0 },
      ...{
        unthreaded: 0,
        muted: 0,
        state: "open",
        error: null,
        created_at: this.now,
        due_from: this.now,
      },
    };
  }

  /** As `posts.setFinal` does. */
  setFinal(body: string): void {
    this.#patch({ body, shown: 0, plain: 0, tries: 0, refusals: 0, not_before: 0 });
    this.#patch({ state: "open", error: null, due_from: this.now });
  }

  /** Wakes up until nothing is left to do, then lets everything land that is still on its way. */
  deliver(body: string, finalAfter: number, finalDuring: boolean): void {
    this.#made = 0;
    for (let wakeUps = 0; this.post.state === "open"; wakeUps++) {
      if (wakeUps > 1_000) throw new Error(`no end: ${JSON.stringify(this.post)}`);
      if (this.#made >= finalAfter && this.post.body !== body) this.setFinal(body);
      const during = finalDuring && this.#made + 1 >= finalAfter ? body : null;
      if (!this.#wakeUp(during)) this.#made = finalAfter;
    }
    this.#advance(this.now + T.settleMs);
  }

  /** @returns whether there was something to do */
  #wakeUp(during: string | null): boolean {
    if (this.post.op !== null) this.#patch(interrupted(this.post, this.tier, this.now));
    const step = nextStep(this.post, this.tier, true, this.now, T);
    switch (step.do) {
      case "nothing":
        return false;
      case "wait":
        this.#advance(step.until);
        return true;
      case "end":
        this.#patch({ state: step.state });
        return true;
      case "find":
        this.#find();
        return true;
      case "send":
      case "edit":
        this.#write(step.do, step.do === "edit" || step.what === "content", during);
        return true;
      default:
        throw new Error(`an answer never has the step ${step.do}`);
    }
  }

  #write(op: "send" | "edit", content: boolean, during: string | null): void {
    const before = this.post;
    this.#patch({ op });
    const final = content && before.body !== null;
    const text = content ? (before.body ?? `progress ${this.#made}`) : "placeholder";
    const id = op === "edit" ? Number(before.ref) : ++this.#ids;
    const apply = () => this.#show(id, text, op === "send");
    const happening = this.#next();
    this.#made += 1;
    if (during !== null && before.body !== during) this.setFinal(during);
    switch (happening.how) {
      case "crash":
      case "cut":
        this.unknown = true;
        this.#later(happening.lateMs, apply);
        if (happening.how === "crash") this.#advance(this.now + happening.downMs);
        else this.#failed({ kind: "uncertain", message: "" });
        return;
      case "refused":
        this.#failed({ ...happening, message: "" });
        return;
      case "deleted":
        this.seen.delete(id);
        break;
      case "ok":
        break;
      default:
        happening satisfies never;
    }
    if (op === "edit" && !this.seen.has(id)) {
      this.#failed({ kind: "gone", message: "" });
      return;
    }
    apply();
    const same = this.post.body === before.body;
    this.#patch({ ...succeeded(before, final && same, this.now, T), ref: String(id) });
    if (before.role !== "final") this.#patch({ state: "done" });
  }

  #find(): void {
    const happening = this.#next();
    if (happening.how === "crash") {
      this.#advance(this.now + happening.downMs);
      return;
    }
    if (happening.how === "cut" || happening.how === "refused") {
      const kind = happening.how === "cut" ? "uncertain" : happening.kind;
      this.#failed({ ...happening, kind, message: "" });
      return;
    }
    const old = (id: number) => (this.#bornAt.get(id) ?? 0) + LIST_LAG_MS <= this.now;
    const found = [...this.seen.keys()].find(old);
    this.#patch(looked(this.post, found === undefined ? null : String(found)));
  }

  /** A message that is too long is tried again as it is: dividing it is not simulated. */
  #failed(fault: Fault): void {
    this.#patch(failed(this.post, fault, this.tier, this.now, T).patch);
  }

  #show(id: number, text: string, create: boolean): void {
    if (!create && !this.seen.has(id)) return;
    if (create) {
      this.creations.push(text);
      this.#bornAt.set(id, this.now);
    }
    this.seen.set(id, text);
    const withContent = [...this.seen.values()].filter((one) => one !== "placeholder").length;
    this.mostWithContent = Math.max(this.mostWithContent, withContent);
  }

  #next(): Happening {
    this.#advance(this.now + 50);
    const next = this.#calls.shift() ?? { how: "ok" };
    this.calm = next.how === "ok" ? this.calm + 1 : 0;
    return next;
  }

  #later(ms: number, apply: () => void): void {
    if (ms === 1) apply();
    else if (ms > 1) this.#late.push({ at: this.now + ms, apply });
  }

  #advance(to: number): void {
    this.#late.sort((a, b) => a.at - b.at);
    for (let due = this.#late[0]; due && due.at <= to; due = this.#late[0]) {
      this.now = Math.max(this.now, due.at);
      due.apply();
      this.#late.shift();
    }
    this.now = Math.max(this.now, to);
  }

  #patch(patch: PostPatch): void {
    this.post = { ...this.post, ...patch };
  }
}

/** Faults that pass by themselves. `gone` stands for a message that somebody has deleted. */
const PASSING: FaultKind[] = ["rate_limited", "transient", "unauthorized"];
const REFUSALS: FaultKind[] = ["bad_target", "rejected_markup", "too_long", "invalid"];
const KINDS: FaultKind[] = [...PASSING, ...REFUSALS, "gone", "forbidden", "moved"];

const lateMs = fc.oneof(
  fc.constant(0),
  fc.constant(1),
  fc.integer({ min: 2, max: T.settleMs - 1 }),
);
const downMs = fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 600_000 }));
const retryAfterSeconds = fc.constantFrom(1, 30, 1_800);
const happening = (kinds: FaultKind[]): fc.Arbitrary<Happening> =>
  fc.oneof(
    fc.constant({ how: "ok" as const }),
    fc.record({
      how: fc.constant("refused" as const),
      kind: fc.constantFrom(...kinds.filter((kind) => kind !== "gone")),
      retryAfterSeconds,
    }),
    fc.constant({ how: kinds.includes("gone") ? ("deleted" as const) : ("ok" as const) }),
    fc.record({ how: fc.constant("cut" as const), lateMs }),
    fc.record({ how: fc.constant("crash" as const), lateMs, downMs }),
  );
const schedule = (kinds: FaultKind[]): fc.Arbitrary<Schedule> =>
  fc.record({
    calls: fc.array(happening(kinds), { maxLength: 14 }),
    finalAfter: fc.nat({ max: 6 }),
    finalDuring: fc.boolean(),
  });

function run(tier: Tier, { calls, finalAfter, finalDuring }: Schedule): World {
  const world = new World(tier, "final", calls);
  world.deliver("final", finalAfter, finalDuring);
  return world;
}
const shown = (world: World, text: string) =>
  [...world.seen.values()].filter((one) => one === text).length;
const RUNS = { numRuns: 3_000 };

describe("edit-only: a placeholder, then edits", () => {
  test("the final is seen exactly once and is the last word", () => {
    fc.assert(
      fc.property(schedule(PASSING), (plan) => {
        const { post, seen, calm } = run("edit-only", plan);
        expect(post.state).toBe("done");
        expect(seen.get(Number(post.ref))).toBe("final");
        // Placeholder, the progress before the final, the final, and the final once more.
        expect(calm).toBeLessThanOrEqual(plan.finalAfter + plan.calls.length + 3);
      }),
      RUNS,
    );
  });

  test("a message that somebody deletes is written again", () => {
    const call = fc.constantFrom<Happening>({ how: "ok" }, { how: "deleted" });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 14 }), fc.nat({ max: 6 }), (calls, finalAfter) => {
        // Deleted more often than a refusal is tried again, it is given up.
        fc.pre(calls.filter(({ how }) => how === "deleted").length <= MOST_REFUSALS);
        const world = run("edit-only", { calls, finalAfter, finalDuring: false });
        expect(world.post.state).toBe("done");
        expect([...world.seen.values()]).toEqual(["final"]);
      }),
    );
  });

  test("whatever happens, content is never in two messages and orphans are placeholders", () => {
    fc.assert(
      fc.property(schedule(KINDS), (plan) => {
        const world = run("edit-only", plan);
        expect(world.mostWithContent).toBeLessThanOrEqual(1);
        expect(new Set(world.creations)).toEqual(new Set(world.creations.map(() => "placeholder")));
        const orphans = [...world.seen].filter(([id]) => id !== Number(world.post.ref));
        expect(orphans.every(([, text]) => text === "placeholder")).toBe(true);
        if (world.post.state === "done") expect(shown(world, "final")).toBe(1);
      }),
      RUNS,
    );
  });

  test("a replay turns what was seen into the answer", () => {
    fc.assert(
      fc.property(schedule(KINDS), fc.array(happening(KINDS), { maxLength: 8 }), (plan, more) => {
        const world = new World("edit-only", "final", [...plan.calls, ...more]);
        world.deliver("final", plan.finalAfter, plan.finalDuring);
        fc.pre(world.post.state === "done");
        world.setFinal("answer");
        world.deliver("answer", 0, false);
        expect(world.mostWithContent).toBeLessThanOrEqual(1);
        if (world.post.state !== "done") return;
        expect(shown(world, "answer")).toBe(1);
        expect(shown(world, "final")).toBe(0);
      }),
      RUNS,
    );
  });
});

describe("look-back: one create, looked for when its outcome is unknown", () => {
  test("the final is created exactly once", () => {
    fc.assert(
      fc.property(schedule(PASSING), (plan) => {
        const world = run("look-back", plan);
        expect(world.post.state).toBe("done");
        expect(world.creations).toEqual(["final"]);
      }),
      RUNS,
    );
  });

  test("whatever happens, at most once", () => {
    fc.assert(
      fc.property(schedule(KINDS), (plan) => {
        const world = run("look-back", plan);
        expect(world.creations.length).toBeLessThanOrEqual(1);
        if (world.post.state === "done") expect(shown(world, "final")).toBe(1);
      }),
      RUNS,
    );
  });

  test("a replay turns what was seen into the answer", () => {
    fc.assert(
      fc.property(schedule(KINDS), fc.array(happening(KINDS), { maxLength: 8 }), (plan, more) => {
        const world = new World("look-back", "final", [...plan.calls, ...more]);
        world.deliver("final", plan.finalAfter, plan.finalDuring);
        fc.pre(world.post.state === "done");
        world.setFinal("answer");
        world.deliver("answer", 0, false);
        expect(world.mostWithContent).toBeLessThanOrEqual(1);
        if (world.post.state === "done") expect([...world.seen.values()]).toEqual(["answer"]);
      }),
      RUNS,
    );
  });
});

describe("at most once, and uncertain exactly when an outcome was unknown", () => {
  test.each<[string, Tier, "final" | "reply"]>([
    ["a final of the lowest tier", "at-most-once", "final"],
    ["a reply where one can edit", "edit-only", "reply"],
    ["a reply where one can look back", "look-back", "reply"],
    ["a reply of the lowest tier", "at-most-once", "reply"],
  ])("%s", (_name, tier, role) => {
    fc.assert(
      fc.property(schedule(KINDS), (plan) => {
        const world = new World(tier, role, plan.calls);
        world.setFinal("final");
        world.deliver("final", 0, false);
        expect(world.creations.length).toBeLessThanOrEqual(1);
        expect(world.post.state === "uncertain").toBe(world.unknown);
        if (world.post.state === "done") expect(world.creations).toEqual(["final"]);
      }),
      RUNS,
    );
  });
});
