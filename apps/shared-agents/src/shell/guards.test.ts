import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { budget } from "./bounds.ts";
import { farApart, longPattern, type Use } from "./guards.ts";

/** A use of a command whose arguments are files, as far as they are among these. */
function use(args: readonly string[], files: Readonly<Record<string, string>> = {}): Use {
  return { args, read: async (path) => files[path] ?? "" };
}

const texts = (a: readonly string[], b: readonly string[]) =>
  use(["-u", "a", "b", "-U", "3"], { a: a.join("\n"), b: b.join("\n") });
const numbered = (count: number, mark: string) =>
  Array.from({ length: count }, (_, at) => mark + at);

describe("texts that differ over too many lines", () => {
  const few = fc.array(fc.constantFrom("x", "y", ""), { maxLength: 20 });

  test("whatever stands the same before and after does not count", async () => {
    await fc.assert(
      fc.asyncProperty(few, few, fc.nat(4_000), fc.nat(4_000), async (one, other, head, tail) => {
        const around = (middle: readonly string[]) => [
          ...numbered(head, "h"),
          ...middle,
          ...numbered(tail, "t"),
        ];
        expect(await farApart(texts(around(one), around(other)))).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  test("the others do, in whatever order the files are named", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 4_000 }), async (count) => {
        const [a, b] = [numbered(count, "a"), numbered(4_000 - count, "b")];
        for (const pair of [texts(a, b), texts(b, a)]) {
          expect(await farApart(pair)).toMatch(/differ over 400[01] lines, more than 3000/);
        }
      }),
      { numRuns: 50 },
    );
  });

  test("what is no file is no text", async () => {
    expect(await farApart(use(["--help"]))).toBeNull();
    expect(await farApart(use([]))).toBeNull();
  });
});

test.each([
  [["-n", "foo", "a"], true],
  [["-E", "(a|b)+", "--include=*.ts", "-r", "."], true],
  [["--files"], true],
  [["-f", "patterns"], false],
  [["-Fif", "patterns"], false],
  [["--file=patterns"], false],
  [["--file", "patterns"], false],
  [["-e", "x".repeat(1_001)], false],
  [Array.from({ length: 600 }, () => "-e"), false],
])("patterns: %j may be searched for: %s", async (args, may) => {
  expect((await longPattern(use(args))) === null).toBe(may);
});

describe("the budget of a script", () => {
  test("is spent by steps, on a clock that stands still", () => {
    const steps = budget(() => 0);
    for (let n = 0; n < 200_000; n += 1) steps.hit();
    expect(steps.spent).toBe(false);
    expect(() => steps.hit()).toThrow("too long");
    expect(steps.spent).toBe(true);
  });

  test("is spent by time, and stays so", () => {
    let now = 1_000;
    const time = budget(() => now);
    now = 3_000;
    time.hit();
    now = 3_001;
    expect(() => time.hit()).toThrow("too long");
    now = 1_000;
    expect(() => time.hit()).toThrow("too long");
  });
});
