import { expect, test } from "vitest";
import * as classic from "zod";
import * as z from "zod/mini";
import { misfit } from "./misfit.ts";

const mini = z.strictObject({
  name: z.string().check(z.minLength(1)),
  few: z.array(z.string()).check(z.maxLength(1)),
  kind: z.enum(["a", "b"]),
  at: z.string().check(z.regex(/^\d/, "must begin with a digit")),
});
const words = (input: unknown, schema: z.core.$ZodType = mini) =>
  misfit(z.safeParse(schema, input).error?.issues ?? []);

test.each<[unknown, string]>([
  [7, "input: must be object"],
  [{ few: [], kind: "a", at: "1" }, "name: must be string"],
  [{ name: "", few: [], kind: "a", at: "1" }, "name: too small, 1 is the least"],
  [{ name: "x", few: ["1", "2"], kind: "a", at: "1" }, "few: too big, 1 is the most"],
  [{ name: "x", few: [7], kind: "a", at: "1" }, "few.0: must be string"],
  [{ name: "x", few: [], kind: "secret", at: "1" }, 'kind: must be "a" or "b"'],
  [{ name: "x", few: [], kind: "a", at: "secret" }, "at: must begin with a digit"],
  [
    { name: "x", few: [], kind: "a", at: "1", more: 1, most: 2 },
    'input: there is no "more" and no "most"',
  ],
])("%j: %s", (input, expected) => {
  expect(words(input)).toBe(expected);
});

test("a schema that has words of its own keeps them", () => {
  const named = classic.object({ name: classic.string("a name, please") });
  expect(words({}, named)).toBe("name: a name, please");
});
