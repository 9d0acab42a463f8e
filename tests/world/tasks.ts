import type { AsanaMade, AsanaPerson } from "@trunkline/emulators";
import type { BatchView, ChatInspection } from "./views.ts";
import { until, type World } from "./world.ts";

/** A task of the watched project. @returns when its own news have been delivered */
export async function taskOf(world: World, name = "Launch"): Promise<AsanaMade> {
  const { server, tess, project } = world.asana;
  const task = server.createTask(tess, { name, projects: [project] });
  await task.delivered;
  return task;
}

/** What the bot's comments on a task say now, in order; deleted ones are left out. */
export function comments(world: World, { gid }: { readonly gid: string }): string[] {
  return ours(world, { gid }).map(({ text }) => text);
}

/** The bot's comments on a task that are there now. */
export function ours({ asana: { server } }: World, { gid }: { readonly gid: string }) {
  return server
    .task(gid)
    .stories.filter(
      ({ isComment, createdBy, deleted }) =>
        isComment && createdBy?.gid === server.bot.gid && !deleted,
    );
}

/** Every text of the bot's that was ever to be seen on a task. */
export function everSeen({ asana: { server } }: World, { gid }: { readonly gid: string }) {
  return server.everVisible(gid).filter(({ bot }) => bot);
}

/** Somebody asks in a comment that mentions the bot. */
export function ask(world: World, task: { readonly gid: string }, text: string, by?: AsanaPerson) {
  return world.asana.server.ask(task, by ?? world.asana.tess, text);
}

export async function inspectTask(
  world: World,
  { gid }: { readonly gid: string },
): Promise<ChatInspection> {
  return (await world.admin(`/conversations/${gid}`, "GET", "asana")) as ChatInspection;
}

/** Waits until a task has had so many batches and nothing is open any more. @returns newest first */
export function quietTask(
  world: World,
  task: { readonly gid: string },
  count = 1,
): Promise<readonly BatchView[]> {
  return until(`quiet task ${task.gid}`, async () => {
    // The runtime may be down: a crash test asks again.
    const seen = await inspectTask(world, task).catch(() => null);
    if (!seen || seen.pending.length > 0 || seen.batches.length < count) return null;
    const open = seen.batches.some(
      ({ state, owed, posts }) =>
        ["active", "waiting"].includes(state) ||
        (owed === 1 && !["dead", "undeliverable", "uncertain"].includes(state)) ||
        posts.some((post) => post.state === "open"),
    );
    return !open && seen.batches;
  });
}

export interface AccountView {
  readonly identity: { readonly id: string } | null;
  readonly references: { readonly open: number; readonly dead: number };
  readonly conversations: readonly {
    readonly conversation: string;
    readonly undeliverable: number;
    readonly dead: number;
  }[];
}

export async function account(world: World): Promise<AccountView> {
  return (await world.admin("/account", "GET", "asana")) as AccountView;
}

/** Waits until everything that was kept has been looked up. */
export async function lookedUp(world: World): Promise<void> {
  await until("everything is looked up", async () => {
    const { references } = await account(world);
    return references.open === 0;
  });
}
