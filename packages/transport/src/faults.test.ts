import { describe, expect, test } from "vitest";
import { messageOf, TransportError } from "./faults.ts";

describe("one line of an unknown error", () => {
  test.each<[string, unknown, string]>([
    ["an error", new Error("it broke"), "it broke"],
    ["only its first line", new Error("it broke\n    at somewhere"), "it broke"],
    ["not an error", { a: 1 }, "[object Object]"],
    ["nothing", undefined, "undefined"],
    ["a long one is cut", new Error("x".repeat(1000)), "x".repeat(300)],
  ])("%s", (_name, error, expected) => {
    expect(messageOf(error)).toBe(expected);
  });
});

test("a transport error carries its fault and no cause: job runners read `retryable` through it", () => {
  const error = new TransportError({ kind: "uncertain", message: "no answer" });
  expect(error.message).toBe("uncertain: no answer");
  expect(error).not.toHaveProperty("cause");
  expect(error).not.toHaveProperty("retryable");
});
