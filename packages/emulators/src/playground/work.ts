import * as z from "zod";
import type { Event } from "./books.ts";

/** What an agent does for one batch. */
export interface WorkView {
  /** The steps of its plan; none: it has not made one. */
  readonly plan: readonly PlanStepView[];
  readonly tools: readonly ToolView[];
}

export interface PlanStepView {
  readonly id: string;
  readonly title: string;
  readonly worker: string;
  /** Steps that come before it. */
  readonly needs: readonly string[];
  readonly state: "waiting" | "running" | "done" | "asked" | "failed" | "unknown";
  /** Why it has failed. */
  readonly why: string | null;
}

/** A call of a tool. */
export interface ToolView {
  readonly key: string;
  readonly name: string;
  /** Who called it: an agent, or the worker of a step. */
  readonly by: string;
  readonly state: "running" | "done" | "asked" | "failed";
  /** The beginning of what it gave, or why it did not. */
  readonly said: string;
}

const Step = z.object({
  id: z.string(),
  title: z.string(),
  worker: z.string(),
  needs: z.array(z.string()),
});
const Plan = z.object({ steps: z.array(Step).nullable() });
const Split = z.object({ parts: z.array(z.object({ title: z.string() })) });
const Result = z.object({
  kind: z.string(),
  why: z.string().optional(),
  card: z.unknown().optional(),
});
const Asked = z.object({ calls: z.array(z.object({ name: z.string() })) });
const Came = z.object({
  ok: z.boolean(),
  text: z.string().optional(),
  error: z.string().optional(),
  card: z.unknown().optional(),
});

const MOST_SAID = 140;

/**
 * The plan of a batch and the tools it has used, from the recorded steps of its run and of its workers. Pure.
 *
 * @param over - nothing is worked on any more
 */
export function workOf(events: readonly Event[], batch: string, over: boolean): WorkView {
  const own = events.filter(({ run }) => run === batch);
  const workers = events.filter(({ run }) => run.startsWith(`${batch}:`));
  const tools = [...own, ...workers].flatMap(toolsOf(events, over));
  const plan = planOf(own, over).map((step) => {
    // A worker whose last call failed has something to say all the same; what was asked of it is not done.
    const last = tools.findLast(({ key }) => key.startsWith(`${batch}:${step.id}/`));
    if (step.state !== "done" || last?.state !== "failed") return step;
    return { ...step, state: "failed" as const, why: `${last.name}: ${last.said}` };
  });
  return { plan, tools };
}

function planOf(own: readonly Event[], over: boolean): PlanStepView[] {
  const read = <T extends z.ZodType>(kind: string, shape: T): z.infer<T> | null => {
    const found = own.find((event) => event.kind === `step:${kind}`);
    return found ? parsed(found, shape) : null;
  };
  const first = read("plan", Plan)?.steps ?? read("plan:mend", Plan)?.steps ?? [];
  const parts = (read("split", Split)?.parts ?? []).map(({ title }, at) => ({
    ...{ id: `part${at + 1}`, title, worker: "research", needs: [] as string[] },
  }));
  const steps = [...first, ...parts, ...(read("plan:around", Plan)?.steps ?? [])];
  const results = new Map(steps.map(({ id }) => [id, read(`step:${id}`, Result)]));
  const isDone = (id: string) => results.get(id)?.kind === "done" && !results.get(id)?.card;
  return steps.map((step) => {
    const result = results.get(step.id);
    const ready = step.needs.every(isDone);
    const idle = over ? "unknown" : ready ? "running" : "waiting";
    const ended = result?.kind === "failed" ? "failed" : result?.card ? "asked" : "done";
    return { ...step, state: result ? ended : idle, why: result?.why ?? null };
  });
}

/** The calls that an answer of the model asked for, each with what came of it. */
function toolsOf(events: readonly Event[], over: boolean) {
  return (answer: Event): ToolView[] => {
    const [, prefix, n] = /^step:(.*)model:(\d+)$/.exec(answer.kind) ?? [];
    if (n === undefined) return [];
    const calls = parsed(answer, Asked)?.calls ?? [];
    return calls.map(({ name }, at) => {
      const kind = `step:${prefix}call:${n}:${at}`;
      const row = events.find((event) => event.run === answer.run && event.kind === kind);
      const came = row ? parsed(row, Came) : null;
      // What is not allowed leaves no row of its own.
      const idle = over ? "failed" : "running";
      const said = came ? (came.text ?? came.error ?? "") : over ? "not carried out" : "";
      return {
        key: `${answer.run}/${kind}`,
        ...{ name, by: answer.agent },
        state: came ? (came.ok ? (came.card ? "asked" : "done") : "failed") : idle,
        said: short(came?.card ? "a person has to decide" : said),
      };
    });
  };
}

/** What another version has recorded in another shape is not shown. */
function parsed<T extends z.ZodType>({ data }: Event, shape: T): z.infer<T> | null {
  const { data: found } = shape.safeParse(JSON.parse(data));
  return found ?? null;
}

function short(text: string): string {
  const line = text
    .replace(/<\/?material-[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return line.length > MOST_SAID ? `${line.slice(0, MOST_SAID)}…` : line;
}

/** Recorded steps as they were last seen: the pool forgets a run once its answer is delivered. */
export class Journal {
  readonly #seen = new Map<string, Map<string, Event>>();

  note(events: readonly Event[]): void {
    for (const event of events) {
      const [batch = ""] = event.run.split(":");
      const known = this.#seen.get(batch) ?? new Map<string, Event>();
      this.#seen.set(batch, known.set(`${event.run}/${event.kind}`, event));
    }
  }

  /** @param batches - ids of those that are still shown */
  forgetAllBut(batches: readonly string[]): void {
    for (const id of this.#seen.keys()) if (!batches.includes(id)) this.#seen.delete(id);
  }

  of(batch: string): readonly Event[] {
    return [...(this.#seen.get(batch)?.values() ?? [])];
  }
}
