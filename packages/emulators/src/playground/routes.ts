import * as z from "zod";
import type { Fault } from "./faults/fault.ts";
import { HttpError, read } from "./http.ts";
import type { RuntimePort } from "./runtime.ts";
import { Said } from "./said.ts";
import type { Seat } from "./seat.ts";
import type { Stage } from "./stage.ts";

/** What the acts need. Names that do not exist are refused with 404. */
export interface Room {
  stage(name: string): Stage;
  seat(stage: string, place: string): Seat;
  fault(id: string): Fault;
  /** Everybody has something new to see. */
  changed(): void;
  readonly runtime: RuntimePort;
}

const where = { stage: z.string(), place: z.string() };
const Settle = z.object({ ...where, batch: z.string(), act: z.enum(["replay", "drop"]) });
const Switch = z.object({ ...where, fault: z.string(), on: z.boolean() });

type Act = (room: Room, body: unknown) => unknown;

/** What a POST does, by path. What it returns is part of the answer. */
const ACTS: Readonly<Record<string, Act>> = {
  "/settle": (room, body) => {
    const { stage, place, batch, act } = read(Settle, body);
    return room.seat(stage, place).settle(batch, act);
  },
  "/fault": async (room, body) => {
    const { stage, place, fault, on } = read(Switch, body);
    room.seat(stage, place);
    if (on) await room.fault(fault).arm(place, Date.now());
    else await room.fault(fault).disarm(place);
    room.changed();
  },
  "/kill": ({ runtime }) => {
    const pid = runtime.kill();
    if (pid === null) throw new HttpError(409, "the runtime is down already");
    return { pid };
  },
};

/** `/stage/<stage>/<place>/<what>`; the place is checked by whoever sits there. */
const OF_A_PLACE = /^\/stage\/([a-z0-9]+)\/([a-z0-9-]+)\/([a-z]+)$/;

export interface OfAPlace {
  readonly stage: string;
  readonly place: string;
  readonly what: string;
}

export function ofAPlace(path: string): OfAPlace | null {
  const [, stage, place, what] = OF_A_PLACE.exec(path) ?? [];
  if (stage === undefined || place === undefined || what === undefined) return null;
  return { stage, place, what };
}

/** Does what a POST asks for. @returns what the page is told */
export async function perform(room: Room, path: string, body: unknown): Promise<object> {
  const own = Object.hasOwn(ACTS, path) ? ACTS[path] : undefined;
  const result = own ? await own(room, body) : await atPlace(room, path, body);
  return typeof result === "object" && result !== null ? result : {};
}

async function atPlace(room: Room, path: string, body: unknown): Promise<unknown> {
  const to = ofAPlace(path);
  if (!to) throw new HttpError(404, "there is nothing here");
  const seat = room.seat(to.stage, to.place);
  const stage = room.stage(to.stage);
  const result =
    to.what === "say"
      ? await stage.say(to.place, read(Said, body))
      : await stage.act(to.place, to.what, body);
  seat.changed();
  return result;
}
