import type { Identity } from "../contract.ts";
import type { Entity, Message } from "./update.ts";

/** A text with its entities, wherever they come from. */
export interface Marked {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/**
 * Whether a message in a group is meant for us, and its text without our name: a command at its start,
 * a mention, or a real reply to us. In a private chat everything is.
 *
 * @returns null when it is not for us
 */
export function addressed(message: Message, marked: Marked, me: Identity): string | null {
  const command = leadingCommand(marked);
  if (command?.to && !same(command.to, me.name)) return null;
  const text = without(marked, (entity) => mentions(entity, marked.text, me), command);
  if (message.chat.type === "private") return text;
  const mentioned = marked.entities.some((entity) => mentions(entity, marked.text, me));
  return command || mentioned || repliesToUs(message, me) ? text : null;
}

/**
 * The topic to answer in. A thread id is also set on replies in groups without topics and in General,
 * where sending with it is refused (Bot API server, check_message_topic): only `is_topic_message` counts.
 */
export function threadOf(message: {
  readonly is_topic_message?: boolean | undefined;
  readonly message_thread_id?: number | undefined;
}): number | undefined {
  return message.is_topic_message === true ? message.message_thread_id : undefined;
}

/** A reply that a person has made: in a topic every message "replies" to the topic's root. */
export function realReply(message: Message): Message["reply_to_message"] | null {
  const replied = message.reply_to_message;
  if (!replied || replied.forum_topic_created !== undefined) return null;
  const root = message.is_topic_message && replied.message_id === message.message_thread_id;
  return root ? null : replied;
}

function repliesToUs(message: Message, me: Identity): boolean {
  const from = realReply(message)?.from;
  return from !== undefined && String(from.id) === me.id;
}

/** Whether a text mentions somebody by name, or gives a command to somebody. */
export function namesSomebody({ text, entities }: Marked): boolean {
  return entities.some(({ type, offset, length }) => {
    if (type === "mention") return true;
    return type === "bot_command" && text.slice(offset, offset + length).includes("@");
  });
}

interface Command {
  readonly entity: Entity;
  readonly to: string | undefined;
}

function leadingCommand({ text, entities }: Marked): Command | null {
  const entity = entities.find(({ type, offset }) => type === "bot_command" && offset === 0);
  if (!entity) return null;
  return { entity, to: text.slice(0, entity.length).split("@")[1] };
}

function mentions(entity: Entity, text: string, me: Identity): boolean {
  if (entity.type === "text_mention") return String(entity.user?.id) === me.id;
  if (entity.type !== "mention") return false;
  return same(text.slice(entity.offset + 1, entity.offset + entity.length), me.name);
}

/** Our name is cut out, of a command only what follows the `@`. */
function without(
  { text, entities }: Marked,
  isUs: (entity: Entity) => boolean,
  command: Command | null,
): string {
  const cuts = entities
    .filter(isUs)
    .map(({ offset, length }) => [offset, offset + length] as const);
  if (command?.to) {
    const end = command.entity.length;
    cuts.unshift([end - command.to.length - 1, end]);
  }
  let rest = "";
  let from = 0;
  for (const [start, end] of cuts) {
    rest += text.slice(from, start);
    from = end;
  }
  return (rest + text.slice(from)).trim();
}

/** User names are not case-sensitive. */
function same(name: string, ours: string | undefined): boolean {
  return ours !== undefined && name.toLowerCase() === ours.toLowerCase();
}
