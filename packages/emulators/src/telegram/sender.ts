import type { Chat, User } from "./types.ts";

// The users behind whom chats speak. TDLib UserManager.cpp:3020-3044.

/** Every anonymous administrator of every group. */
export const ANONYMOUS_ADMIN: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: "Group",
  username: "GroupAnonymousBot",
};

/** Everybody who speaks as a channel. */
export const CHANNEL_BOT: User = {
  id: 136_817_688,
  is_bot: true,
  first_name: "Channel",
  username: "Channel_Bot",
};

/** Brings the posts of a channel into its discussion group. Not a bot. */
export const TELEGRAM: User = { id: 777_000, is_bot: false, first_name: "Telegram" };

export interface Sender {
  readonly from: User;
  readonly senderChat: Chat | null;
}
