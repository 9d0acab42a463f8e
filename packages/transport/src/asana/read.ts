import type { Delivery, Identity, Inbound } from "../contract.ts";
import { type AsanaContext, contentKeyOf } from "./context.ts";
import { Event, Events } from "./events.ts";

type In = Inbound<AsanaContext>;

/**
 * Reads one delivery. Events hold ids only, so what may be for us is a reference. Keys hold nothing of the
 * webhook that delivered: a task in two projects that are both subscribed is one task.
 */
export function readAsana(delivery: Delivery, me: Identity): In[] {
  const parsed = Events.safeParse(delivery.body);
  if (!parsed.success) return [ignore("not a delivery of a known shape")];
  // After the handshake, and then every eight hours (Asana, webhooks guide).
  if (parsed.data.events.length === 0) {
    return [{ kind: "ignore", why: "a heartbeat", heartbeat: true }];
  }
  return parsed.data.events.map((raw) => {
    const event = Event.safeParse(raw);
    return event.success ? readEvent(event.data, me) : ignore("not an event of a known shape");
  });
}

function readEvent(event: Event, me: Identity): In {
  const { user, resource } = event;
  if (!user) return ignore("done by nobody");
  if (user.gid === me.id) return ignore("done by us");
  // Others do not talk: Asana's own agents, which may mention us in a circle.
  if (user.resource_type && user.resource_type !== "user") return ignore("not done by a person");
  if (resource.resource_type === "story") return readStory(event, user.gid, me);
  if (resource.resource_type === "task") return readTask(event, user.gid, me);
  return ignore("a resource that is not for us");
}

function readStory(event: Event, user: string, me: Identity): In {
  const { action, resource, parent, change, created_at } = event;
  const subtype = resource.resource_subtype ?? COMMENT;
  if (subtype !== COMMENT) return ignore("a story that is no comment");
  // A story of something that is not a task, like a goal.
  if (parent && parent.resource_type !== "task") return ignore("a comment that is not on a task");
  if (action !== "added" && action !== "changed") return ignore(`a comment that was ${action}`);
  // Likes and pins change a comment too.
  const words = !change?.field || /text/.test(change.field);
  if (action === "changed" && !words) return ignore("a change beside the words");
  const ctx: AsanaContext = {
    ...by(me, user),
    task: parent?.gid ?? "",
    story: resource.gid,
    started: "comment",
    at: timeOf(created_at),
  };
  if (action === "added") return reference(`story:${resource.gid}:added`, ctx);
  // Where the comment still waits for its turn, its words are replaced.
  const edit = reference(`story:${resource.gid}:changed:${created_at}`, ctx);
  return { ...edit, as: "edit", version: ctx.at };
}

/**
 * An assignment: a change of the assignee, or a task that comes into a project with its assignee set,
 * of which there is no change.
 */
function readTask(event: Event, user: string, me: Identity): In {
  const { action, resource, parent, change, created_at } = event;
  if (action === "changed") {
    if (change?.field !== "assignee") return ignore("a task that was changed");
    const to = assigneeOf(change.new_value);
    if (to === null || (to !== undefined && me.id !== "" && to !== me.id)) {
      return ignore("not assigned to us");
    }
  } else if (action !== "added") return ignore(`a task that was ${action}`);
  const assignee = assigneeOf(change?.new_value);
  const key = [
    `task:${resource.gid}`,
    ...[action, change?.field, change?.action, assignee, created_at, parent?.gid],
  ];
  const ctx: AsanaContext = {
    ...by(me, user),
    task: resource.gid,
    started: "assigned",
    at: timeOf(created_at),
  };
  return reference(key.map((part) => part ?? "").join(":"), ctx);
}

const COMMENT = "comment_added";

/** Who we are may not be known yet: then `resolve` finds out. */
function by(me: Identity, user: string): Pick<AsanaContext, "bot" | "user"> {
  return { ...(me.id === "" ? {} : { bot: me.id }), user };
}

/** @returns null: nobody; undefined: the event does not say. */
function assigneeOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return value;
  if (typeof value === "object" && "gid" in value && typeof value.gid === "string") {
    return value.gid;
  }
  return undefined;
}

/** Epoch milliseconds; 0 for what is no time, so that nothing waits behind it. */
function timeOf(created: string): number {
  const time = Date.parse(created);
  return Number.isNaN(time) ? 0 : time;
}

function reference(key: string, ctx: AsanaContext) {
  return { kind: "reference" as const, key, contentKey: contentKeyOf(ctx), order: ctx.at, ctx };
}

function ignore(why: string): In {
  return { kind: "ignore", why };
}
