import * as z from "zod";
import type { CallLine } from "../calls.ts";
import type { Fault } from "../faults/fault.ts";
import { HttpError, read } from "../http.ts";
import type { Said } from "../said.ts";
import type { Found, Place, Scene, Stage } from "../stage.ts";
import type { Deed, Knock, Letter, PlainDriver } from "./driver.ts";
import { type PlainRefusal, plainFaults } from "./faults.ts";
import { Journal } from "./journal.ts";
import { Postman } from "./postman.ts";
import { PlainRoom, WRITERS } from "./room.ts";
import type { PlainScene } from "./scene.ts";

export interface PlainStageOptions {
  /** Of the platform and of its app: one lower-case word. */
  readonly name: string;
  /** As it stands on the tab. */
  readonly title: string;
  readonly driver: PlainDriver;
  /** Kinds of places that the driver opens; one of each is on the page. */
  readonly kinds: readonly string[];
  /** Where the app listens. */
  readonly url: string;
  /**
   * The conversation that a delivery is about, as the operator's API names it; null: about none.
   *
   * @throws Error whose message the page shows
   */
  readonly conversationOf: (letter: Letter) => string | null;
  /** What nobody can do there. */
  readonly without?: readonly Deed["kind"][];
  /** Refusals that the page offers as faults. */
  readonly refusals?: readonly PlainRefusal[];
}

/** A driver tells nothing by itself. */
const LOOK_EVERY_MS = 100;

const Edit = z.object({ text: z.string().min(1) });

/**
 * Any platform on the page that has a driver for the conformance kit: people and the bot in bubbles, without
 * knowing how the platform looks.
 *
 * @example
 * const stage = await PlainStage.open({ name: "slack", title: "Slack", driver, kinds: ["thread"], url, conversationOf });
 */
export class PlainStage implements Stage {
  readonly name: string;
  readonly title: string;
  readonly page = "plain";
  readonly faults: readonly Fault[];
  readonly #options: PlainStageOptions;
  readonly #rooms: readonly [PlainRoom, ...PlainRoom[]];
  readonly #journal = new Journal();
  readonly #postman: Postman;
  /** Of the last delivery, and of the last look. */
  #trouble: string | null = null;
  #blind: string | null = null;
  #changed = () => {};
  #shown = "";
  /** One at a time: what is heard after a deed was caused by it. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: PlainStageOptions, rooms: readonly [PlainRoom, ...PlainRoom[]]) {
    const { name, title, driver, url, refusals = [] } = options;
    this.name = name;
    this.title = title;
    this.#options = options;
    this.#rooms = rooms;
    this.#postman = new Postman(url, name, () => this.#changed());
    this.faults = plainFaults({
      ...{ name, driver, journal: this.#journal, refusals },
      now: (place, kind) => this.#do(this.#room(place), { kind }),
    });
  }

  static async open(options: PlainStageOptions): Promise<PlainStage> {
    const rooms: PlainRoom[] = [];
    for (const kind of options.kinds) {
      rooms.push(new PlainRoom(kind, await options.driver.open(kind)));
    }
    const [first, ...rest] = rooms;
    if (!first) throw new Error(`${options.title} has no kind of place`);
    return new PlainStage(options, [first, ...rest]);
  }

  places(): readonly [Place, ...Place[]] {
    const [first, ...rest] = this.#rooms;
    return [this.#placeOf(first), ...rest.map((room) => this.#placeOf(room))];
  }

  scene(place: string): Scene {
    const room = this.#room(place);
    const scene: PlainScene = {
      bubbles: room.bubbles("The bot", !this.#isWithout("press")),
      typing: room.typing,
      trouble: this.#trouble ?? this.#blind,
    };
    return { scene, staleAt: 0 };
  }

  feed(changed: () => void): () => void {
    this.#changed = changed;
    let timer: NodeJS.Timeout | undefined;
    let stopped = false;
    const look = async () => {
      await this.#alone(() => this.#look());
      if (!stopped) timer = setTimeout(look, LOOK_EVERY_MS);
    };
    timer = setTimeout(look, 0);
    return () => {
      stopped = true;
      clearTimeout(timer);
      this.#postman.close();
    };
  }

  async say(place: string, { as, text }: Said): Promise<void> {
    const kind = WRITERS.find(({ id }) => id === as)?.id;
    if (kind === undefined) throw new HttpError(404, "there is nobody of that id");
    if (text.trim() === "") throw new HttpError(400, "nobody can send an empty message");
    const room = this.#room(place);
    await this.#do(room, { kind, text }, () => room.say(kind, text, Date.now()));
  }

  async act(place: string, name: string, body: unknown): Promise<undefined> {
    const room = this.#room(place);
    switch (name) {
      case "edit": {
        const { text } = read(Edit, body);
        await this.#do(room, { kind: name, text }, () => room.edit(text, Date.now()));
        return;
      }
      case "retract":
        await this.#do(room, { kind: name }, () => room.retract());
        return;
      case "press":
      case "remove":
        await this.#do(room, { kind: name });
        return;
      default:
        throw new HttpError(404, "nobody can do that here");
    }
  }

  find(place: string, name: string, query: URLSearchParams): Found | null {
    const versions = this.#room(place).versions(Number(query.get("message")));
    return name === "versions" && versions ? { json: versions } : null;
  }

  calls(startedAt: number): readonly CallLine[] {
    return [...this.#journal.lines(this.name, startedAt), ...this.#postman.lines];
  }

  /** Somebody does something; what the platform tells of it is brought to the app. */
  #do(room: PlainRoom, deed: Deed, done = () => {}): Promise<void> {
    return this.#alone(async () => {
      const { driver, title } = this.#options;
      const can = this.#isWithout(deed.kind)
        ? false
        : await driver.act(room.where, deed).catch((error: unknown) => {
            throw new HttpError(400, wordsOf(error));
          });
      if (!can) throw new HttpError(400, `On ${title} nobody can do that here.`);
      done();
      await this.#hear(room);
      this.#changed();
    });
  }

  async #hear(room: PlainRoom | null): Promise<void> {
    for (const letter of await this.#options.driver.heard()) {
      try {
        const conversation = this.#options.conversationOf(letter);
        if (room) room.conversation = conversation ?? room.conversation;
        this.#trouble = null;
      } catch (error) {
        this.#trouble = wordsOf(error);
      }
      void this.#postman.deliver(letter, room?.id ?? null);
    }
  }

  /** The platform waits at the door of the app; without an answer it knocks again, or does not. */
  async #open({ id, ...letter }: Knock): Promise<void> {
    const answer = await this.#postman.ask(letter);
    try {
      if (answer) await this.#options.driver.answer?.(id, answer);
    } catch (error) {
      this.#trouble = wordsOf(error);
    }
  }

  async #look(): Promise<void> {
    const { driver } = this.#options;
    try {
      for (const knock of (await driver.knocks?.()) ?? []) void this.#open(knock);
      await this.#hear(null);
      for (const room of this.#rooms) {
        const reactions = (await driver.reactions?.(room.where)) ?? [];
        room.see(await driver.seen(room.where), reactions, Date.now());
        room.typing = (await driver.typing?.(room.where)) ?? false;
      }
      this.#journal.note(await driver.calls(), Date.now());
      this.#blind = null;
    } catch (error) {
      // The driver itself: a platform that is being written.
      this.#blind = wordsOf(error);
    }
    const shown = JSON.stringify([
      this.#rooms.map(({ id }) => this.scene(id)),
      this.#journal.lines(this.name, 0),
    ]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#changed();
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  #isWithout(kind: Deed["kind"]): boolean {
    return this.#options.without?.includes(kind) ?? false;
  }

  #placeOf({ id, kind, conversation }: PlainRoom): Place {
    const [first, ...rest] = WRITERS;
    return {
      ...{ id, conversation, title: `${kind[0]?.toUpperCase()}${kind.slice(1)}` },
      about: `${kind}, on a fake ${this.title}`,
      writers: [first, ...rest.filter((one) => !this.#isWithout(one.id))],
    };
  }

  #room(place: string): PlainRoom {
    const room = this.#rooms.find(({ id }) => id === place);
    if (!room) throw new HttpError(404, "there is no such place");
    return room;
  }
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
