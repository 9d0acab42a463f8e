export type { UnknownName as AsanaUnknownName } from "./api.ts";
export type { AsanaEvent, AsanaEventChange, AsanaRef } from "./events.ts";
export { ASANA_LIMITS, type AsanaLimits } from "./limits.ts";
export { asanaFailure } from "./refusal.ts";
export type {
  AsanaContent,
  AsanaMade,
  AsanaTold,
  ProjectOptions as AsanaProjectOptions,
  TaskOptions as AsanaTaskOptions,
} from "./scene.ts";
export { type AsanaOptions, AsanaServer } from "./server.ts";
export type { AsanaPerson, PersonOptions as AsanaPersonOptions } from "./staff.ts";
export type {
  AsanaSeen,
  AsanaStoryView,
  AsanaTaskView,
  AsanaVersion,
  AsanaWebhookView,
} from "./view.ts";
export type { AsanaDelivery } from "./webhook/delivery.ts";
export type { AsanaFilter } from "./webhook/filter.ts";
export type { AsanaPosted } from "./webhook/post.ts";
export type { AsanaChange } from "./world.ts";
