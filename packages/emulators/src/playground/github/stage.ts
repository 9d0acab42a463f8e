import * as z from "zod";
import type { GitHubDelivery, GitHubServer, GitHubTold, GitHubUser } from "../../github/index.ts";
import type { Call } from "../../wire.ts";
import { type CallLine, MOST_CALLS, outLines } from "../calls.ts";
import type { Fault } from "../faults/fault.ts";
import { HttpError, read, refusing } from "../http.ts";
import type { Said } from "../said.ts";
import type { Deeds, Found, Place, Scene, Stage } from "../stage.ts";
import { gitHubFaults, lost, twice } from "./faults.ts";
import { type GitHubRoom, personIn, placeOf } from "./room.ts";
import { sceneOf } from "./scene.ts";

export interface GitHubStageOptions {
  readonly github: GitHubServer;
  /** The bot's account, and the name by which people call it. */
  readonly bot: GitHubUser;
  readonly slug: string;
  /** The pages, the first one shown at first. */
  readonly rooms: readonly [GitHubRoom, ...GitHubRoom[]];
  /** What stands beside the names of some people, by their id: `Owner`. */
  readonly badges?: ReadonlyMap<number, string>;
  /** What is special about some of the people, by their id. */
  readonly notes?: ReadonlyMap<number, string>;
}

const Edit = z.object({ as: z.string(), message: z.string(), text: z.string() });
const Tick = z.object({ as: z.string(), message: z.string(), box: z.number().int().nonnegative() });
const Again = z.object({ message: z.string() });
const NOBODY: ReadonlyMap<number, string> = new Map();
/** `robin/harbour#2`; a new issue has no number yet. */
const TARGET = /^\/repos\/([^/]+\/[^/?]+)\/(?:issues|pulls)(?:\/(\d+))?/;

/** What the bot does only once it is approved, as far as the page leads there. */
const DEEDS = ["mergePull", "updateIssue", "createIssue"];

/** GitHub on the page: an issue, a pull request, a thread at a line, and the people who write there. */
export class GitHubStage implements Stage {
  readonly name = "github";
  readonly title = "GitHub";
  readonly faults: readonly Fault[];
  readonly deeds: Deeds;
  readonly #github: GitHubServer;
  readonly #options: GitHubStageOptions;
  readonly #twice = twice();
  readonly #lost = lost();
  readonly #begun = new Set<string>();
  /** In which place a delivery was made, by its GUID. */
  readonly #told = new Map<string, string>();
  /** What told of a comment first, by the comment. */
  readonly #first = new Map<string, number>();

  constructor(options: GitHubStageOptions) {
    this.#options = options;
    this.#github = options.github;
    this.deeds = {
      wire: options.github.wire,
      is: ({ method }) => DEEDS.includes(method),
      does: ({ path }, { tool, target }) => {
        const [, repository = "", number] = TARGET.exec(path) ?? [];
        const named = number === undefined ? repository : `${repository}#${number}`;
        return tool.startsWith("github_") && named.toLowerCase() === target.toLowerCase();
      },
    };
    const threadOf = (place: string) => this.#room(place).thread;
    this.faults = gitHubFaults(options.github, threadOf, [this.#lost, this.#twice]);
  }

  places(): readonly [Place, ...Place[]] {
    const { rooms, notes = NOBODY } = this.#options;
    const [first, ...rest] = rooms;
    const place = (room: GitHubRoom) => placeOf(room, this.#begun.has(room.id), notes);
    return [place(first), ...rest.map(place)];
  }

  scene(place: string): Scene {
    const { badges = NOBODY } = this.#options;
    const scene = sceneOf(this.#github, this.#room(place), this.#options, badges);
    return { scene, staleAt: 0 };
  }

  feed(changed: () => void): () => void {
    const stops = [this.#github.onChange(changed), this.#github.wire.listener(changed)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  say(place: string, { as, text }: Said): void {
    const { thread, line, ...room } = this.#room(place);
    const person = personIn({ thread, ...room }, as);
    if (this.#lost.take(Date.now())) this.#github.loseDeliveries();
    const told = refusing(() =>
      line
        ? this.#github.reply(line.top, person, text)
        : this.#github.comment(thread, person, text),
    );
    this.#begun.add(place);
    this.#heard(place, told);
    // The review around a reply has no words: the last delivery tells of the comment.
    const last = told.deliveries.at(-1);
    if (!last) return;
    this.#first.set(told.nodeId, last.id);
    if (this.#twice.take(Date.now())) this.#heard(place, this.#github.redeliver(last.id));
  }

  act(place: string, name: string, body: unknown): undefined {
    switch (name) {
      case "edit":
        return this.#edit(place, read(Edit, body));
      case "tick":
        return this.#tick(place, read(Tick, body));
      case "redeliver":
        return this.#redeliver(place, read(Again, body));
      default:
        throw new HttpError(404, "nobody can do that here");
    }
  }

  find(place: string, name: string, query: URLSearchParams): Found | null {
    if (name !== "versions") return null;
    const { thread } = this.#room(place);
    const view = this.#github.thread(thread.repo, thread.number);
    const found = [view, ...view.posts].find(({ nodeId }) => nodeId === query.get("message"));
    return found ? { json: found.seen.map(({ text, at }) => ({ text, at })) } : null;
  }

  calls(startedAt: number): CallLine[] {
    const { wire, deliveries } = this.#github;
    return [
      ...outLines("github", wire.calls.filter(isNews), startedAt, (call) => this.#placeOf(call)),
      ...deliveries.slice(-MOST_CALLS).map((delivery) => this.#inLine(delivery)),
    ];
  }

  #edit(place: string, { as, message, text }: z.infer<typeof Edit>): undefined {
    const room = this.#room(place);
    const person = personIn(room, as);
    const comment = this.#comment(room, message);
    if (comment.author?.id !== person.id) {
      throw new HttpError(400, `${person.login} did not write that comment`);
    }
    this.#begun.add(place);
    this.#heard(
      place,
      refusing(() => this.#github.editComment(comment, person, text)),
    );
  }

  /** Whoever may write ticks boxes also in what others have written. */
  #tick(place: string, { as, message, box }: z.infer<typeof Tick>): undefined {
    const room = this.#room(place);
    const comment = this.#comment(room, message);
    this.#heard(
      place,
      refusing(() => this.#github.tick(comment, personIn(room, as), box)),
    );
  }

  #redeliver(place: string, { message }: z.infer<typeof Again>): undefined {
    const first = this.#first.get(message);
    if (first === undefined) throw new HttpError(404, "nothing was delivered about that comment");
    this.#heard(
      place,
      refusing(() => this.#github.redeliver(first)),
    );
  }

  #comment({ thread }: GitHubRoom, nodeId: string) {
    const { posts } = this.#github.thread(thread.repo, thread.number);
    const found = posts.find((post) => post.nodeId === nodeId);
    if (!found) throw new HttpError(404, "there is no such comment");
    return found;
  }

  #heard(place: string, { deliveries }: GitHubTold): void {
    for (const { guid } of deliveries) this.#told.set(guid, place);
  }

  /** By what stands in its path: the number of the thread, or the id of a comment. */
  #placeOf({ path }: Call): string | null {
    const { rooms } = this.#options;
    const line = rooms.find((room) => room.line && isAbout(path, "comments", room.line.top.id));
    if (line) return line.id;
    const [, id] = /\/comments\/(\d+)/.exec(path) ?? [];
    const [, number] = /\/(?:issues|pulls)\/(\d+)/.exec(path) ?? [];
    const room = rooms.find(({ thread }) => {
      if (id === undefined) return String(thread.number) === number;
      const { posts } = this.#github.thread(thread.repo, thread.number);
      return posts.some((post) => String(post.id) === id);
    });
    return room?.id ?? null;
  }

  #inLine({ id, guid, at, code, status, event, action, redelivery }: GitHubDelivery): CallLine {
    const open = code === 0 && status === "";
    return {
      key: `github-webhook-${id}`,
      at,
      way: "in",
      what: `webhook: ${event}${action === null ? "" : ` ${action}`}`,
      status: code === 0 ? null : code,
      note: redelivery ? "delivered again" : code === 0 && !open ? status : null,
      tone: open ? "open" : code >= 200 && code < 300 ? "good" : "bad",
      place: this.#told.get(guid) ?? null,
    };
  }

  #room(place: string): GitHubRoom {
    const room = this.#options.rooms.find(({ id }) => id === place);
    if (!room) throw new HttpError(404, "there is no such place");
    return room;
  }
}

/** Looking for lost deliveries goes on for ever, mostly in vain. */
function isNews({ method, status }: Call): boolean {
  return method !== "listDeliveries" || status !== 200;
}

function isAbout(path: string, what: string, id: number): boolean {
  return new RegExp(`/${what}/${id}(?:/|$)`).test(path);
}
