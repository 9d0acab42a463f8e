import type { Call, Chat, Said, User } from "@trunkline/emulators";
import type { World } from "../../world/world.ts";
import type { Place, Seen, Spoken, Stage } from "../stage.ts";

const NAMED: readonly string[] = ["sendMessage", "sendChatAction", "getFile", "file"];

export const TELEGRAM: Stage = {
  app: "telegram",
  // Typing is shown before the first word comes.
  options: { timings: { typingEveryMs: 40 } },
  tier: "edit only",
  creates: ["sendMessage"],
  varying: ["edit progress", "sendChatAction"],
  sweeps: false,
  wire: (world) => world.telegram.wire,
  labelOf: telegramLabel,
  tooMany: (retryAfterSeconds) => ({
    status: 429,
    body: {
      ok: false,
      error_code: 429,
      description: `Too Many Requests: retry after ${retryAfterSeconds}`,
      parameters: { retry_after: retryAfterSeconds },
    },
  }),
  place(world, n, move = null) {
    if (move === null) return privateChat(world, n);
    let left = move;
    return movingGroup(world, n, () => left-- <= 0);
  },
};

export function telegramLabel(call: Call): string | null {
  if (call.method === "editMessageText") return isProgress(call) ? "edit progress" : "edit final";
  return NAMED.includes(call.method) ? call.method : null;
}

/** Progress ends in an ellipsis, see the delivery lane. */
function isProgress({ body }: Call): boolean {
  return typeof body === "object" && body !== null && "text" in body
    ? String(body.text).endsWith(" …")
    : false;
}

export function privateChat(world: World, n: number): Place {
  const { telegram } = world;
  const user = tess(world, n);
  return {
    say: (text) => spoken(world, [telegram.say(user, text)]),
    album: (text, at) => spoken(world, telegram.album(user, photos(text, at))),
    press: () =>
      press(world, user.id, (message) => telegram.press(user, message, "made-up").answered),
    conversations: () => [String(user.id)],
    ours: (conversation) => oursIn(world, conversation),
  };
}

/** Ids of basic groups are negative, those of supergroups lie below all of them. */
export const addressesOf = (n: number) => ({ from: -n, to: -1_000_000_000_000 - n });

/** @param isTime - it moves at the first internal step of which this is true */
export function movingGroup(world: World, n: number, isTime: (step: Call) => boolean): Place {
  const { telegram } = world;
  const user = tess(world, n);
  const { from, to } = addressesOf(n);
  const made = { id: from, title: "Team", type: "group" as const };
  const group = telegram.group({ ...made, admins: [user], botIsAdmin: true });
  let now: Chat = group;
  const stay = world.steps.listener((step) => {
    if (step.moment !== "arrived" || !isTime(step)) return;
    stay();
    now = telegram.migrate(group, user, to);
  });
  return {
    say: (text) => spoken(world, [telegram.sayIn(now, user, `/ask ${text}`)]),
    album: (text, at) => spoken(world, telegram.albumIn(now, user, photos(`/ask ${text}`, at))),
    press: () =>
      press(world, now.id, (message) => telegram.pressIn(now, user, message, "made-up").answered),
    conversations: () => (now.id === from ? [from] : [from, to]).map(String),
    ours: (conversation) => oursIn(world, conversation),
    stay,
  };
}

const tess = (world: World, id: number): User => world.telegram.user({ id, firstName: "Tess" });

function photos(text: string, at: number) {
  const photo = { kind: "photo" as const };
  return [0, 1].map((n) => (n === at ? { ...photo, caption: text } : photo));
}

function spoken({ telegram }: World, said: readonly Said[]): Spoken {
  const updates = said.map(({ update_id }) => update_id);
  const from = telegram.deliveries.length;
  return {
    delivered: Promise.all(said.map(({ delivered }) => delivered)),
    async again() {
      // With what has followed, as the news of a move.
      const since = telegram.deliveries.slice(from).map(({ update_id }) => update_id);
      for (const update of new Set([...updates, ...since])) {
        await telegram.redeliver(update).delivered;
      }
    },
    duplicate: (times) => Promise.all(updates.map((update) => telegram.duplicate(update, times))),
  };
}

async function press(world: World, chat: number, pressed: (message: number) => Promise<unknown>) {
  const last = oursIn(world, String(chat)).at(-1);
  if (last) await pressed(Number(last.id));
}

function oursIn(world: World, conversation: string): Seen[] {
  const { id } = world.telegram.bot;
  return world.telegram
    .chat(Number(conversation))
    .messages.filter(({ from }) => from.id === id)
    .map(({ message_id, text, edits, deleted }) => ({
      id: String(message_id),
      text,
      versions: edits.map((version) => version.text),
      deleted,
    }));
}
