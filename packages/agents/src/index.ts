export { type App, type AppWorker, type CoreEnv, createApp, type Named } from "./app.ts";
export type { Inspection } from "./chat/inspect.ts";
export {
  type ActScope,
  type ActTool,
  actTool,
  Changed,
  type DoorParts,
  type Drawn,
  type Found,
  type PlatformTool,
  type ReadTool,
  readTool,
  type ToolUse,
  type UseScope,
} from "./door/act.ts";
export { accountVault } from "./registrations.ts";
export { DEFAULT_TIMINGS, type Timings, timings } from "./timings.ts";
export type { Actor } from "./tools/tool.ts";
