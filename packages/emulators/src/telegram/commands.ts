import type { BotCommand } from "./types.ts";

/** For whom a list of commands is, as `BotCommandScope` says it. */
export type Scope =
  | {
      readonly type:
        | "default"
        | "all_private_chats"
        | "all_group_chats"
        | "all_chat_administrators";
    }
  | { readonly type: "chat" | "chat_administrators"; readonly chat: number }
  | { readonly type: "chat_member"; readonly chat: number; readonly user: number };

/** Somebody who looks at the bot's menu. */
export interface Looker {
  readonly user: number;
  readonly language: string;
  readonly chat: number;
  readonly isPrivate: boolean;
  readonly isAdmin: boolean;
}

/** The lists of commands, one for each scope and language. */
export class CommandBook {
  readonly #lists = new Map<string, readonly BotCommand[]>();
  /** As last set, for whomever. */
  last: readonly BotCommand[] = [];

  set(scope: Scope, language: string, commands: readonly BotCommand[]): void {
    this.#lists.set(key(scope, language), commands);
    this.last = commands;
  }

  /** An empty list counts as none (TG-types deleteMyCommands). */
  remove(scope: Scope, language: string): void {
    this.#lists.delete(key(scope, language));
  }

  get(scope: Scope, language: string): readonly BotCommand[] {
    return this.#lists.get(key(scope, language)) ?? [];
  }

  /** What somebody sees: the first list that is set (TG-types BotCommandScope, "Determining"). */
  shownTo(looker: Looker): readonly BotCommand[] {
    for (const scope of scopesFor(looker)) {
      for (const language of [looker.language, ""]) {
        const list = this.get(scope, language);
        if (list.length > 0) return list;
      }
    }
    return [];
  }
}

function scopesFor({ chat, user, isPrivate, isAdmin }: Looker): Scope[] {
  if (isPrivate)
    return [{ type: "chat", chat }, { type: "all_private_chats" }, { type: "default" }];
  const all: (Scope | false)[] = [
    { type: "chat_member", chat, user },
    isAdmin && { type: "chat_administrators", chat },
    { type: "chat", chat },
    isAdmin && { type: "all_chat_administrators" },
    { type: "all_group_chats" },
    { type: "default" },
  ];
  return all.filter((scope) => scope !== false);
}

function key(scope: Scope, language: string): string {
  const chat = "chat" in scope ? scope.chat : "";
  const user = "user" in scope ? scope.user : "";
  return [scope.type, chat, user, language].join(" ");
}
