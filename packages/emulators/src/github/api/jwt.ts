import { verify } from "node:crypto";
import type { App } from "../state/account.ts";
import { GitHubRefusal } from "./refusal.ts";

const UNREADABLE = "A JSON web token could not be decoded";
/** GH-docs "Generating a JSON Web Token": at most ten minutes into the future. */
const LONGEST_SECONDS = 600;

/** Whether an `Authorization` value looks like an App's own token. */
export function isJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}

/**
 * The App that signed a token. The words are GitHub's: octokit/auth-app.js#698, Link-/gh-token#17,
 * backstage/backstage#12887.
 *
 * @throws GitHubRefusal 401
 */
export function appOf(token: string, apps: readonly App[], nowMs: number): App {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const { alg } = part(header);
  const claims = part(payload);
  if (alg !== "RS256") throw unauthorized(UNREADABLE);
  const iss = String(claims.iss);
  // The id, or the client id (GH-docs).
  const app = apps.find((one) => String(one.id) === iss || one.clientId === iss);
  if (!app) throw new GitHubRefusal(404, "Integration not found", { docs: DOCS });
  const signed = Buffer.from(`${header}.${payload}`);
  const good = verify("RSA-SHA256", signed, app.publicKey(), Buffer.from(signature, "base64url"));
  if (!good) throw unauthorized(UNREADABLE);
  checkTimes(claims, nowMs / 1000);
  return app;
}

function checkTimes({ exp, iat }: Record<string, unknown>, now: number): void {
  if (typeof exp !== "number" || exp <= now) {
    throw unauthorized(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + LONGEST_SECONDS) {
    throw unauthorized("'Expiration time' claim ('exp') is too far in the future");
  }
  if (!Number.isInteger(iat) || Number(iat) > now) {
    throw unauthorized(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
}

function part(encoded: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, "base64url").toString("utf8"));
    if (typeof value === "object" && value !== null) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw unauthorized(UNREADABLE);
}

const DOCS = "https://docs.github.com/rest";

function unauthorized(message: string): GitHubRefusal {
  return new GitHubRefusal(401, message, { docs: DOCS });
}
