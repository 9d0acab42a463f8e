import * as z from "zod";
import { HttpError } from "./http.ts";
import type { RuntimePort } from "./runtime.ts";
import type { Seat } from "./seat.ts";

interface Room {
  /** @param user - absent: the first person */
  seat(user?: number): Seat;
  readonly runtime: RuntimePort;
}

type Act = (room: Room, body: unknown) => unknown;

const user = z.number().optional();
const Say = z.object({ user, text: z.string() });
const Edit = z.object({ user, message: z.number(), text: z.string() });
const Press = z.object({ user, message: z.number(), data: z.string() });
const Settle = z.object({ user, batch: z.string(), act: z.enum(["replay", "drop"]) });

/** What a POST does, by path. What it returns is part of the answer. */
export const ACTS: Readonly<Record<string, Act>> = {
  "/say": (room, body) => {
    const { user, text } = read(Say, body);
    room.seat(user).say(text);
  },
  "/edit": (room, body) => {
    const { user, message, text } = read(Edit, body);
    room.seat(user).edit(message, text);
  },
  "/press": (room, body) => {
    const { user, message, data } = read(Press, body);
    room.seat(user).press(message, data);
  },
  "/settle": (room, body) => {
    const { user, batch, act } = read(Settle, body);
    return room.seat(user).settle(batch, act);
  },
  "/kill": ({ runtime }) => {
    const pid = runtime.kill();
    if (pid === null) throw new HttpError(409, "the runtime is down already");
    return { pid };
  },
};

function read<T extends z.ZodType>(shape: T, body: unknown): z.infer<T> {
  const parsed = shape.safeParse(body);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join(".") || "the body";
    throw new HttpError(400, `${path} is not as it should be`);
  }
  return parsed.data;
}
