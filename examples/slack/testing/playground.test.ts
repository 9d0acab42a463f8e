import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import { tab } from "./playground.ts";

test("a question in Slack's tab reaches the app signed, and belongs to its thread", async () => {
  const signatures: unknown[] = [];
  const app = createServer((request, response) => {
    signatures.push(request.headers["x-slack-signature"]);
    response.end();
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const { stage, settings, close } = await tab.open((app.address() as AddressInfo).port, "t");
  const stop = stage.feed(() => {});
  try {
    expect(stage.places().map(({ id }) => id)).toEqual(["thread", "direct"]);
    await stage.say("thread", { as: "chatter", text: "who sings?" });
    expect(stage.places()[0].conversation).toBeNull();
    await stage.say("thread", { as: "ask", text: "help" });
    await vi.waitFor(() => expect(signatures).toEqual([expect.stringMatching(/^v0=/)]), 20_000);
    expect(stage.places()[0].conversation).toMatch(/^C0ROOM\d+:[\d.]+$/);
    await stage.say("direct", { as: "ask", text: "help" });
    expect(stage.places()[1]?.conversation).toMatch(/^D0ROOM\d+$/);
    expect(settings.SLACK_ALLOWED_USERS).toBe("*");
    // No buttons, and who may ask is a list: nobody presses, and there is no stranger.
    const [{ writers }] = stage.places();
    expect(writers.map(({ id }) => id)).toEqual(["ask", "chatter", "bot"]);
    expect(stage.faults.map(({ id }) => id)).toContain("slack-send-429-for-a-post");
  } finally {
    stop();
    await close();
    await new Promise((resolve) => app.close(resolve));
  }
});
