import type { TelegramServer, User } from "../../telegram/index.ts";
import type { Call } from "../../wire.ts";
import { type Fault, Ticket } from "../faults/fault.ts";
import { wireFaults } from "../faults/wire.ts";
import { refusing } from "../http.ts";

const WRITES = ["sendMessage", "editMessageText", "deleteMessage", "setMessageReaction"];
const FLOOD_SECONDS = 30;

/** Calls that change what people see. */
export const isWrite = ({ method }: Call): boolean => WRITES.includes(method);

/** What can go wrong with Telegram. @param chatOf - the chat of a place */
export function telegramFaults(
  telegram: TelegramServer,
  chatOf: (place: string) => number,
  more: readonly Fault[],
): Fault[] {
  return [
    flood(telegram, chatOf),
    ...wireFaults({
      stage: "telegram",
      wire: telegram.wire,
      isWrite,
      serverError: {
        status: 502,
        body: { ok: false, error_code: 502, description: "Bad Gateway" },
      },
    }),
    ...more,
  ];
}

/** 429 with `retry_after`, for one chat. */
function flood(telegram: TelegramServer, chatOf: (place: string) => number): Fault {
  const tickets = new Map<string, Ticket>();
  return {
    id: "telegram-429",
    title: `429 for ${FLOOD_SECONDS} s`,
    about: "Too many requests: in this chat nothing is taken for half a minute.",
    arm(place, now) {
      telegram.rateLimit({ chat: chatOf(place), seconds: FLOOD_SECONDS });
      tickets.set(place, new Ticket(Number.POSITIVE_INFINITY, now + FLOOD_SECONDS * 1_000));
    },
    disarm(place) {
      telegram.rateLimit({ chat: chatOf(place), seconds: 0 });
      tickets.delete(place);
    },
    state: (place, now) => tickets.get(place)?.state(now) ?? null,
  };
}

/** The name of its switch. */
export const BLOCK = "Block the bot";

/** A person blocks the bot: what it has to say to him is undeliverable until he unblocks it. */
export function blocked(
  telegram: TelegramServer,
  personOf: (place: string) => User | null,
  isBlocked: (place: string) => boolean,
): Fault {
  const set = (place: string, on: boolean) => {
    const person = personOf(place);
    if (!person || isBlocked(place) === on) return;
    refusing(() => (on ? telegram.block(person) : telegram.unblock(person)));
  };
  return {
    id: "telegram-block",
    title: BLOCK,
    about: "403: an answer to this person is undeliverable, until he unblocks the bot.",
    fits: (place) => personOf(place) !== null,
    arm: (place) => set(place, true),
    disarm: (place) => set(place, false),
    state: (place) => (isBlocked(place) ? { left: null, until: null } : null),
  };
}

/** The next message is delivered twice at once: whoever says something asks this. */
export class Twice implements Fault {
  readonly id = "telegram-twice";
  readonly title = "Deliver the next twice";
  readonly about = "The webhook gets the same message two times at once, as after a lost 200.";
  #ticket = new Ticket(0, 0);

  arm(): void {
    this.#ticket = new Ticket(1, Number.POSITIVE_INFINITY);
  }

  disarm(): void {
    this.#ticket.end();
  }

  state(_place: string, now: number) {
    return this.#ticket.state(now);
  }

  take(now: number): boolean {
    return this.#ticket.take(now);
  }
}
