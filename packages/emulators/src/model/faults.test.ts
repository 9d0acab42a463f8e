import { expect, test } from "vitest";
import type { Fault } from "../wire.ts";
import { ask, start, textOf } from "./testing.ts";

const cutting: readonly Fault["kind"][] = ["cut-after", "reset", "half-body"];

test.for(cutting)("%s cuts a stream in its middle", async (kind) => {
  const { client, model } = await start();
  model.wire.fault({ fault: { kind } as Fault });
  let text = "";
  const stream = client.messages.stream(ask("nonce-1")).on("text", (piece) => {
    text += piece;
  });
  await expect(stream.finalMessage()).rejects.toBeInstanceOf(Error);
  const [entry] = model.journal;
  expect(entry).toMatchObject({ completed: false, cut: true });
  expect(entry?.deltas).toBeGreaterThan(0);
  // After an RST the caller may lose even what had been sent.
  if (kind !== "reset") expect(text.length).toBeGreaterThan(0);
  expect(model.paid("nonce-1")).toBe(0);
  await client.messages.stream(ask("nonce-1")).finalMessage();
  expect(model.paid("nonce-1")).toBe(1);
  expect(model.asked("nonce-1")).toBe(2);
});

test.for(cutting)("%s loses a plain answer", async (kind) => {
  const { client, model } = await start();
  model.wire.fault({ fault: { kind } as Fault });
  await expect(client.messages.create(ask("nonce-2"))).rejects.toBeInstanceOf(Error);
  expect(model.journal[0]).toMatchObject({ completed: false, cut: true });
});

test("a call that is cut before never reaches the model, and counts as asked", async () => {
  const { client, model } = await start();
  model.wire.fault({ fault: { kind: "cut-before" } });
  await expect(client.messages.create(ask("nonce-3"))).rejects.toBeInstanceOf(Error);
  expect(model.journal).toEqual([]);
  expect(model.asked("nonce-3")).toBe(1);
});

test("the retries of the SDK get through", async () => {
  const { client, model } = await start();
  model.next({ kind: "status", status: 529, retryAfterSeconds: 0.001 }, { times: 2 });
  const message = await client.messages.create(ask("nonce-4"), { maxRetries: 2 });
  expect(textOf(message)).toContain("nonce-4");
  expect(model.asked("nonce-4")).toBe(3);
  expect(model.paid("nonce-4")).toBe(1);
});

test("another answer instead, and an answer that comes late", async () => {
  const { client, model } = await start();
  model.wire.fault({ fault: { kind: "reply", reply: { status: 503, body: "<html>" } } });
  await expect(client.messages.create(ask("hello"))).rejects.toMatchObject({ status: 503 });
  model.wire.fault({ fault: { kind: "slow", ms: 1 } });
  expect((await client.messages.create(ask("hello"))).stop_reason).toBe("end_turn");
});

test("an answer that nobody waits for is not completed", async () => {
  const { client, model } = await start();
  const barrier = model.wire.barrier("applied");
  const asked = client.messages.create(ask("nonce-5"));
  await barrier.hit;
  barrier.release("drop");
  await expect(asked).rejects.toBeInstanceOf(Error);
  expect(model.paid("nonce-5")).toBe(0);
});

test("a caller that leaves in the middle of a stream has not been answered", async () => {
  const { client, model } = await start({ tokenDelayMs: 5 });
  const stream = await client.messages.create({ ...ask("nonce-6 long answer"), stream: true });
  for await (const event of stream) if (event.type === "content_block_delta") break;
  await expect.poll(() => model.journal[0]?.cut).toBe(true);
  expect(model.paid("nonce-6")).toBe(0);
});
