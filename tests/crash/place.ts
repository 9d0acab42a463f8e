import type { Call, Chat, MessageView, Pressed, Said, User } from "@trunkline/emulators";
import type { ChatInspection } from "../world/views.ts";
import { until, type World } from "../world/world.ts";

/** Where a run takes place: a private chat, or a group that becomes a supergroup on the way. */
export interface Place {
  say(text: string): Said;
  /** Two photos. @param at - which of them has the words */
  album(text: string, at: number): Said[];
  press(messageId: number): Pressed;
  /** Its conversations; one may write to the last. */
  conversations(): readonly number[];
  /** It does not move any more. */
  stay(): void;
}

export function privateChat(world: World, user: User): Place {
  return {
    say: (text) => world.telegram.say(user, text),
    album: (text, at) => world.telegram.album(user, photos(text, at)),
    press: (messageId) => world.telegram.press(user, messageId, "made-up"),
    conversations: () => [user.id],
    stay: () => {},
  };
}

/** @param isTime - it moves at the first internal step of which this is true */
export function movingGroup(world: World, user: User, isTime: (step: Call) => boolean): Place {
  // Ids of basic groups are negative, those of supergroups lie below all of them.
  const [from, to] = [-user.id, -1_000_000_000_000 - user.id];
  const made = { id: from, title: "Team", type: "group" as const };
  const group = world.telegram.group({ ...made, admins: [user], botIsAdmin: true });
  let now: Chat = group;
  const stay = world.steps.listener((step) => {
    if (step.moment !== "arrived" || !isTime(step)) return;
    stay();
    now = world.telegram.migrate(group, user, to);
  });
  return {
    say: (text) => world.telegram.sayIn(now, user, `/ask ${text}`),
    album: (text, at) => world.telegram.albumIn(now, user, photos(`/ask ${text}`, at)),
    press: (messageId) => world.telegram.pressIn(now, user, messageId, "made-up"),
    conversations: () => (now.id === from ? [from] : [from, to]),
    stay,
  };
}

function photos(text: string, at: number) {
  const photo = { kind: "photo" as const };
  return [0, 1].map((n) => (n === at ? { ...photo, caption: text } : photo));
}

/** What the bot has ever written in a chat. */
export function oursIn(world: World, chat: number): MessageView[] {
  const { id } = world.telegram.bot;
  return world.telegram.chat(chat).messages.filter(({ from }) => from.id === id);
}

/** Waits until a conversation has nothing open. The runtime may be down for a moment. */
export function calm(world: World, conversation: number): Promise<ChatInspection> {
  return until(`nothing is open in ${conversation}`, async () => {
    const path = `/conversations/${conversation}`;
    const seen = (await world.admin(path).catch(() => null)) as ChatInspection | null;
    if (!seen) return null;
    const open = seen.batches.some(
      ({ state, owed, posts }) =>
        ["active", "waiting"].includes(state) ||
        // A dead letter's run is kept for its replay.
        (owed === 1 && !["dead", "undeliverable", "uncertain"].includes(state)) ||
        posts.some((post) => post.state === "open"),
    );
    return !open && seen.pending.length === 0 && seen;
  });
}
