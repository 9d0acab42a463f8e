import { holdsUp, type Identity, passes, type Transport } from "@trunkline/transport";
import {
  type AsanaContext,
  asana,
  cursorOf,
  freshTokenOf,
  Happened,
  isComment,
  listOf,
  ownerIn,
  STORY_FIELDS,
  Story,
  type Swept,
  Task,
  timeOf,
  unlessGone,
} from "@trunkline/transport/asana";
import type { Client } from "../src/client.ts";
import type { AsanaSettings } from "../src/env.ts";
import { webhooksOf } from "./hooks.ts";
import { listed } from "./resources.ts";

type Step =
  ReturnType<NonNullable<Transport<AsanaContext>["sweep"]>> extends AsyncIterable<infer S>
    ? S
    : never;

/** Clocks differ, and an event may be told late; what is found twice changes nothing. */
const SLACK_MS = 600_000;

/**
 * What webhooks have lost: "at-most-once", says Asana, and what they carried is never sent again. Events since
 * the last sweep are asked for by a sync token; a token lives a day at most, then comments and assignments
 * since the last sweep are looked for task by task. How far that is stands in the cursor: a big project takes
 * more requests than Asana allows in a minute.
 */
export async function* sweep(
  api: Client,
  env: AsanaSettings,
  cursor: string | null,
): AsyncGenerator<Step> {
  const me = ownerIn(await api.users.getUser("me", { opt_fields: "gid" }));
  const known = cursorOf(cursor);
  const resources = await resourcesOf(api, env);
  // Without what is not watched any more. What is only hidden now may be shown again: it keeps its place.
  const next = Object.fromEntries(Object.entries(known).filter(([gid]) => resources.has(gid)));
  let failed: unknown;
  for (const resource of resources) {
    try {
      for await (const step of sweepOne(api, resource, known[resource] ?? null)) {
        if ("events" in step) yield* found(step.events, me);
        else {
          next[resource] = step;
          yield { cursor: JSON.stringify(next) };
        }
      }
    } catch (error) {
      if (holdsUp(asana.classify(error))) throw error;
      // One that stays broken keeps none of the others waiting. A fault that passes is the one to tell.
      if (failed === undefined || passes(asana.classify(error))) failed = error;
      // Each yield begins a limit of time of its own.
      yield { cursor: JSON.stringify(next) };
    }
  }
  yield { cursor: JSON.stringify(next) };
  if (failed !== undefined) throw failed;
}

/** One resource: events, and how far it has been swept once they are committed. */
async function* sweepOne(
  api: Client,
  resource: string,
  before: Swept | null,
): AsyncGenerator<{ readonly events: readonly unknown[] } | Swept> {
  let swept = before;
  for (let more = true; more; ) {
    // Before the question: what happens during it is found the next time.
    const at = new Date().toISOString();
    const heard = await unlessGone(eventsOf(api, resource, swept?.sync ?? null));
    // Deleted, or not shown to us now.
    if (!heard) return;
    if (heard.events) yield { events: heard.events };
    const left = heard.events ? swept?.left : await missed(api, resource, swept);
    swept = { sync: heard.sync, at, ...(left ? { left } : {}) };
    yield swept;
    more = heard.more;
  }
  if (!swept?.left) return;
  const { sync, at } = swept;
  const { since, tasks } = swept.left;
  const again: string[] = [];
  let failed: unknown;
  for (const [index, task] of tasks.entries()) {
    try {
      yield { events: await eventsOn(api, task, since) };
    } catch (error) {
      if (holdsUp(asana.classify(error))) throw error;
      if (failed === undefined || passes(asana.classify(error))) failed = error;
      // Behind the others; one that Asana refuses for good is let go.
      if (passes(asana.classify(error))) again.push(task);
    }
    const rest = [...tasks.slice(index + 1), ...again];
    yield { sync, at, ...(rest.length > 0 ? { left: { since, tasks: rest } } : {}) };
  }
  if (failed !== undefined) throw failed;
}

/** What is subscribed to: by the settings, and by hand. */
async function resourcesOf(api: Client, env: AsanaSettings): Promise<Set<string>> {
  const resources = new Set(listed(env.ASANA_PROJECTS));
  if (!env.PUBLIC_URL) return resources;
  for (const { target, resource } of await webhooksOf(api)) {
    if (resource && target.startsWith(`${env.PUBLIC_URL}/`)) resources.add(resource.gid);
  }
  return resources;
}

interface Heard {
  /** Null: the token was too old, or there was none. */
  readonly events: readonly unknown[] | null;
  readonly sync: string;
  readonly more: boolean;
}

async function eventsOf(api: Client, resource: string, sync: string | null): Promise<Heard> {
  try {
    const answer = await api.events.getEvents(resource, sync === null ? {} : { sync });
    const { data, sync: fresh, has_more } = Happened.parse(answer);
    return { events: data ?? [], sync: fresh, more: has_more === true };
  } catch (error) {
    const fresh = freshTokenOf(error);
    if (fresh === null) throw error;
    return { events: null, sync: fresh, more: false };
  }
}

/** Events as a webhook brings them, so that they have the same keys. */
function* found(events: readonly unknown[], me: Identity): Generator<Step> {
  for (const inbound of asana.read({ body: { events }, header: () => null }, me)) {
    if (inbound.kind !== "ignore") yield { found: inbound };
  }
}

/** Which tasks are to be looked at, and since when. Subtasks are no tasks of a project: they are missed. */
async function missed(api: Client, resource: string, swept: Swept | null): Promise<Swept["left"]> {
  if (!swept) return undefined;
  const last = Date.parse(swept.left?.since ?? swept.at);
  const since = new Date(last - (swept.left ? 0 : SLACK_MS)).toISOString();
  const wanted = { project: resource, modified_since: since, opt_fields: "gid" };
  const changed = listOf(Task, (page) => api.tasks.getTasks({ ...page, ...wanted }));
  const tasks = await unlessGone(changed, [400, 403, 404]);
  // A task that is watched by itself is no project.
  return { since, tasks: tasks?.map(({ gid }) => gid) ?? [resource] };
}

/** Comments and assignments since a time, told as events. */
async function eventsOn(api: Client, task: string, since: string): Promise<unknown[]> {
  const asked = listOf(Story, (page) =>
    api.stories.getStoriesForTask(task, { ...page, opt_fields: STORY_FIELDS }),
  );
  const stories = (await unlessGone(asked)) ?? [];
  const recent = stories.filter((story) => timeOf(story) >= Date.parse(since));
  return recent.flatMap((story) => eventsAbout(story, task));
}

function eventsAbout(story: Story, task: string): unknown[] {
  const { gid, created_by: user, created_at, resource_subtype } = story;
  const on = { gid: task, resource_type: "task" };
  if (isComment(story)) {
    const resource = { gid, resource_type: "story", resource_subtype: "comment_added" };
    return [{ user, created_at, action: "added", resource, parent: on }];
  }
  if (resource_subtype !== "assigned") return [];
  const change = { field: "assignee", action: "changed" };
  return [{ user, created_at, action: "changed", resource: on, parent: null, change }];
}
