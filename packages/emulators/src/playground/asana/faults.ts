import { type AsanaServer, asanaFailure } from "../../asana/index.ts";
import type { Call } from "../../wire.ts";
import { type Fault, Ticket } from "../faults/fault.ts";
import { wireFaults } from "../faults/wire.ts";

const WRITES = ["createStoryForTask", "updateStory", "deleteStory"];
const FLOOD_SECONDS = 30;

/** Calls that change what people read. */
export const isWrite = ({ method }: Call): boolean => WRITES.includes(method);

/** What can go wrong with Asana. */
export function asanaFaults(asana: AsanaServer, more: readonly Fault[]): Fault[] {
  return [
    flood(asana),
    ...wireFaults({
      stage: "asana",
      wire: asana.wire,
      isWrite,
      serverError: asanaFailure(502, "Bad Gateway"),
      afterLoss: "The comment is looked for before it is made again.",
    }),
    refusedMarkup(asana),
    ...more,
  ];
}

function flood(asana: AsanaServer): Fault {
  let ticket = new Ticket(0, 0);
  return {
    id: "asana-429",
    title: `429 for ${FLOOD_SECONDS} s`,
    about:
      "Too many requests: for half a minute Asana takes no call of the bot's, not even a question.",
    arm(_place, now) {
      asana.rateLimit(FLOOD_SECONDS);
      ticket = new Ticket(Number.POSITIVE_INFINITY, now + FLOOD_SECONDS * 1_000);
    },
    disarm() {
      asana.rateLimit(0);
      ticket.end();
    },
    state: (_place, now) => ticket.state(now),
  };
}

/** Asana's rules for rich text may change: then the whole comment is refused. */
function refusedMarkup({ wire }: AsanaServer): Fault {
  let ticket = new Ticket(0, 0);
  return {
    id: "asana-xml",
    title: "Refuse the next rich text",
    about: "400: the comment is written as plain text instead.",
    arm() {
      ticket.end();
      const mine = new Ticket(1, Number.POSITIVE_INFINITY);
      ticket = mine;
      wire.fault({
        fault: { kind: "reply", reply: asanaFailure(400, "XML is invalid") },
        match: (call) => isWrite(call) && call.raw.includes("html_text") && mine.take(call.at),
      });
    },
    disarm: () => ticket.end(),
    state: (_place, now) => ticket.state(now),
  };
}

/** Something happens to the next delivery: whoever does something that is told asks this. */
export class NextDelivery implements Fault {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  #ticket = new Ticket(0, 0);

  constructor({ id, title, about }: Pick<Fault, "id" | "title" | "about">) {
    this.id = id;
    this.title = title;
    this.about = about;
  }

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

export const twice = (): NextDelivery =>
  new NextDelivery({
    id: "asana-twice",
    title: "Deliver the next twice",
    about: "The webhook gets the same events two times, as from two projects.",
  });

export const lost = (): NextDelivery =>
  new NextDelivery({
    id: "asana-unheard",
    title: "Lose the next delivery",
    about: "Asana delivers at most once. The bot's own sweep finds what was lost.",
  });
