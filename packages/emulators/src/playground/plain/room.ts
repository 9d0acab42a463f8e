import type { Writer } from "../stage.ts";
import type { Shown, Where } from "./driver.ts";
import type { PlainBubble } from "./scene.ts";

/** Whoever can write: each is a deed of the driver's. */
export const WRITERS = [
  { id: "ask", name: "A person" },
  {
    id: "chatter",
    name: "The same, to others",
    about: "speaking to others and not to the bot: not answered where the bot has to be addressed",
  },
  { id: "bot", name: "Another bot", about: "a bot: never answered" },
  { id: "stranger", name: "A stranger", about: "not allowed to use the bot: never answered" },
] as const satisfies readonly Writer[];

export type WriterId = (typeof WRITERS)[number]["id"];

/** The bot, among those who write. */
const BOT = "us";
/** More would make every push heavy. */
const MOST_BUBBLES = 200;

interface Version {
  readonly text: string;
  readonly at: number;
}

interface Line {
  readonly id: number;
  readonly by: WriterId | typeof BOT;
  readonly at: number;
  readonly versions: Version[];
  text: string;
  deleted: boolean;
  reactions: readonly string[];
}

/** One place: what people have written is noted when they do it, what the bot has, when it is seen. */
export class PlainRoom {
  readonly id: string;
  readonly kind: string;
  readonly where: Where;
  /** Its name in the operator's API; null until the bot has been told of a message there. */
  conversation: string | null = null;
  typing = false;
  readonly #lines: Line[] = [];

  constructor(kind: string, where: Where) {
    this.id = kind.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    this.kind = kind;
    this.where = where;
  }

  say(by: WriterId, text: string, now: number): void {
    this.#write(by, text, now);
  }

  /** The last question has other words. */
  edit(text: string, now: number): void {
    const line = this.#question();
    if (!line) return;
    line.text = text;
    line.versions.push({ text, at: now });
  }

  retract(): void {
    const line = this.#question();
    if (line) line.deleted = true;
  }

  /** The bot's messages, as they are seen now. The list only grows. */
  see(seen: readonly Shown[], reactions: readonly string[], now: number): void {
    const ours = this.#lines.filter(({ by }) => by === BOT);
    for (const [index, { text, versions, deleted }] of seen.entries()) {
      const line = ours[index] ?? this.#write(BOT, versions[0] ?? text, now);
      for (const later of versions.slice(line.versions.length)) {
        line.versions.push({ text: later, at: now });
      }
      line.text = text;
      line.deleted = deleted;
    }
    const question = this.#question();
    if (question) question.reactions = reactions;
  }

  versions(id: number): readonly Version[] | null {
    return this.#lines.find((line) => line.id === id)?.versions ?? null;
  }

  /** @param bot - its name. @param press - is there anything to press? */
  bubbles(bot: string, press: boolean): PlainBubble[] {
    const question = this.#question();
    const answer = this.#lines.findLast(({ by, deleted }) => by === BOT && !deleted);
    const can = (line: Line) => {
      if (line === question && !line.deleted) return ["edit", "retract"];
      return line === answer ? [...(press ? ["press"] : []), "remove"] : [];
    };
    return this.#lines.slice(-MOST_BUBBLES).map((line) => ({
      ...{ id: line.id, by: line.by, text: line.text, at: line.at },
      name: WRITERS.find(({ id }) => id === line.by)?.name ?? bot,
      edits: line.versions.length - 1,
      deleted: line.deleted,
      reactions: line.reactions,
      can: can(line),
    }));
  }

  #question(): Line | undefined {
    return this.#lines.findLast(({ by }) => by === "ask");
  }

  #write(by: Line["by"], text: string, at: number): Line {
    const id = this.#lines.length + 1;
    const line = { id, by, at, text, versions: [{ text, at }], deleted: false, reactions: [] };
    this.#lines.push(line);
    return line;
  }
}
