import * as z from "zod";
import type { AsanaContent, AsanaServer, AsanaTold } from "../../asana/index.ts";
import type { CallLine } from "../calls.ts";
import type { Fault } from "../faults/fault.ts";
import { HttpError, read, refusing } from "../http.ts";
import type { Said } from "../said.ts";
import type { Deeds, Found, Place, Scene, Stage } from "../stage.ts";
import { asanaFaults, lost, twice } from "./faults.ts";
import { linesOf } from "./lines.ts";
import { type AsanaRoom, personIn, placeOf } from "./room.ts";
import { sceneOf } from "./scene.ts";
import { typed } from "./words.ts";

export interface AsanaStageOptions {
  readonly asana: AsanaServer;
  /** The tasks of the page, the first one shown at first. */
  readonly rooms: readonly [AsanaRoom, ...AsanaRoom[]];
  /** What is special about some of the people, by their gid. */
  readonly notes?: ReadonlyMap<string, string>;
}

const Edit = z.object({ as: z.string(), story: z.string(), text: z.string() });
const Delete = z.object({ as: z.string(), story: z.string() });
/** Empty: to nobody. */
const Assign = z.object({ as: z.string(), to: z.string() });
const Complete = z.object({ as: z.string(), done: z.boolean() });
const NOBODY: ReadonlyMap<string, string> = new Map();

/** Asana on the page: tasks, and the colleagues who work on them. */
export class AsanaStage implements Stage {
  readonly name = "asana";
  readonly title = "Asana";
  readonly faults: readonly Fault[];
  /** The bot changes a task only once that is approved. */
  readonly deeds: Deeds;
  readonly #asana: AsanaServer;
  readonly #options: AsanaStageOptions;
  readonly #twice = twice();
  readonly #lost = lost();
  readonly #begun = new Set<string>();

  constructor(options: AsanaStageOptions) {
    this.#options = options;
    this.#asana = options.asana;
    this.deeds = {
      wire: options.asana.wire,
      is: ({ method }) => method === "updateTask",
      does: ({ path }, { tool, target }) =>
        tool.startsWith("asana_") && target === `task ${/\/tasks\/(\d+)/.exec(path)?.[1]}`,
    };
    this.faults = asanaFaults(options.asana, [this.#lost, this.#twice]);
  }

  places(): readonly [Place, ...Place[]] {
    const { rooms, notes = NOBODY } = this.#options;
    const [first, ...rest] = rooms;
    const place = (room: AsanaRoom) => placeOf(room, this.#begun.has(room.id), notes);
    return [place(first), ...rest.map(place)];
  }

  scene(place: string): Scene {
    return { scene: sceneOf(this.#asana, this.#room(place)), staleAt: 0 };
  }

  feed(changed: () => void): () => void {
    const stops = [this.#asana.onChange(changed), this.#asana.wire.listener(changed)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  say(place: string, { as, text }: Said): void {
    const room = this.#room(place);
    const person = personIn(room, as);
    const content = this.#content(room, text);
    this.#do(place, () => this.#asana.comment(room.task, person, content));
  }

  act(place: string, name: string, body: unknown): undefined {
    switch (name) {
      case "edit":
        return this.#edit(place, read(Edit, body));
      case "delete":
        return this.#delete(place, read(Delete, body));
      case "assign":
        return this.#assign(place, read(Assign, body));
      case "complete":
        return this.#complete(place, read(Complete, body));
      default:
        throw new HttpError(404, "nobody can do that here");
    }
  }

  find(place: string, name: string, query: URLSearchParams): Found | null {
    if (name !== "versions") return null;
    const { stories } = this.#asana.task(this.#room(place).task.gid);
    const found = stories.find(({ gid }) => gid === query.get("story"));
    return found ? { json: found.seen.map(({ text, at }) => ({ text, at })) } : null;
  }

  calls(startedAt: number): CallLine[] {
    return linesOf(this.#asana, this.#options.rooms, startedAt);
  }

  #edit(place: string, { as, story, text }: z.infer<typeof Edit>): undefined {
    const room = this.#room(place);
    this.#own(room, as, story);
    const content = this.#content(room, text);
    this.#do(place, () => this.#asana.editComment({ gid: story }, content));
  }

  #delete(place: string, { as, story }: z.infer<typeof Delete>): undefined {
    const author = this.#own(this.#room(place), as, story);
    this.#do(place, () => this.#asana.deleteComment({ gid: story }, author));
  }

  #assign(place: string, { as, to }: z.infer<typeof Assign>): undefined {
    const room = this.#room(place);
    const person = personIn(room, as);
    const isBot = to === this.#asana.bot.gid;
    const assignee = to === "" ? null : isBot ? this.#asana.bot : personIn(room, to);
    this.#do(place, () => this.#asana.assign(room.task, person, assignee));
  }

  #complete(place: string, { as, done }: z.infer<typeof Complete>): undefined {
    const room = this.#room(place);
    const person = personIn(room, as);
    refusing(() => this.#asana.complete(room.task, person, done));
  }

  /** Somebody does something of which webhooks are told. */
  #do(place: string, deed: () => AsanaTold): void {
    const now = Date.now();
    if (this.#lost.take(now)) this.#asana.lose();
    const from = this.#asana.deliveries.length;
    const { delivered } = refusing(deed);
    this.#begun.add(place);
    if (!this.#twice.take(now)) return;
    const again = () => {
      const told = this.#asana.deliveries.slice(from).find(({ kind }) => kind === "events");
      // What comes of it is in the list of calls.
      if (told) void this.#asana.redeliver(told).catch(() => {});
    };
    // Without a subscription nothing is delivered, and nothing a second time.
    delivered.then(again, () => {});
  }

  #own(room: AsanaRoom, as: string, story: string) {
    const person = personIn(room, as);
    const { stories } = this.#asana.task(room.task.gid);
    const found = stories.find(({ gid, isComment }) => gid === story && isComment);
    if (!found) throw new HttpError(404, "there is no such comment");
    if (found.createdBy?.gid !== person.gid) {
      throw new HttpError(400, `${person.name} did not write that comment`);
    }
    return person;
  }

  #content({ people }: AsanaRoom, text: string): AsanaContent {
    if (text.trim() === "") throw new HttpError(400, "a comment needs words");
    const called = [this.#asana.bot, ...people];
    return typed(text, called, (person) => this.#asana.mention(person));
  }

  #room(place: string): AsanaRoom {
    const room = this.#options.rooms.find(({ id }) => id === place);
    if (!room) throw new HttpError(404, "there is no such place");
    return room;
  }
}
