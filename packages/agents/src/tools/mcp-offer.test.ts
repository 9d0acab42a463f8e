import { describe, expect, test } from "vitest";
import { bounded, type Listed, offerable } from "./mcp-offer.ts";

const listed = (more: Partial<Listed> = {}): Listed => ({
  name: "hours",
  description: "When it is open.",
  inputSchema: { type: "object", properties: { day: { type: "string" } } },
  annotations: { readOnlyHint: true },
  ...more,
});
const schema = (more: object) => listed({ inputSchema: { type: "object", ...more } });

describe("of a server's tools", () => {
  test("those are offered that it calls read-only, or that the owner names", () => {
    const quiet = listed({ name: "order", annotations: undefined });
    const writes = listed({ name: "pay", annotations: { readOnlyHint: false } });
    const names = (named?: string[]) =>
      offerable([listed(), quiet, writes], named).map(({ name }) => name);
    expect(names()).toEqual(["hours"]);
    expect(names(["order"])).toEqual(["hours", "order"]);
  });

  test.each<[string, Listed]>([
    ["no object", listed({ inputSchema: { type: "string" } })],
    ["no type", listed({ inputSchema: {} })],
    ["a choice at its top", schema({ oneOf: [{ type: "object" }] })],
    ["properties that are none", schema({ properties: "all" })],
    ["a property that no API takes", schema({ properties: { "a b": {} } })],
    ["more than fits", schema({ description: "x".repeat(20_000) })],
  ])("one is left out whose schema is %s, and no other", (_name, wrong) => {
    expect(offerable([wrong, listed()])).toEqual([listed()]);
  });

  test("so many are offered, and so much is said of each", () => {
    const chatty = Array.from({ length: 500 }, (_, n) =>
      listed({ name: `t${n}`, description: "x".repeat(1_000_000) }),
    );
    const offered = offerable(chatty);
    expect(offered).toHaveLength(40);
    expect(offered[0]?.description).toHaveLength(2_000);
  });
});

describe("an answer", () => {
  const quiet = () => {};
  const sending = (bytes: number) => async () =>
    new Response(new Uint8Array(bytes), { status: 201, headers: { "x-is": "kept" } });

  test("is what it was, as long as it is not too long", async () => {
    const response = await bounded(10, quiet, sending(10))("https://x.test");
    expect([response.status, response.headers.get("x-is")]).toEqual([201, "kept"]);
    expect((await response.arrayBuffer()).byteLength).toBe(10);
  });

  test("that is too long breaks off", async () => {
    let over = 0;
    const count = () => {
      over += 1;
    };
    const response = await bounded(10, count, sending(11))("https://x.test");
    await expect(response.arrayBuffer()).rejects.toThrow("it sends too much");
    expect(over).toBe(1);
  });

  test("without a body is left alone", async () => {
    const empty = new Response(null, { status: 202 });
    expect(await bounded(1, quiet, async () => empty)("https://x.test")).toBe(empty);
  });
});
