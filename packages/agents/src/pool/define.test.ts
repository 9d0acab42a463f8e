import { expect, test } from "vitest";
import { adjusted } from "./adjust.ts";
import { type AgentDefinition, defineAgent } from "./define.ts";

const server = { name: "handbook", url: "https://mcp.example.org" };

test.each<[string, AgentDefinition]>([
  ["nothing", {}],
  ["a server", { mcp: [server] }],
  [
    "dollars with prices",
    { budgets: { dollarsPerDay: 5, prices: { m: { input: 3, output: 15 } } } },
  ],
])("%s is a definition", (_name, definition) => {
  expect(defineAgent(definition)).toBe(definition);
});

test.each<[AgentDefinition, RegExp]>([
  [{ mcp: [server, server] }, /the MCP server "handbook" is there twice/],
  [{ mcp: [{ ...server, name: "Hand Book" }] }, /cannot be called "Hand Book"/],
  [{ mcp: [{ ...server, url: "mcp.example.org" }] }, /no http\(s\) address/],
  [{ mcp: [{ ...server, url: "file:///etc/passwd" }] }, /no http\(s\) address/],
  [{ budgets: { tokensPerDay: 0 } }, /budgets.tokensPerDay is not a number above 0/],
  [{ mcp: [{ ...server, tokenSetting: "ANTHROPIC_API_KEY" }] }, /must begin with MCP_/],
  [{ budgets: { stepsPerTurn: 0.5 } }, /budgets.stepsPerTurn is less than 1/],
  [{ budgets: { dollarsPerDay: 5 } }, /needs budgets.prices/],
  [{ model: { main: "" } }, /model.main is empty/],
  [{ mcp: [server, server], model: { main: "" } }, /twice; model.main is empty/],
])("%j is refused", (definition, words) => {
  expect(() => defineAgent(definition)).toThrow(words);
});

test("the AGENT setting has the last word, and keeps what it does not name", () => {
  const AGENT = JSON.stringify({
    prompt: { persona: "You are Bo." },
    budgets: { tokensPerDay: 9 },
  });
  const agent: AgentDefinition = {
    prompt: { persona: "You are Ada.", instructions: "Be brief." },
    mcp: [server],
    budgets: { turnsPerPersonAndDay: 3 },
  };
  expect(adjusted(agent, { AGENT })).toMatchObject({
    prompt: { persona: "You are Bo.", instructions: "Be brief." },
    mcp: [server],
    budgets: { turnsPerPersonAndDay: 3, tokensPerDay: 9 },
  });
  expect(adjusted(agent, {})).toBe(agent);
});

test.each([
  ["{", /AGENT is not JSON/],
  ['{"tools":[]}', /AGENT: .*tools/],
  ['{"budgets":{"tokensPerDay":"many"}}', /AGENT: budgets.tokensPerDay/],
  ['{"mcp":[{"name":"x","url":"nowhere"}]}', /no http\(s\) address/],
])("AGENT=%s is refused", (AGENT, words) => {
  expect(() => adjusted({}, { AGENT })).toThrow(words);
});
