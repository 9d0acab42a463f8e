import fc from "fast-check";
import { expect, test } from "vitest";
import type { AgentName, Tool } from "../tools/tool.ts";
import { toolset } from "./toolset.ts";

function tool(name: string, about: string, more: Partial<Tool> = {}): Tool {
  const spec = { schema: { type: "object" }, agents: ["simple"] as const };
  const run = async () => ({ ok: true as const, text: about });
  return { name, about, ...spec, effect: "read", trust: "owner", private: false, run, ...more };
}

test("of two tools with one name is the first, whatever the other one is", () => {
  const ours = tool("close", "ours", { effect: "approve", door: "example" });
  const theirs = tool("close", "theirs", { trust: "untrusted" });
  expect(toolset([ours, theirs], "simple", { platform: "p" })).toEqual([ours]);
});

test("a tool for other agents or other platforms takes no name from one that fits", () => {
  const elsewhere = tool("look", "elsewhere", { platforms: ["q"] });
  const others = tool("look", "others", { agents: ["info"] });
  const here = tool("look", "here", { platforms: ["p"] });
  expect(toolset([elsewhere, others, here], "simple", { platform: "p" })).toEqual([here]);
});

test("no name is there twice, and the order stays", () => {
  const agents = fc.subarray<AgentName>(["simple", "info"], { minLength: 1 });
  const some = fc.record({ name: fc.constantFrom("a", "b", "c", "__proto__"), agents });
  fc.assert(
    fc.property(fc.array(some), (specs) => {
      const tools = specs.map((spec, at) => tool(spec.name, String(at), { agents: spec.agents }));
      const offered = toolset(tools, "simple", { platform: "p" });
      const names = offered.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      const places = offered.map(({ about }) => Number(about));
      expect(places).toEqual(places.toSorted((one, other) => one - other));
      for (const { name, about } of tools.filter((one) => one.agents.includes("simple"))) {
        const first = offered.find((one) => one.name === name);
        expect(Number(first?.about)).toBeLessThanOrEqual(Number(about));
      }
    }),
  );
});
