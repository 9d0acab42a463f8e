import type { PlatformTool } from "./act.ts";

/**
 * The tools of a door as `docs/tools.md` lists them: one row each, looks first. A test of each platform
 * holds the page against this.
 */
export function pageOf(tools: readonly PlatformTool[]): string {
  const looks = tools.filter(({ effect }) => effect === "read");
  const acts = tools.filter(({ effect }) => effect === "approve");
  const head = ["| tool | takes | does | asks first |", "|---|---|---|---|"];
  return [...head, ...[...looks, ...acts].map(rowOf)].join("\n");
}

function rowOf(tool: PlatformTool): string {
  const { properties = {}, required = [] } = tool.schema();
  const isNeeded = (name: string) => Array.isArray(required) && required.includes(name);
  const takes = Object.keys(Object(properties)).map((name) =>
    isNeeded(name) ? `**${name}**` : name,
  );
  const asks = tool.effect === "approve" ? "yes" : "";
  return `| \`${tool.name}\` | ${takes.join(", ")} | ${tool.about} | ${asks} |`;
}
