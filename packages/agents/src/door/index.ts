/** What a platform's tools are made with; nothing of it needs an object or a Worker. */
export { guard } from "../safety/guard.ts";
export type { Actor } from "../tools/tool.ts";
export {
  type ActScope,
  type ActTool,
  actTool,
  type BoundAct,
  type BoundRead,
  Changed,
  type DoorParts,
  type Drawn,
  type Found,
  type PlatformTool,
  type ReadTool,
  readTool,
  type ToolUse,
  type UseScope,
} from "./act.ts";
export { barred } from "./admit.ts";
export { canonical, hashOf } from "./canonical.ts";
export { fenced } from "./fenced.ts";
export { pageOf } from "./page.ts";
export { ActAnswer, DoorDescription, Preview, ReadAnswer } from "./protocol.ts";
