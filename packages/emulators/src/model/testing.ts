import { onTestFinished } from "vitest";
// Tests only: the SDK belongs to packages/agents, and this package must not depend on it.
import Anthropic from "../../../agents/node_modules/@anthropic-ai/sdk/index.mjs";
import { ModelServer, type ModelServerOptions } from "./index.ts";

export { Anthropic };

/** Tests never name a model twice. */
export const FAST = "claude-haiku-5-5";
export const MAIN = "claude-sonnet-5-5";

/** A server and the real client of it, closed with the test. */
export async function start(
  options: ModelServerOptions = {},
): Promise<{ model: ModelServer; client: Anthropic; origin: string }> {
  const model = new ModelServer({ tokenDelayMs: 0, ...options });
  const origin = await model.listen();
  onTestFinished(() => model.close());
  const client = new Anthropic({ apiKey: "sk-offline", baseURL: origin, maxRetries: 0 });
  return { model, client, origin };
}

/** The smallest request. */
export function ask(content: string, model = MAIN): Anthropic.MessageCreateParamsNonStreaming {
  return { model, max_tokens: 4096, messages: [{ role: "user", content }] };
}

/** The words of a message. */
export function textOf(message: Anthropic.Message): string {
  return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
}

/** Any body over plain HTTP, with the headers of the SDK unless others are given. */
export async function post(
  origin: string,
  body: unknown,
  headers: Record<string, string> = {
    authorization: "Bearer sk-offline",
    "anthropic-version": "2026-10-21",
  },
): Promise<{ status: number; type: string; message: string; requestId: string }> {
  const response = await fetch(`${origin}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const json: unknown = await response.json();
  const { error, request_id } = json as {
    error?: { type: string; message: string };
    request_id?: string;
  };
  return {
    status: response.status,
    type: error?.type ?? "",
    message: error?.message ?? "",
    requestId: request_id ?? "",
  };
}
