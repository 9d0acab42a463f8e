import type { RunRequest } from "../runs/protocol.ts";
import type { Actor, AgentName, Tool } from "../tools/tool.ts";

/** The tools that an agent may be offered in this conversation; the first of a name wins. */
export function toolset(
  tools: readonly Tool[],
  agent: AgentName,
  { platform }: Pick<RunRequest, "platform">,
): Tool[] {
  const fitting = tools.filter(
    ({ agents, platforms }) => agents.includes(agent) && (platforms?.includes(platform) ?? true),
  );
  const names = fitting.map(({ name }) => name);
  return fitting.filter(({ name }, at) => names.indexOf(name) === at);
}

/** For whom a run works. */
export function actorOf({ conversation, platform, from }: RunRequest): Actor {
  const others = from?.with?.map(({ userId, name }) => ({ userId, userName: name })) ?? [];
  const newest = { userId: from?.userId ?? "", userName: from?.name ?? "" };
  return { conversation, platform, ...newest, ...(others.length === 0 ? {} : { with: others }) };
}
