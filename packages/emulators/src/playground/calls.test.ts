import { expect, test } from "vitest";
import { ModelServer } from "../model/index.ts";
import { modelLines } from "./calls.ts";

const ASK = {
  ...{ model: "claude-sonnet-5-5", max_tokens: 4096, stream: true },
  messages: [{ role: "user", content: "tell me a tale" }],
};

test("a stream that broke off by itself did so, whatever died later", async () => {
  const model = new ModelServer({ tokenDelayMs: 0 });
  const origin = await model.listen();
  try {
    model.next({ kind: "cut", afterDeltas: 1 });
    const answer = await fetch(`${origin}/v1/messages`, {
      method: "POST",
      headers: {
        ...{ "content-type": "application/json", authorization: "Bearer sk-offline" },
        "anthropic-version": "2026-10-21",
      },
      body: JSON.stringify(ASK),
    });
    await expect(answer.text()).rejects.toThrow();
    const notes = (startedAt: number) => modelLines(model, startedAt).map(({ note }) => note);
    expect(notes(0)).toEqual(["broke off"]);
    expect(notes(Number.POSITIVE_INFINITY)).toEqual(["broke off"]);
  } finally {
    await model.close();
  }
});
