import {
  type Behaviour,
  isRouterRequest,
  type MessageRequest,
  type User,
} from "@trunkline/emulators";
import { somebody } from "./views.ts";
import type { World } from "./world.ts";

/** Who of the pool asks the model. */
export type Role =
  | "router"
  | "plan"
  | "mend"
  | "around"
  | "split"
  | "worker"
  | "aggregate"
  | "weigh"
  | "answer";

/** Told apart by what only they say. */
export function roleOf(request: MessageRequest): Role {
  if (isRouterRequest(request)) return "router";
  const schema = JSON.stringify(request.output_config?.format?.schema ?? {});
  const last = JSON.stringify(request.messages.at(-1) ?? "");
  if (schema.includes('"steps"')) {
    if (last.includes("This plan cannot be used")) return "mend";
    return last.includes("Your plan was carried out") ? "around" : "plan";
  }
  if (schema.includes('"parts"')) return "split";
  const system = JSON.stringify(request.system ?? "");
  if (system.includes("You do one piece of work")) return "worker";
  if (system.includes("has been done in steps")) return "aggregate";
  return system.includes("Weigh it and answer") ? "weigh" : "answer";
}

/** Everything that a model is shown in a request, its own words included. */
export function told(request: MessageRequest): string {
  return JSON.stringify(request.messages);
}

/** The task of a worker's request: material may quote others. */
export function taskOf({ messages }: MessageRequest): string {
  const texts = messages.flatMap(({ content }) =>
    typeof content === "string"
      ? [content]
      : content.flatMap((block) => (block.type === "text" ? [block.text] : [])),
  );
  const turn = texts.findLast((text) => text.startsWith("The person wrote:")) ?? "";
  return turn.slice(turn.lastIndexOf("Your task:"));
}

/**
 * Scripts what one of the pool hears in one conversation.
 *
 * @param nonce - stands in the person's message
 * @param task - of a worker, the words of its task
 */
export function script(
  world: World,
  nonce: string,
  role: Role,
  behaviour: Behaviour,
  more: { readonly task?: string; readonly times?: number; readonly until?: number } = {},
): void {
  const { task = "", ...selection } = more;
  world.model.next(behaviour, {
    ...selection,
    match: (request) =>
      roleOf(request) === role &&
      told(request).includes(nonce) &&
      (role !== "worker" || taskOf(request).includes(task)),
  });
}

/** Somebody whom the bot has not met asks for work that is planned like this. */
export function askPlanned(world: World, nonce: string, planned: Behaviour): User {
  const tess = somebody(world);
  script(world, nonce, "router", routed("code"));
  script(world, nonce, "plan", planned);
  world.telegram.say(tess, `Do the work of ${nonce}`);
  return tess;
}

/** The router's word for work that is planned, or researched. */
export function routed(category: "code" | "research"): Behaviour {
  const complexity = category === "research" ? "medium" : "high";
  const said = { type: "complex", category, complexity, requiresHumanApproval: false };
  return { kind: "text", text: JSON.stringify({ ...said, reasoning: "scripted" }) };
}

/** A plan of the planner: `"a b<a,c"` is step b that needs a and c. Its tasks are "task of a". */
export function plan(...steps: readonly string[]): Behaviour {
  const said = steps.map((step) => {
    const [id = "", needs = ""] = step.split("<");
    const task = `task of ${id}.`;
    const needed = needs === "" ? [] : needs.split(",");
    return { id, worker: "code", title: `doing ${id}`, task, needs: needed };
  });
  return { kind: "text", text: JSON.stringify({ steps: said }) };
}

/** What was asked in one conversation, in order: `plan`, `worker a`, `aggregate`. */
export function askedOf(world: World, nonce: string): string[] {
  return world.model.journal.flatMap(({ request }) => {
    if (!request || !told(request).includes(nonce)) return [];
    const role = roleOf(request);
    if (role === "router") return [];
    const task = role === "worker" ? /task of (\w+)/.exec(taskOf(request))?.[1] : undefined;
    return [task === undefined ? role : `${role} ${task}`];
  });
}

/** The last request of a kind in one conversation, as JSON. */
export function heard(world: World, nonce: string, role: Role, task = ""): string {
  const entry = world.model.journal.findLast(
    ({ request }) =>
      request !== null &&
      roleOf(request) === role &&
      told(request).includes(nonce) &&
      taskOf(request).includes(task),
  );
  return entry?.request ? told(entry.request) : "";
}
