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
  | { readonly kind: "handshake"; readonly header: string; readonly value: string };

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

/** The header is `prefix` + HMAC-SHA256 of the raw body, in lower-case hexadecimal. */
export function hmacSha256(header: string, prefix: string, secret: Secret): Verify {
  return async ({ headers, raw }) => {
    if (!secret.value) return { kind: "closed", setting: secret.setting };
    return verdict(await hmacHolds(headers.get(header), prefix, secret.value, raw));
  };
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
  const hex = given.slice(prefix.length);
  if (!/^[0-9a-f]{64}$/.test(hex)) return false;
  const signature = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  return crypto.subtle.verify("HMAC", key, signature, raw);
}
