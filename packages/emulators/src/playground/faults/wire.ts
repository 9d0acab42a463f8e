import type { Fault as Breakage, Call, Reply, Wire } from "../../wire.ts";
import { type Fault, Ticket } from "./fault.ts";

export interface WireFaultOptions {
  /** The platform's name: its faults are called after it. */
  readonly stage: string;
  readonly wire: Wire;
  /** Which calls change what people see. */
  readonly isWrite: (call: Call) => boolean;
  /** How the platform says that it is broken. */
  readonly serverError: Reply;
  /** What a lost answer may leave behind. */
  readonly afterLoss?: string;
}

/** How much later a call is applied whose connection was cut. */
const LATE_MS = 3_000;
const SLOW_MS = 2_500;
const SLOW_FOR_MS = 30_000;

/** What can happen to the calls of any platform. */
export function wireFaults({
  stage,
  wire,
  isWrite,
  serverError,
  afterLoss = "At worst one empty message stays.",
}: WireFaultOptions): Fault[] {
  const fault = (
    name: string,
    title: string,
    about: string,
    breakage: Breakage,
    { times = 1, forMs = Number.POSITIVE_INFINITY } = {},
  ): Fault => {
    let ticket = new Ticket(0, 0);
    return {
      id: `${stage}-${name}`,
      title,
      about,
      arm(_place, now) {
        ticket.end();
        const mine = new Ticket(times, now + forMs);
        ticket = mine;
        // The wire asks `match` once for each call that reaches this rule, and takes it if it is true.
        const match = (call: Call) => isWrite(call) && mine.take(call.at);
        wire.fault({ fault: breakage, times, match });
      },
      disarm: () => ticket.end(),
      state: (_place, now) => ticket.state(now),
    };
  };
  const reply: Breakage = { kind: "reply", reply: serverError };
  return [
    fault("5xx", "502, three times", "The platform is broken for three calls.", reply, {
      times: 3,
    }),
    fault("lost", "Lose the next ack", `The call is done, but we never hear of it. ${afterLoss}`, {
      kind: "cut-after",
    }),
    fault(
      "late",
      "Apply the next late",
      `The connection breaks at once; the call takes effect three seconds later. ${afterLoss}`,
      { kind: "late", ms: LATE_MS },
    ),
    fault(
      "slow",
      "Slow for 30 s",
      "Every call takes two and a half seconds longer.",
      { kind: "slow", ms: SLOW_MS },
      { times: Number.POSITIVE_INFINITY, forMs: SLOW_FOR_MS },
    ),
  ];
}
