import type { GroupChat, SupergroupChat, User } from "../../telegram/index.ts";
import { HttpError } from "../http.ts";
import type { Place, Writer } from "../stage.ts";

/** A chat of the page. */
export type Room =
  | { readonly id: string; readonly kind: "private"; readonly people: readonly [User] }
  | {
      readonly id: string;
      readonly kind: "group";
      readonly chat: GroupChat | SupergroupChat;
      readonly people: readonly [User, ...User[]];
    };

/** As the Bot API numbers it: the private chat with a person has his id. */
export function chatId(room: Room): number {
  return room.kind === "private" ? room.people[0].id : room.chat.id;
}

/**
 * @param begun - has anybody written there yet?
 * @param notes - what is special about some of the people, by their id
 */
export function placeOf(
  room: Room,
  bot: string,
  begun: boolean,
  notes: ReadonlyMap<number, string>,
): Place {
  const [first, ...rest] = room.people;
  const writer = ({ id, first_name }: User): Writer => {
    const about = notes.get(id);
    return { id: String(id), name: first_name, ...(about === undefined ? {} : { about }) };
  };
  return {
    id: room.id,
    title: room.kind === "private" ? first.first_name : room.chat.title,
    about:
      room.kind === "private"
        ? `private chat with @${bot}`
        : `group of ${room.people.length} and @${bot}`,
    conversation: begun ? String(chatId(room)) : null,
    writers: [writer(first), ...rest.map(writer)],
  };
}

/** The person behind an id, if he is in this chat. */
export function personIn(room: Room, id: string): User {
  const person = room.people.find((one) => String(one.id) === id);
  if (!person) throw new HttpError(404, "nobody of that id is in this chat");
  return person;
}
