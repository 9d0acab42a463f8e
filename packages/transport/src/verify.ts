import { timingSafeEqual } from "hono/utils/buffer";

/** What a verifier sees: headers and the raw bytes, before anything has been parsed. */
export interface Unverified {
  readonly headers: Headers;
  readonly raw: Uint8Array<ArrayBuffer>;
  /** Path parameter of the route, for platforms with one secret per registration. */
  readonly registration: string;
}

/** `closed`: the route has no secret, names the setting to fill in. */
export type Verdict =
  | { readonly kind: "genuine" }
  | { readonly kind: "forged" }
  /** There is no such registration. */
  | { readonly kind: "unknown" }
  | { readonly kind: "closed"; readonly setting: string }
  /** A handshake: answer 200 with this header and nothing else. */
  | { readonly kind: "handshake"; readonly header: string; readonly value: string }
  /** Genuine, and nothing but a question: answer 200 with this body, text as text and anything else as JSON. */
  | { readonly kind: "challenge"; readonly answer: unknown };

/** Proves a delivery genuine, by its headers and its raw bytes, before anything is parsed. */
export type Verify = (delivery: Unverified) => Promise<Verdict>;

/** A secret from the environment with the name of its setting. */
export interface Secret {
  readonly setting: string;
  readonly value: string | null | undefined;
}

/** The header equals a shared secret. Compared in constant time, also for other lengths. */
export function sharedSecret(header: string, secret: Secret): Verify {
  return async ({ headers }) => {
    if (!secret.value) return { kind: "closed", setting: secret.setting };
    const given = headers.get(header);
    if (given === null) return { kind: "forged" };
    return verdict(await timingSafeEqual(given, secret.value));
  };
}

/** A signature that also covers when it was made, so that a recorded delivery is of no use later. */
export interface Stamp {
  /** Carries the time, in whole seconds since 1970. */
  readonly header: string;
  /** What is signed in front of the body. */
  readonly before: (time: string) => string;
  /** How far the time may lie from ours, to both sides. */
  readonly withinSeconds: number;
  /** Epoch milliseconds. Default: the clock. */
  readonly now?: () => number;
}

/**
 * The header is `prefix` + HMAC-SHA256 of the raw body, in lower-case hexadecimal.
 *
 * @param stamp - where the platform signs a time with the body; one that is not recent is forged
 * @example
 * ```ts
 * import { hmacSha256 } from "@trunkline/transport";
 * const secret = { setting: "CHAT_SIGNING_SECRET", value: "s3cret" };
 * hmacSha256("x-chat-signature", "v0=", secret, {
 *   header: "x-chat-time",
 *   before: (time) => `v0:${time}:`,
 *   withinSeconds: 300,
 * });
 * ```
 */
export function hmacSha256(header: string, prefix: string, secret: Secret, stamp?: Stamp): Verify {
  return async ({ headers, raw }) => {
    if (!secret.value) return { kind: "closed", setting: secret.setting };
    const signed = stamp ? stamped(stamp, headers.get(stamp.header), raw) : raw;
    if (!signed) return { kind: "forged" };
    return verdict(await hmacHolds(headers.get(header), prefix, secret.value, signed));
  };
}

/**
 * The header is an Ed25519 signature of the raw body, in lower-case hexadecimal. What verifies it is public, so
 * whoever reads the settings can sign nothing.
 *
 * @param key - the platform's public key in hexadecimal; one that is none leaves the route closed
 * @param stamp - as that of {@link hmacSha256}
 * @example
 * ```ts
 * import { ed25519 } from "@trunkline/transport";
 * const key = { setting: "CHAT_PUBLIC_KEY", value: "d75a…511a" };
 * ed25519("x-signature-ed25519", key, {
 *   header: "x-signature-timestamp",
 *   before: (time) => time,
 *   withinSeconds: 300,
 * });
 * ```
 */
export function ed25519(header: string, key: Secret, stamp?: Stamp): Verify {
  return async ({ headers, raw }) => {
    const known = bytesOf(key.value ?? "", 32);
    if (!known) return { kind: "closed", setting: key.setting };
    const signed = stamp ? stamped(stamp, headers.get(stamp.header), raw) : raw;
    const signature = bytesOf(headers.get(header) ?? "", 64);
    if (!signed || !signature) return { kind: "forged" };
    const verifier = await crypto.subtle.importKey("raw", known, "Ed25519", false, ["verify"]);
    return verdict(await crypto.subtle.verify("Ed25519", verifier, signature, signed));
  };
}

/** @returns what must have been signed; null: at no time, or at another */
function stamped(
  { before, withinSeconds, now = Date.now }: Stamp,
  time: string | null,
  raw: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> | null {
  if (time === null || !/^\d{1,12}$/.test(time)) return null;
  if (Math.abs(now() / 1000 - Number(time)) > withinSeconds) return null;
  const front = new TextEncoder().encode(before(time));
  const signed = new Uint8Array(front.length + raw.length);
  signed.set(front);
  signed.set(raw, front.length);
  return signed;
}

/**
 * Some platforms ask a question before they deliver anything, by a request like any other, and want an answer
 * in the body. It is answered only when the request is genuine.
 *
 * @param answer - pure: what to answer to this body; null: it is a delivery
 */
export function challenged(verify: Verify, answer: (body: unknown) => unknown): Verify {
  return async (delivery) => {
    const said = await verify(delivery);
    if (said.kind !== "genuine") return said;
    const known = answer(jsonOf(delivery.raw));
    return known === null ? said : { kind: "challenge", answer: known };
  };
}

function jsonOf(raw: Uint8Array<ArrayBuffer>): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(raw));
  } catch {
    return null;
  }
}

/** Where secrets live that a platform chooses during a handshake. */
export interface Vault {
  /** Keeps the secret of a pending registration. @returns false when none is pending or one is kept. */
  keep(registration: string, secret: string): Promise<boolean>;
  secretOf(registration: string): Promise<string | null>;
}

/**
 * The platform sends a secret once, in `secretHeader`, and expects it back in the same header; later
 * deliveries carry an HMAC of the raw body in `signatureHeader`. A second handshake is refused
 * without an echo, so nobody can replace a secret.
 */
export function handshakeSecret(
  secretHeader: string,
  signatureHeader: string,
  vault: Vault,
): Verify {
  return async ({ headers, raw, registration }) => {
    const offered = headers.get(secretHeader);
    if (offered !== null) {
      if (offered === "" || !(await vault.keep(registration, offered))) return { kind: "forged" };
      return { kind: "handshake", header: secretHeader, value: offered };
    }
    const secret = await vault.secretOf(registration);
    if (secret === null) return { kind: "unknown" };
    return verdict(await hmacHolds(headers.get(signatureHeader), "", secret, raw));
  };
}

function verdict(genuine: boolean): Verdict {
  return { kind: genuine ? "genuine" : "forged" };
}

async function hmacHolds(
  given: string | null,
  prefix: string,
  secret: string,
  raw: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  if (!given?.startsWith(prefix)) return false;
  const signature = bytesOf(given.slice(prefix.length), 32);
  if (!signature) return false;
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  return crypto.subtle.verify("HMAC", key, signature, raw);
}

/** So many bytes in lower-case hexadecimal; null: something else. */
function bytesOf(hex: string, count: number): Uint8Array<ArrayBuffer> | null {
  if (hex.length !== count * 2 || !/^[0-9a-f]*$/.test(hex)) return null;
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
