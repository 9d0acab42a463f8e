import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { Hono } from "hono/tiny";
import type { Delivery } from "./contract.ts";
import { messageOf } from "./faults.ts";
import type { Verify } from "./verify.ts";

/** What a webhook Worker does with what it gets; everything else is decided here. */
export interface WebhookApp {
  /** `/webhook`, or `/webhook/:registration` for platforms with one secret per registration. */
  readonly path: "/webhook" | "/webhook/:registration";
  readonly maxBodyBytes: number;
  readonly verify: Verify;
  /**
   * Commits what the delivery says before it resolves; rejects when it could not.
   * It makes no outgoing call.
   */
  readonly accept: (delivery: Delivery) => Promise<void>;
  /** Checks what the Worker needs; each value is `ok` or one line that says what is missing. */
  readonly ready: () => Promise<Readonly<Record<string, string>>>;
  /** One line for the operator when a commit failed; never a body, never a header. */
  readonly onRefused: (why: string) => void;
}

/**
 * The webhook Worker of any platform: caps the body, verifies raw bytes, parses, commits, answers.
 *
 * Answers are empty on success (some platforms execute a JSON body with `method` as a call), what the platform
 * wants to hear for a challenge, and one line of JSON otherwise: 400 not JSON, 401 not genuine, 404, 405 no POST, 413 too large, 503 closed or not committed.
 */
export function webhookApp(app: WebhookApp): Hono {
  const hono = new Hono();
  const tooLarge = (c: Context) => c.json({ error: "body too large" }, 413);
  hono.post(app.path, bodyLimit({ maxSize: app.maxBodyBytes, onError: tooLarge }), async (c) => {
    const raw = new Uint8Array(await c.req.arrayBuffer());
    const registration = c.req.param("registration") ?? "";
    const unverified = { headers: c.req.raw.headers, raw, registration };
    // A vault that cannot be read is a store that is down.
    const verdict = await app.verify(unverified).catch((error: unknown) => {
      app.onRefused(messageOf(error));
      return null;
    });
    if (verdict === null) return c.json({ error: "not stored, send again" }, 503);
    switch (verdict.kind) {
      case "closed":
        return c.json({ error: `closed: ${verdict.setting} is not set` }, 503);
      case "unknown":
        return c.json({ error: "not found" }, 404);
      case "forged":
        return c.json({ error: "not genuine" }, 401);
      case "handshake":
        return c.body(null, 200, { [verdict.header]: verdict.value });
      case "challenge":
        return typeof verdict.answer === "string"
          ? c.text(verdict.answer)
          : Response.json(verdict.answer);
      case "genuine":
        break;
      default:
        verdict satisfies never;
    }
    const body = parse(raw);
    if (body === null) return c.json({ error: "body is not a JSON object" }, 400);
    try {
      const header = (name: string) => c.req.header(name) ?? null;
      await app.accept({ body, registration, header });
    } catch (error) {
      app.onRefused(messageOf(error));
      return c.json({ error: "not stored, send again" }, 503);
    }
    return c.body(null, 200);
  });
  // A browser, or a probe, which would take "not found" for a wrong address.
  hono.all(app.path, (c) => c.json({ error: "POST only" }, 405, { allow: "POST" }));
  hono.get("/health", (c) => c.json({ ok: true }));
  hono.get("/ready", async (c) => {
    const checks = await app.ready();
    const ok = Object.values(checks).every((value) => value === "ok");
    return c.json({ ok, checks }, ok ? 200 : 503);
  });
  hono.notFound((c) => c.json({ error: "not found" }, 404));
  hono.onError((error, c) => {
    // A middleware has decided on an answer.
    if (error instanceof HTTPException) return error.getResponse();
    app.onRefused(error.message);
    return c.json({ error: "internal" }, 500);
  });
  return hono;
}

/** @returns null for anything that is not a JSON object. */
function parse(raw: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(raw),
    );
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
