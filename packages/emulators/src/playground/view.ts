import type { ModelServer } from "../model/index.ts";
import type { TelegramServer, User } from "../telegram/index.ts";
import { type CallLine, lastCalls } from "./calls.ts";
import { type Bubble, bubbles, typingUntil } from "./chat.ts";
import type { Conversation } from "./inspection.ts";
import type { RuntimeView } from "./runtime.ts";

/** All that the page shows one person. It is sent whole: a page that missed one has missed nothing. */
export interface View {
  readonly v: 1;
  readonly person: { readonly id: number; readonly name: string };
  readonly bot: string;
  /** The model is an emulator. */
  readonly offline: boolean;
  readonly runtime: RuntimeView;
  readonly chat: { readonly bubbles: readonly Bubble[]; readonly typing: boolean };
  /** As the runtime last told; null before the first answer. */
  readonly conversation: Conversation | null;
  /** False: the runtime does not answer, and `conversation` is what it said before. */
  readonly fresh: boolean;
  /** Why `conversation` cannot be read, though the runtime answers. */
  readonly problem: string | null;
  readonly calls: readonly CallLine[];
}

export interface Scene {
  readonly telegram: TelegramServer;
  /** Null: the runtime talks to the real one. */
  readonly model: ModelServer | null;
  readonly person: User;
  /** Has he written yet? Before that there is no chat. */
  readonly known: boolean;
  readonly runtime: RuntimeView;
  readonly conversation: Conversation | null;
  readonly fresh: boolean;
  readonly problem: string | null;
  readonly now: number;
}

/** @returns the view, and when it changes by itself (epoch milliseconds) or 0 */
export function viewOf(scene: Scene): { view: View; staleAt: number } {
  const { telegram, model, person, known, runtime, conversation, fresh, problem, now } = scene;
  const chat = known ? telegram.chat(person.id) : null;
  const until = chat ? typingUntil(chat, person) : 0;
  const view: View = {
    v: 1,
    person: { id: person.id, name: person.first_name },
    bot: telegram.bot.username,
    offline: model !== null,
    runtime,
    chat: { bubbles: chat ? bubbles(chat, person) : [], typing: until > now },
    conversation,
    fresh,
    problem,
    calls: lastCalls(telegram, model, runtime.startedAt),
  };
  return { view, staleAt: until > now ? until : 0 };
}
