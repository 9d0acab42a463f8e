import {
  type ActScope,
  type ActTool,
  actTool,
  type Drawn,
  type Found,
  fenced,
  type PlatformTool,
} from "@trunkline/agents/door";
import { type Item, line, type TaskInput } from "@trunkline/transport/asana/door";
import type { Rooms } from "./rooms.ts";

/** An act on one task. */
export interface TaskAct<I extends TaskInput> extends Pick<ActTool<I>, "name" | "about" | "input"> {
  /** What would be done. @throws when it cannot be, in words for the asker */
  draw(now: Item, input: I): Promise<Pick<Drawn<I>, "title" | "preview" | "input">>;
  /** What must still be so; absent: whatever happens there, the act means the same. */
  state?(now: Item): string;
  run(task: string, input: I, scope: ActScope): Promise<Found>;
  done(task: string, input: I, scope: ActScope): Promise<Found | null>;
}

/** Makes tools of such acts. */
export function actingAt(rooms: Rooms) {
  return function actAt<I extends TaskInput>(act: TaskAct<I>): PlatformTool {
    const { name, about, input, state } = act;
    return actTool<I>({
      ...{ name, about, input },
      places: (asked, { actor }) => rooms.placesOf(asked, actor),
      async preview(asked, { actor }) {
        const task = rooms.taskOf(asked, actor);
        const now = await rooms.item(task);
        // By id: the same act, wherever it is decided.
        const { title, preview, input = asked } = await act.draw(now, { ...asked, task });
        return {
          ...{ title, input, target: `task ${task}` },
          preview: [fenced(line(now)), preview].filter((part) => part !== "").join("\n\n"),
          ...(state ? { state: state(now) } : {}),
        };
      },
      ...(state
        ? {
            current: async (asked, { actor }) =>
              state(await rooms.item(rooms.taskOf(asked, actor))),
          }
        : {}),
      done: (asked, scope) => act.done(rooms.taskOf(asked, scope.actor), asked, scope),
      run: (asked, scope) => act.run(rooms.taskOf(asked, scope.actor), asked, scope),
    });
  };
}
