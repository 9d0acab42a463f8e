import { isRouterRequest, type MessageRequest, type User } from "@trunkline/emulators";
import { until, type World } from "./world.ts";

/** The part of an operator's view that tests look at. */
export interface BatchView {
  readonly id: string;
  readonly state: string;
  readonly kind: string;
  readonly text: readonly string[];
  readonly route: string | null;
  readonly error: string | null;
  readonly usage: string | null;
  readonly owed: number;
  readonly failures: number;
  readonly posts: readonly { readonly state: string; readonly tries: number }[];
}

export interface ChatInspection {
  readonly pending: readonly { readonly text: string }[];
  /** Epoch milliseconds of a wait that the platform has asked for; 0: none. */
  readonly blockedUntil: number;
  /** Newest first. */
  readonly batches: readonly BatchView[];
  readonly history: number;
  readonly bytes: number;
}

let people = 5_000;

/** A person whom the bot has not met. Ids are unique inside a test file. */
export function somebody(world: World, languageCode = "en"): User {
  people += 1;
  return world.telegram.user({ id: people, firstName: `P${people}`, languageCode });
}

let groups = 0;

/** A group with the bot in it, whose admin the bot has not met, and the id that it gets as a supergroup. */
export function team(world: World) {
  groups += 1;
  const tess = somebody(world);
  const old = { id: -groups, title: "Team", type: "group" as const };
  const chat = world.telegram.group({ ...old, admins: [tess], botIsAdmin: true });
  return { chat, tess, to: -1_001_000_000_000 - groups };
}

/** What the bot's messages say now, oldest first. */
export function botTexts(world: World, { id }: User): string[] {
  const messages = world.telegram
    .chat(id)
    .messages.filter(({ from, deleted }) => from.is_bot && !deleted);
  return messages.map(({ text }) => text);
}

/** The bot's messages that say something now: neither a placeholder nor progress. */
export function answers(world: World, user: User): string[] {
  return botTexts(world, user).filter((text) => !text.endsWith("…"));
}

export async function inspect(world: World, { id }: User): Promise<ChatInspection> {
  return (await world.admin(`/conversations/${id}`)) as ChatInspection;
}

/** Waits until nothing is open in a conversation any more. */
export async function quiet(world: World, user: User): Promise<ChatInspection> {
  return until(`quiet chat ${user.id}`, async () => {
    // The runtime may be down: a crash test asks again.
    const seen = await inspect(world, user).catch(() => null);
    if (!seen) return null;
    const open = seen.batches.some(
      ({ state, owed, posts }) =>
        ["active", "waiting"].includes(state) ||
        // A dead letter's run is kept for its replay.
        (owed === 1 && !["dead", "undeliverable", "uncertain"].includes(state)) ||
        posts.some((post) => post.state === "open"),
    );
    return !open && seen.pending.length === 0 && seen.batches.length > 0 && seen;
  });
}

/** What the model was asked for answers: the texts of the last turn of each request, in order. */
export function asked(world: World, nonce = ""): string[] {
  return world.model.journal
    .filter(({ router, prompt }) => !router && prompt?.includes(nonce))
    .map(({ prompt }) => prompt ?? "");
}

export const NOT_ROUTING = { match: (request: MessageRequest) => !isRouterRequest(request) };
export const ROUTING = { match: (request: MessageRequest) => isRouterRequest(request) };
