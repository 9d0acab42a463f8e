export type { Conversation } from "./inspection.ts";
export type { OperatorOptions } from "./operator.ts";
export type { RuntimePort, RuntimeView } from "./runtime.ts";
export { type PlaygroundOptions, PlaygroundServer, type Running } from "./server.ts";
export type { Place, Stage, Writer } from "./stage.ts";
export type { Room } from "./telegram/room.ts";
export { TelegramStage, type TelegramStageOptions } from "./telegram/stage.ts";
export type { View } from "./view.ts";
