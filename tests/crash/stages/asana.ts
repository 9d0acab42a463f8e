import { type AsanaMade, asanaFailure, type Call } from "@trunkline/emulators";
import { until, type World } from "../../world/world.ts";
import type { Place, Seen, Spoken, Stage } from "../stage.ts";

export const ASANA: Stage = {
  app: "asana",
  options: { asana: {} },
  chaos: { sweepMs: 700, progressNoteMs: 120, pokeMs: 60 },
  tier: "look back",
  creates: ["comment", "note"],
  varying: [],
  sweeps: true,
  wire: (world) => world.asana.wire,
  labelOf: asanaLabel,
  tooMany: (retryAfterSeconds) =>
    asanaFailure(429, "You've made too many requests and hit a rate limit.", {
      "retry-after": String(retryAfterSeconds),
    }),
  async ready(world) {
    await world.asana.subscribed();
    // From here on a sweep knows what has been told.
    await until("a first sync token", () =>
      world.asana.wire.calls.some(({ method, status }) => method === "getEvents" && status === 412),
    );
  },
  place: taskOf,
};

export function asanaLabel({ method, raw }: Call): string | null {
  if (method === "createStoryForTask") return isNote(raw) ? "note" : "comment";
  if (method === "getStory") return "look up";
  // What stands around, then, where an outcome is unknown, whether our own comment stands there.
  if (method === "getStoriesForTask") return "stories";
  return method === "deleteStory" ? "delete note" : null;
}

/** The sentence of the core, see `notices.ts`. */
function isNote(raw: string): boolean {
  return raw.includes("I am on it.");
}

/** A task of the project that is watched; its own news are over when it is returned. */
export async function taskOf(world: World): Promise<Place> {
  const { server, tess, project } = world.asana;
  const task = server.createTask(tess, { name: "Launch", projects: [project] });
  // One that got lost is no matter: nothing was asked.
  await task.delivered.catch(() => {});
  return {
    say: (text) => spoken(world, server.ask(task, tess, text)),
    conversations: () => [task.gid],
    ours: (conversation) => oursIn(world, conversation),
    lose: () => server.lose(),
  };
}

/** One whose first answer is accepted, and Asana never says so. */
export async function doubtful(world: World): Promise<Place> {
  const place = await taskOf(world);
  world.asana.wire.fault({ method: "createStoryForTask", fault: { kind: "cut-after" } });
  return place;
}

/** A task that is assigned to the bot when it is made: what is said is its name. */
export function assigned(world: World): Place {
  const { server, tess, project, bot } = { ...world.asana, bot: world.asana.server.bot };
  let task: string | null = null;
  return {
    say(name) {
      const made = server.createTask(tess, { name, projects: [project], assignee: bot });
      task = made.gid;
      return spoken(world, made);
    },
    conversations: () => (task === null ? [] : [task]),
    ours: (conversation) => oursIn(world, conversation),
  };
}

function spoken({ asana: { server } }: World, { gid, delivered }: AsanaMade): Spoken {
  const tells = () =>
    server.deliveries.filter(
      ({ kind, events }) =>
        kind === "events" && events.some(({ resource }) => resource.gid === gid),
    );
  return {
    delivered,
    async again() {
      for (const delivery of tells()) await server.redeliver(delivery);
    },
    async duplicate(times) {
      const [delivery] = await until("a delivery", () => tells().length > 0 && tells());
      if (delivery) await server.redeliver(delivery, times);
    },
  };
}

function oursIn({ asana: { server } }: World, task: string): Seen[] {
  if (task === "") return [];
  return server
    .task(task)
    .stories.filter(({ isComment, createdBy }) => isComment && createdBy?.gid === server.bot.gid)
    .map(({ gid, text, seen, deleted }) => ({
      id: gid,
      text,
      versions: seen.map((version) => version.text),
      deleted,
    }));
}
