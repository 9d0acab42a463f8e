export type { Answer, AnswerBlock, Page, StopReason } from "./answer.ts";
export type { Behaviour } from "./behaviour.ts";
export type { Entry } from "./journal.ts";
export { Refusal } from "./refusal.ts";
export type { MessageRequest } from "./request.ts";
export { type Classification, classify, isRouterRequest } from "./router.ts";
export type { Selection } from "./script.ts";
export { ModelServer, type ModelServerOptions } from "./server.ts";
export { lastUserTexts } from "./turns.ts";
