import type { AsanaPerson } from "../../asana/index.ts";
import { HttpError } from "../http.ts";
import type { Place, Writer } from "../stage.ts";

/** A task of the page. */
export interface AsanaRoom {
  readonly id: string;
  /** As it stands on the tab; the task's own name may be longer. */
  readonly tab: string;
  readonly task: { readonly gid: string };
  readonly people: readonly [AsanaPerson, ...AsanaPerson[]];
}

/**
 * @param begun - has anybody done something there yet?
 * @param notes - what is special about some of the people, by their gid
 */
export function placeOf(
  { id, tab, task, people }: AsanaRoom,
  begun: boolean,
  notes: ReadonlyMap<string, string>,
): Place {
  const [first, ...rest] = people;
  const writer = ({ gid, name }: AsanaPerson): Writer => {
    const about = notes.get(gid);
    return { id: gid, name, ...(about === undefined ? {} : { about }) };
  };
  return {
    ...{ id, title: tab, about: "a task" },
    conversation: begun ? task.gid : null,
    writers: [writer(first), ...rest.map(writer)],
  };
}

/** The person behind a gid, if he works here. */
export function personIn({ people }: AsanaRoom, gid: string): AsanaPerson {
  const person = people.find((one) => one.gid === gid);
  if (!person) throw new HttpError(404, "nobody of that id is here");
  return person;
}
