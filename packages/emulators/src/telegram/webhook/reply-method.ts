/** Refused as an answer to a webhook, besides everything that starts with "get". */
const FORBIDDEN = ["deletewebhook", "setwebhook", "close", "logout"];

/**
 * A 2xx answer whose JSON has a top-level `method` is a call of that method, and nobody will see
 * its result. TG-server WebhookActor.cpp handle.
 */
export function methodInReply(contentType: string, body: string): string | null {
  if (!contentType.startsWith("application/json")) return null;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("method" in value)) return null;
  const { method } = value;
  if (typeof method !== "string" || method === "") return null;
  const name = method.toLowerCase();
  return FORBIDDEN.includes(name) || name.startsWith("get") ? null : method;
}
