import type { Call } from "../wire.ts";
import { invalid, Refusal } from "./refusal.ts";

/** Source: "Request size limits" of the API errors page (32 MB, answered by Cloudflare). */
const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** Source: API versioning page; the SDK 1.12.0 sends the newest. */
const VERSIONS = ["2023-01-01", "2023-06-01", "2026-10-21"];

/**
 * What the API checks before it reads the body: size, key, version.
 *
 * The SDK has sent the key as `Authorization: Bearer` since 1.0.0; older clients send `x-api-key`.
 * If both are there, `x-api-key` counts.
 *
 * @returns the API version asked for.
 */
export function admit(call: Call, apiKey: string | undefined): string {
  if (Buffer.byteLength(call.raw) > MAX_BODY_BYTES) {
    throw new Refusal(413, "request_too_large", "Request exceeds the maximum size");
  }
  authenticate(call, apiKey);
  const version = call.headers["anthropic-version"];
  if (version === undefined) throw invalid("anthropic-version: header is required");
  if (!VERSIONS.includes(version)) {
    throw invalid(`anthropic-version: "${version}" is not a valid version`);
  }
  return version;
}

function authenticate(call: Call, apiKey: string | undefined): void {
  const key = call.headers["x-api-key"];
  const bearer = /^Bearer (.+)$/i.exec(call.headers.authorization ?? "")?.[1];
  const given = key ?? bearer;
  if (!given) throw new Refusal(401, "authentication_error", "x-api-key header is required");
  if (apiKey === undefined || given === apiKey) return;
  const words = key === undefined ? "Invalid bearer token" : "invalid x-api-key";
  throw new Refusal(401, "authentication_error", words);
}

/**
 * The body as JSON.
 *
 * Half a surrogate pair, as `slice` in the middle of an emoji leaves it, is refused like any other
 * malformed JSON (error reports of many clients), so it is here.
 */
export function readJson(raw: string): unknown {
  let torn = false;
  let body: unknown;
  try {
    body = JSON.parse(raw, (_key, value: unknown) => {
      if (typeof value === "string" && !value.isWellFormed()) torn = true;
      return value;
    });
  } catch (error) {
    throw invalid(`The request body is not valid JSON: ${String(error)}`);
  }
  if (torn) throw invalid("The request body is not valid JSON: no low surrogate in string");
  return body;
}
