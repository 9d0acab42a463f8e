import { DoorDescription, type DoorPort, type DoorTool, ReadAnswer } from "../door/protocol.ts";
import { withTimeout } from "../timeout.ts";
import type { AgentName, Tool, ToolOutput } from "./tool.ts";

/** A door says the same for as long as nobody deploys. */
const KEEP_MS = 5 * 60_000;
/** A door that has not answered is asked again after this; an answer must not wait for it each time. */
const RETRY_MS = 10_000;
const DESCRIBE_MS = 5_000;
/** Longer than the door itself gives a look. */
const READ_MS = 30_000;
/** As much as a door may send, and a little; what is longer was not made by one of ours. */
const MOST_TEXT = 70 * 1024;

/** Who may look through a door, and who may ask for an act behind one. */
const LOOKS: readonly AgentName[] = ["simple", "hitl", "code-worker", "door-worker"];
const ACTS: readonly AgentName[] = ["simple", "hitl", "door-worker"];

interface Known {
  readonly tools: readonly DoorTool[];
  readonly until: number;
}

/**
 * The tools behind the doors that a pool was given. A door is asked what it has and remembered for some
 * minutes; one that cannot be reached has no tools this time.
 *
 * @example
 * const doors = new DoorTools(doorsOf(env));
 * const tools = await doors.offered("simple");
 */
export class DoorTools {
  readonly #doors: ReadonlyMap<string, DoorPort>;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  constructor(doors: ReadonlyMap<string, DoorPort>, now: () => number = Date.now) {
    this.#doors = doors;
    this.#now = now;
  }

  /** @param only - the one door whose tools are wanted; absent: those of all doors */
  async offered(agent: AgentName, only?: string): Promise<Tool[]> {
    const asked = [...this.#doors].filter(([name]) => only === undefined || name === only);
    const found = await Promise.all(
      asked.map(async ([name, door]) =>
        (await this.#described(name, door)).map((spec) => toolOf(name, door, spec)),
      ),
    );
    const offered = new Map<string, Tool>();
    // Two doors with one name for two things: the first has it, a model could not tell them apart.
    for (const tool of found.flat()) {
      if (tool.agents.includes(agent) && !offered.has(tool.name)) offered.set(tool.name, tool);
    }
    return [...offered.values()];
  }

  async #described(name: string, door: DoorPort): Promise<readonly DoorTool[]> {
    const now = this.#now();
    const known = this.#known.get(name);
    if (known && known.until > now) return known.tools;
    const found = await described(door);
    const until = now + (found === null ? RETRY_MS : KEEP_MS);
    this.#known.set(name, { tools: found ?? [], until });
    return found ?? [];
  }
}

/** @returns null when the door cannot be reached, or says what we do not understand */
async function described(door: DoorPort): Promise<readonly DoorTool[] | null> {
  try {
    const said = await withTimeout(door.describe(), DESCRIBE_MS, "describe");
    const { success, data } = DoorDescription.safeParse(said);
    return success ? data.tools : null;
  } catch {
    return null;
  }
}

function toolOf(door: string, port: DoorPort, spec: DoorTool): Tool {
  const { name, about, schema, effect, trust } = spec;
  return {
    ...{ name, about, schema, effect, trust, private: spec.private, door },
    agents: effect === "read" ? LOOKS : ACTS,
    async run(input, { actor }): Promise<ToolOutput> {
      if (effect === "approve") return { ok: false, error: `${name} needs an approval` };
      try {
        const asked = port.read({ v: 1, tool: name, input, actor });
        const answer = ReadAnswer.parse(await withTimeout(asked, READ_MS, name));
        return answer.ok ? { ...answer, text: answer.text.slice(0, MOST_TEXT) } : answer;
      } catch {
        // Nothing of the error itself: it comes from another Worker.
        return { ok: false, error: `${name} cannot be reached at the moment` };
      }
    },
  };
}
