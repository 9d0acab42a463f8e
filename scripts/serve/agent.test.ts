import { expect, test } from "vitest";
import { checkAgent } from "./agent.ts";
import { ROOT } from "./prepare.ts";

test.each([undefined, "", '{"prompt":{"persona":"You are Ada."}}'])("AGENT=%s", async (AGENT) => {
  await expect(checkAgent(ROOT, { AGENT })).resolves.toBeUndefined();
});

test.each([
  ["{", /AGENT is not JSON/],
  ['{"budgets":{"tokensPerDay":"many"}}', /AGENT: budgets\.tokensPerDay/],
  ['{"tool":[]}', /AGENT: .*tool/],
])("AGENT=%s is refused before anything starts", async (AGENT, words) => {
  await expect(checkAgent(ROOT, { AGENT })).rejects.toThrow(words);
});
