import type { Actor, ToolUse } from "@trunkline/agents/door";
import { TransportError } from "@trunkline/transport";
import { ASANA_ACCOUNT, dataOf, listOf, Membership, statusOf } from "@trunkline/transport/asana";
import {
  ITEM_FIELDS,
  Item,
  type ProjectInput,
  ROOM_FIELDS,
  Room,
  type TaskInput,
} from "@trunkline/transport/asana/door";
import type { Client } from "../src/client.ts";

/** Tasks below tasks below tasks; who goes deeper has no project. */
const DEEPEST = 5;

/** A refusal of our own: the same call would end the same way. */
export function refused(message: string): TransportError {
  return new TransportError({ kind: "invalid", message });
}

/** One route of an API that would be large to bring along whole. */
export async function get(api: Client, path: string, query: object): Promise<unknown> {
  const json = ["application/json; charset=UTF-8"];
  const auth = ["personalAccessToken"];
  // The client adds to what it is given.
  const asked = { ...query };
  const { apiClient: client } = api.tasks;
  const answer = await client.callApi(path, "GET", {}, asked, {}, {}, null, auth, [], json, "Blob");
  return answer.data;
}

/** Where a use of a tool takes place, and who may. A place is a project, or a task that is in none. */
export class Rooms {
  readonly #api: Client;

  constructor(api: Client) {
    this.#api = api;
  }

  async item(gid: string): Promise<Item> {
    return dataOf(Item, await this.#api.tasks.getTask(gid, { opt_fields: ITEM_FIELDS }));
  }

  async room(gid: string): Promise<Room> {
    return dataOf(Room, await get(this.#api, `/projects/${gid}`, { opt_fields: ROOM_FIELDS }));
  }

  /** The task that was named, or the conversation's own. */
  taskOf({ task }: TaskInput, { conversation }: Pick<Actor, "conversation">): string {
    const gid = task ?? ownTask(conversation);
    if (gid === null) throw refused("name the task: this conversation belongs to none");
    return gid;
  }

  /** The project that was named, or the one in which the conversation's own task is. */
  async projectOf({ project }: ProjectInput, actor: Pick<Actor, "conversation">): Promise<string> {
    if (project !== undefined) return project;
    const [own] = await this.#projects(this.taskOf({}, actor));
    if (own === undefined || own.startsWith("task/")) throw refused("name the project");
    return own;
  }

  async home(conversation: string): Promise<string | null> {
    const task = ownTask(conversation);
    return task === null ? null : ((await this.#projects(task))[0] ?? null);
  }

  /**
   * Of a task: the conversation's own place when it is in one of its projects, otherwise all of its own. What
   * the token does not see is told by its id: whether it is there is only for those to whom it is open.
   */
  async placesOf(input: TaskInput, actor: Actor): Promise<readonly string[]> {
    const task = this.taskOf(input, actor);
    const own = ownTask(actor.conversation);
    const home = own === null ? [] : await this.#projects(own);
    if (task === own) return home.slice(0, 1);
    const places = await this.#projects(task).catch((error: unknown) => {
      if (![403, 404].includes(statusOf(error) ?? 0)) throw error;
      return [`task/${task}`];
    });
    return places.some((place) => home.includes(place)) ? home.slice(0, 1) : places;
  }

  /** Whoever asks from Asana is a member there, and sees the project himself. */
  async mayUse({ places, actor }: ToolUse): Promise<string | null> {
    if (actor.platform !== "asana") return null;
    for (const place of places) {
      const why = place.startsWith("task/")
        ? await this.#taskOnly(place, actor)
        : await this.#project(place, actor);
      if (why !== null) return why;
    }
    return null;
  }

  async #taskOnly(place: string, actor: Actor): Promise<string | null> {
    if (place !== (await this.home(actor.conversation))) return `${place} is not yours to see`;
    const { workspace } = await this.item(place.slice("task/".length));
    return this.#guest(workspace?.gid, actor);
  }

  async #project(gid: string, actor: Actor): Promise<string | null> {
    const room = await this.room(gid);
    const isMember = room.members?.some((member) => member.gid === actor.userId) ?? false;
    if (room.privacy_setting !== "public_to_workspace" && !isMember) {
      return `you are no member of project ${gid}`;
    }
    return this.#guest(room.workspace?.gid, actor);
  }

  async #guest(workspace: string | undefined, { userId }: Actor): Promise<string | null> {
    const opt_fields = "user.gid,is_guest,is_active";
    const rows = await listOf(Membership, (page) =>
      this.#api.memberships.getWorkspaceMembershipsForWorkspace(workspace ?? "", {
        ...page,
        user: userId,
        opt_fields,
      }),
    );
    const isFull = rows.some(
      ({ user, is_guest, is_active }) =>
        user?.gid === userId && is_guest === false && is_active !== false,
    );
    return isFull ? null : "only full members of the workspace may use tools";
  }

  /** The projects of a task, or of the one it is a part of; with none of them, the topmost task itself. */
  async #projects(gid: string): Promise<string[]> {
    let item = await this.item(gid);
    for (let depth = 0; depth < DEEPEST; depth += 1) {
      const projects = (item.projects ?? []).map((project) => project.gid);
      if (projects.length > 0) return projects;
      if (!item.parent) break;
      item = await this.item(item.parent.gid);
    }
    return [`task/${item.gid}`];
  }
}

/** The task of a conversation, from its full name: `asana:token/12`. */
function ownTask(conversation: string): string | null {
  const [account, task] = conversation.split("/");
  return account === ASANA_ACCOUNT && task !== undefined && /^\d+$/.test(task) ? task : null;
}
