import type { Fault } from "../faults/fault.ts";
import { HttpError } from "../http.ts";
import type { Mishap, PlainDriver } from "./driver.ts";
import type { Journal } from "./journal.ts";

/** A refusal of the platform's, in its own words. */
export interface PlainRefusal {
  readonly name: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface PlainFaultOptions {
  readonly name: string;
  readonly driver: PlainDriver;
  readonly journal: Journal;
  readonly refusals: readonly PlainRefusal[];
  /** Something happens at once, in a place. */
  readonly now: (place: string, deed: "again" | "unknown") => Promise<void>;
}

/** What can go wrong with any platform that has a driver. */
export function plainFaults(options: PlainFaultOptions): Fault[] {
  const { name, refusals } = options;
  const deed = (id: "again" | "unknown", title: string, about: string): Fault => ({
    ...{ id: `${name}-${id}`, title, about },
    arm: (place) => options.now(place, id),
    disarm: () => {},
    state: () => null,
  });
  return [
    next(options, "send", "Lose the next ack", "A new message is there, but we never hear of it.", {
      kind: "cut-after",
    }),
    next(options, "edit", "Lose the ack of an edit", "The edit is made, but we never hear of it.", {
      kind: "cut-after",
    }),
    next(options, "send", "Cut the next message", "The connection ends before it is there.", {
      kind: "cut-before",
    }),
    ...refusals.map(({ name: title, status, headers, body }) =>
      next(options, "send", title, "The next new message is refused, in the platform's words.", {
        ...{ kind: "reply", status, body },
        ...(headers ? { headers } : {}),
      }),
    ),
    deed("again", "Deliver the last again", "The webhook gets the same once more, at once."),
    deed("unknown", "Tell of something unknown", "An event of a kind that does not exist yet."),
  ];
}

/** For the next call that does this. */
function next(
  { name, driver, journal }: PlainFaultOptions,
  operation: "send" | "edit",
  title: string,
  about: string,
  mishap: Mishap,
): Fault {
  /** Calls from here on may have met it; a driver does not tell which one has. */
  let from = Number.POSITIVE_INFINITY;
  const status = mishap.kind === "reply" ? mishap.status : 0;
  const isOn = () => from < Number.POSITIVE_INFINITY && !journal.ended(from, status);
  return {
    id: `${name}-${operation}-${title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`,
    title,
    about,
    async arm() {
      await driver.disturb(operation, mishap);
      from = journal.count;
    },
    disarm() {
      throw new HttpError(409, "It waits for its call, and cannot be taken back.");
    },
    state: () => (isOn() ? { left: 1, until: null } : null),
  };
}
