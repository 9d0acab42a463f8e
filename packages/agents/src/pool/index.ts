export { type ToolDefinition, tool } from "../tools/define.ts";
export type { Shell, ShellResult } from "../tools/shell.ts";
export type { Tool, ToolOutput, ToolScope } from "../tools/tool.ts";
export { createPool, type Pool } from "./create.ts";
export {
  type AgentDefinition,
  type Budgets,
  defineAgent,
  type McpServer,
  type Price,
} from "./define.ts";
