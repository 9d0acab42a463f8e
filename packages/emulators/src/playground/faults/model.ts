import { type Behaviour, isRouterRequest, type ModelServer } from "../../model/index.ts";
import { type Fault, Ticket } from "./fault.ts";

/** Enough of an answer is seen by then. */
const AFTER_DELTAS = 12;
/** So many answers without an end may be paid for; then the pool gives up (`runs/rules.ts`). */
const UNTIL_GIVEN_UP = 3;

/** What the offline model can do wrong. The router is spared: it would only fall back. */
export function modelFaults(model: ModelServer): Fault[] {
  const fault = (
    name: string,
    title: string,
    about: string,
    behaviour: Behaviour,
    times = 1,
  ): Fault => {
    let ticket = new Ticket(0, 0);
    return {
      id: `model-${name}`,
      title,
      about,
      arm() {
        ticket.end();
        const mine = new Ticket(times, Number.POSITIVE_INFINITY);
        ticket = mine;
        model.next(behaviour, {
          times,
          match: (request) => !isRouterRequest(request) && mine.take(0),
        });
      },
      disarm: () => ticket.end(),
      state: (_place, now) => ticket.state(now),
    };
  };
  const cut: Behaviour = { kind: "cut", afterDeltas: AFTER_DELTAS };
  return [
    fault("stall", "Stall once", "The next answer stops in its middle and hangs.", {
      kind: "stall",
      afterDeltas: AFTER_DELTAS,
    }),
    fault("cut", "Break off once", "The connection ends in the middle of the next answer.", cut),
    fault("busy", "Overloaded once", "529: the next request is turned away.", {
      kind: "status",
      status: 529,
    }),
    fault(
      "give-up",
      "Break off until given up",
      "Three times in a row: the message becomes a dead letter.",
      cut,
      UNTIL_GIVEN_UP,
    ),
  ];
}
