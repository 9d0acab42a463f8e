import { readFileSync } from "node:fs";
import { pageOf } from "@trunkline/agents/door";
import { expect, test } from "vitest";
import { door } from "./index.ts";

test("docs/tools.md lists exactly these tools", () => {
  const page = readFileSync(new URL("../../../docs/tools.md", import.meta.url), "utf8");
  expect(page).toContain(pageOf(door({}).tools));
});
