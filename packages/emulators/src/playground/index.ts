export type { Conversation } from "./inspection.ts";
export type { RuntimePort, RuntimeView } from "./runtime.ts";
export { type PlaygroundOptions, PlaygroundServer } from "./server.ts";
export type { View } from "./view.ts";
