import type { Behaviour } from "@trunkline/emulators";
import { plan, type Role, roleOf, routed, script, taskOf, told } from "../world/roles.ts";
import type { World } from "../world/world.ts";
import { nonceOf, quoted, type Scenario } from "./scenario.ts";
import { TELEGRAM } from "./stages/telegram.ts";

const FOREVER = { until: Number.MAX_SAFE_INTEGER };
const POINTS = /model answer#\d+ (?:arrived|answered)|step:recorded|worker:recorded|model:recorded/;

/** What is said whenever one of the pool asks. */
function always(world: World, role: Role, behaviour: Behaviour, task?: string): void {
  script(world, "", role, behaviour, task === undefined ? FOREVER : { ...FOREVER, task });
}

const pause: Behaviour = {
  kind: "blocks",
  blocks: [
    { type: "server_tool_use", name: "web_search", input: { query: "?" } },
    { type: "web_search_tool_result", found: [{ url: "https://example.com/", title: "A page" }] },
  ],
  stop: "pause_turn",
};

/**
 * What has been recorded is never asked for again. The steps of these scenarios come one after another, so
 * whatever is recorded between two requests of a kind is the result of the first.
 */
function paidAgain(world: World, nonce: string): string | null {
  const asked = world.model.journal.flatMap(({ request, call }) => {
    if (!request || !told(request).includes(nonce) || roleOf(request) === "router") return [];
    const rounds = request.messages.filter(({ role }) => role === "assistant").length;
    return [{ kind: `${roleOf(request)} ${taskOf(request)} ${rounds}`, at: call.at }];
  });
  const recorded = world.steps.calls.filter(({ method }) =>
    /^(step|worker):recorded$/.test(method),
  );
  for (const [index, { kind, at }] of asked.entries()) {
    const again = asked.slice(index + 1).find((one) => one.kind === kind);
    const between = again && recorded.some((step) => step.at > at && step.at < again.at);
    if (between) return `paid for again: ${kind}`;
  }
  return null;
}

/** The offline model ends its answer with what the last step has given. */
const expected = (complete: RegExp) => (n: number) => ({
  nonce: nonceOf(n),
  parts: [{ ...quoted(n), complete }],
  wrong: async (world: World) => paidAgain(world, nonceOf(n)),
});

export const PLANNED: Scenario = {
  name: "an answer that is planned",
  stage: TELEGRAM,
  leastCalls: 8,
  alike: 8,
  script: (world) => {
    always(world, "router", routed("code"));
    const { steps } = JSON.parse(textOf(plan("a", "b<a")));
    const [a, b] = steps;
    const researched = { steps: [a, { ...b, worker: "research" }] };
    always(world, "plan", { kind: "text", text: JSON.stringify(researched) });
    always(world, "worker", { kind: "text", text: "A is done." }, "of a");
    // Its first answer is a step of the worker's own journal.
    world.model.next(pause, {
      ...FOREVER,
      match: (request) => taskOf(request).includes("of b") && request.messages.length === 3,
    });
    always(world, "worker", { kind: "text", text: "B is done." }, "of b");
  },
  expected: expected(/B is done\.$/),
  points: ({ name }) => POINTS.test(name),
  blows: ["kill", "abort lead", "abort workers"],
};

export const RESEARCHED: Scenario = {
  name: "an answer that is researched",
  stage: TELEGRAM,
  leastCalls: 7,
  alike: 8,
  script: (world) => {
    always(world, "router", routed("research"));
    const parts = [{ title: "on it", question: "task of a." }];
    always(world, "split", { kind: "text", text: JSON.stringify({ parts }) });
    always(world, "worker", { kind: "text", text: "A is found." });
  },
  expected: expected(/A is found\.$/),
  points: ({ name }) => POINTS.test(name),
  blows: ["kill", "abort lead"],
};

function textOf(behaviour: Behaviour): string {
  return behaviour.kind === "text" ? behaviour.text : "";
}
