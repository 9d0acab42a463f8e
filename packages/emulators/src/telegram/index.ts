export type { CallbackAnswer, Change } from "./account.ts";
export type { UnknownParameter } from "./api.ts";
export type { ChatAction, Version } from "./chat.ts";
export type {
  AlbumItem,
  Content,
  LocationContent,
  Media,
  OtherFile,
  Photo,
  RichContent,
  StickerContent,
} from "./content.ts";
export { MAX_DOWNLOAD_BYTES } from "./files.ts";
export { type BotStanding, GENERAL, type Standing, type Topic } from "./group.ts";
export type { SayInOptions } from "./groups.ts";
export type { RateLimit } from "./limits.ts";
export type { GroupOptions } from "./membership.ts";
export { type GroupPace, type Pace, TELEGRAM_GROUP_PACE, TELEGRAM_PACE } from "./pace.ts";
export type { Said, SayOptions } from "./people.ts";
export type { InlineView, Pressed, PressOptions } from "./presses.ts";
export { REACTIONS } from "./reactions.ts";
export type { UserOptions } from "./scene.ts";
export { ANONYMOUS_ADMIN, CHANNEL_BOT, TELEGRAM } from "./sender.ts";
export { type TelegramOptions, TelegramServer } from "./server.ts";
export { type ParsedHtml, parseHtml } from "./text/html.ts";
export { settle } from "./text/settle.ts";
export type { Written } from "./text/written.ts";
export type * from "./types.ts";
export type * from "./types-media.ts";
export type { Queued } from "./updates.ts";
export type { ChatView, MessageView, Seen } from "./view.ts";
export type { Posted } from "./webhook/post.ts";
export type { Delivery } from "./webhook/webhook.ts";
