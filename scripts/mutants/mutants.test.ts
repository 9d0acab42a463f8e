import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ANSWERING_LAWS } from "../../packages/transport/src/testing/answering/laws.ts";
import { LAWS } from "../../packages/transport/src/testing/laws/index.ts";
import { MUTANTS } from "../../tests/conformance/mutants/index.ts";
import { ROOT } from "../serve/prepare.ts";
import { checkPage } from "./docs.ts";
import { batches } from "./types.ts";

const one = MUTANTS[0];

test("each mutant names a law that there is, and a file", () => {
  const laws = new Set([...LAWS, ...ANSWERING_LAWS].map(({ id }) => id));
  expect(MUTANTS.filter(({ law }) => !laws.has(law))).toEqual([]);
  expect(MUTANTS.filter(({ file }) => !existsSync(join(ROOT, file)))).toEqual([]);
  const names = MUTANTS.map(({ app, name }) => `${app} ${name}`);
  expect(new Set(names).size).toBe(names.length);
});

test("patches of the same line are compiled apart, others together", () => {
  if (!one) throw new Error("there are mutants");
  const elsewhere = { ...one, search: "something else", replace: "another thing" };
  expect(batches([one, one, elsewhere]).map(({ length }) => length)).toEqual([2, 1]);
});

test("the page has the laws and mutants of the code: npm run mutants -- --docs", () => {
  expect(checkPage(ROOT, false)).toEqual([]);
});
