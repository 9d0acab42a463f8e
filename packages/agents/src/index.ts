export { type App, type CoreEnv, createApp, type Named } from "./app.ts";
export type { Inspection } from "./chat/inspect.ts";
export { accountVault } from "./registrations.ts";
export { DEFAULT_TIMINGS, type Timings, timings } from "./timings.ts";
