import * as z from "zod/mini";
import { Card, Verdict } from "../approvals/protocol.ts";
import type { Command } from "./commands.ts";
import type { Facts } from "./facts.ts";

/** A card that this conversation shows. */
export const Shown = z.object({
  /** The batch whose final it is. */
  batch: z.string(),
  /** What was said before it. */
  text: z.string(),
  card: Card,
  /** When it was closed; it is forgotten a while later. */
  closedAt: z.optional(z.number()),
});
export type Shown = z.infer<typeof Shown>;

/** Something that has to be asked from the approval agent. `ctx`: who said it where, as JSON. */
export const Job = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("decide"),
    ...{ key: z.string(), at: z.number(), ctx: z.string() },
    code: z.string(),
    verdict: Verdict,
    /** Of a press: what acknowledges it. */
    ack: z.optional(z.string()),
  }),
  z.object({ do: z.literal("list"), key: z.string(), at: z.number(), ctx: z.string() }),
  z.object({
    do: z.literal("link"),
    ...{ key: z.string(), at: z.number(), ctx: z.string() },
    code: z.optional(z.string()),
    agreed: z.boolean(),
  }),
  z.object({ do: z.literal("unlink"), key: z.string(), at: z.number(), ctx: z.string() }),
  /** An approval has a new state; `key` is its id. */
  z.object({ do: z.literal("look"), key: z.string(), at: z.number() }),
]);
export type Job = z.infer<typeof Job>;

/** What a command asks for. Without a code it is not known which act is meant: they are listed. */
export function jobOf(
  { name, words: [code, word] }: Command & { lane: "approval" },
  said: { readonly key: string; readonly at: number; readonly ctx: string },
): Job {
  switch (name) {
    case "approve":
    case "reject":
      return code === undefined
        ? { do: "list", ...said }
        : { do: "decide", ...said, code, verdict: name };
    case "approvals":
      return { do: "list", ...said };
    case "link": {
      const agreed = word?.toLowerCase() === "yes";
      return { do: "link", ...said, ...(code === undefined ? {} : { code }), agreed };
    }
    case "unlink":
      return { do: "unlink", ...said };
    default:
      return name satisfies never;
  }
}

/** What a conversation knows of its approvals: rows among its facts, for most have none. */
export class ApprovalRows {
  readonly #facts: Facts;

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  shown(id: string): Shown | null {
    const json = this.#facts.get(`card:${id}`);
    return json === null ? null : Shown.parse(JSON.parse(json));
  }

  all(): Shown[] {
    return this.#facts.under("card:").map(({ value }) => Shown.parse(JSON.parse(value)));
  }

  /** Those that wait for a decision, as far as is known here. */
  open(): Shown[] {
    return this.all().filter(({ card }) => card.state === "pending");
  }

  show(shown: Shown): void {
    this.#facts.set(`card:${shown.card.id}`, JSON.stringify(shown));
  }

  forget(before: number): void {
    for (const { card, closedAt } of this.all()) {
      const over = closedAt ?? card.expiresAt;
      if (over < before) this.#facts.delete(`card:${card.id}`);
    }
  }

  /** Oldest first. */
  jobs(): Job[] {
    return this.#facts
      .under("job:")
      .flatMap(({ name, value }) => {
        const { data } = Job.safeParse(JSON.parse(value));
        // Of another deployment, and nobody can act on it.
        if (!data) this.#facts.delete(name);
        return data ?? [];
      })
      .toSorted((a, b) => a.at - b.at);
  }

  put(job: Job): void {
    // Newer than the one in place, which may be in somebody's hands.
    const at = Math.max(job.at, (this.#job(job.key)?.at ?? 0) + 1);
    this.#facts.set(`job:${job.key}`, JSON.stringify({ ...job, at }));
  }

  /** @returns false: it has been done, or there is a newer one of its key */
  done(job: Job): boolean {
    if (this.#job(job.key)?.at !== job.at) return false;
    this.#facts.delete(`job:${job.key}`);
    return true;
  }

  #job(key: string): Job | null {
    const json = this.#facts.get(`job:${key}`);
    return json === null ? null : Job.parse(JSON.parse(json));
  }
}

/** One batch for each decision, whoever finds it missing. */
export function decisionId(approval: string, verdict: Verdict): string {
  return `decision-${approval}-${verdict}`;
}

/** The decision that a batch carries out. */
export function decisionOf(batchId: string): { approval: string; verdict: Verdict } | null {
  const [, approval, verdict] = /^decision-(.+)-(approve|reject)$/.exec(batchId) ?? [];
  if (approval === undefined) return null;
  return { approval, verdict: verdict === "approve" ? "approve" : "reject" };
}
