import { DoorDescription, type DoorPort, type DoorTool, ReadAnswer } from "../door/protocol.ts";
import type { AgentName, Tool } from "../tools/tool.ts";
import { doorsOf } from "./env.ts";

/**
 * The tools behind the doors that are there, or behind one of them. A door that cannot be reached has
 * none this time.
 */
export async function behindDoors(env: object, agent: AgentName, only?: string): Promise<Tool[]> {
  const doors = [...doorsOf(env)].filter(([name]) => only === undefined || name === only);
  const all = await Promise.all(doors.map(([name, door]) => toolsOf(name, door, agent)));
  return all.flat();
}

async function toolsOf(name: string, door: DoorPort, agent: AgentName): Promise<Tool[]> {
  try {
    const { tools } = DoorDescription.parse(await door.describe());
    return tools.map((tool) => toolOf(name, door, tool, agent));
  } catch {
    return [];
  }
}

function toolOf(name: string, door: DoorPort, spec: DoorTool, agent: AgentName): Tool {
  return {
    ...spec,
    door: name,
    agents: [agent],
    run: async (input, { actor }) =>
      ReadAnswer.parse(await door.read({ v: 1, tool: spec.name, input, actor })),
  };
}
