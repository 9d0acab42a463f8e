import { createHmac, generateKeyPairSync, sign as signWith } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  challenged,
  ed25519,
  handshakeSecret,
  hmacSha256,
  sharedSecret,
  type Vault,
  type Verify,
} from "./verify.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(new TextEncoder().encode(text));
const ask = (
  verify: Verify,
  headers: Record<string, string>,
  raw: Uint8Array<ArrayBuffer> = bytes(""),
  registration = "",
) => verify({ headers: new Headers(headers), raw, registration });
/** The platform's side of the signature, by another implementation than the one under test. */
const sign = (raw: Uint8Array, secret = "key") =>
  createHmac("sha256", secret).update(raw).digest("hex");

describe("shared secret", () => {
  const verify = sharedSecret("x-token", { setting: "SECRET", value: "s3cret-Token" });

  test.each([
    ["the secret itself", "s3cret-Token", "genuine"],
    ["wrong, same length", "s3cret-Tokex", "forged"],
    ["another case", "S3CRET-TOKEN", "forged"],
    ["a prefix", "s3cret", "forged"],
    ["longer", "s3cret-Token-and-more", "forged"],
    ["empty", "", "forged"],
    ["very long", "s".repeat(50_000), "forged"],
  ])("%s", async (_name, given, kind) => {
    expect(await ask(verify, { "x-token": given })).toEqual({ kind });
  });

  test("a missing header is forged", async () => {
    expect(await ask(verify, { "x-other": "s3cret-Token" })).toEqual({ kind: "forged" });
  });

  test.each([[undefined], [null], [""]])("without a secret (%j) it is closed", async (value) => {
    const closed = sharedSecret("x-token", { setting: "SECRET", value });
    expect(await ask(closed, { "x-token": "" })).toEqual({ kind: "closed", setting: "SECRET" });
    expect(await ask(closed, {})).toEqual({ kind: "closed", setting: "SECRET" });
  });
});

describe("HMAC of the raw body", () => {
  const verify = hmacSha256("x-signature", "sha256=", { setting: "SECRET", value: "key" });
  const raw = bytes('{"text":"Grüße, 世界 👋"}');
  const hex = sign(raw);

  test.each([
    ["the signature", `sha256=${hex}`, "genuine"],
    ["upper-case hexadecimal", `sha256=${hex.toUpperCase()}`, "forged"],
    ["an upper-case prefix", `SHA256=${hex}`, "forged"],
    ["another prefix", `sha1=${hex}`, "forged"],
    ["no prefix", hex, "forged"],
    ["short", `sha256=${hex.slice(2)}`, "forged"],
    ["long", `sha256=${hex}00`, "forged"],
    ["only the prefix", "sha256=", "forged"],
    ["not hexadecimal", `sha256=${"g".repeat(64)}`, "forged"],
    ["of another secret", `sha256=${sign(raw, "other")}`, "forged"],
    ["of another body", `sha256=${sign(bytes("{}"))}`, "forged"],
  ])("%s", async (_name, given, kind) => {
    expect(await ask(verify, { "x-signature": given }, raw)).toEqual({ kind });
  });

  test("a missing header is forged", async () => {
    expect(await ask(verify, {}, raw)).toEqual({ kind: "forged" });
  });

  test("the example of GitHub's documentation", async () => {
    const secret = { setting: "SECRET", value: "It's a Secret to Everybody" };
    const given = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    const verdict = ask(
      hmacSha256("x-signature", "sha256=", secret),
      { "x-signature": given },
      bytes("Hello, World!"),
    );
    expect(await verdict).toEqual({ kind: "genuine" });
  });

  test("any body is genuine, and forged with any one byte altered", async () => {
    const body = fc.uint8Array({ minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(body, fc.nat(), fc.integer({ min: 1, max: 255 }), async (some, at, flip) => {
        const signed = Uint8Array.from(some);
        const header = { "x-signature": `sha256=${sign(signed)}` };
        expect(await ask(verify, header, signed)).toEqual({ kind: "genuine" });
        const altered = Uint8Array.from(signed);
        const index = at % altered.length;
        altered[index] = (altered[index] ?? 0) ^ flip;
        expect(await ask(verify, header, altered)).toEqual({ kind: "forged" });
      }),
    );
  });

  test("without a secret it is closed", async () => {
    const closed = hmacSha256("x-signature", "", { setting: "SECRET", value: undefined });
    const header = { "x-signature": sign(raw, "") };
    expect(await ask(closed, header, raw)).toEqual({ kind: "closed", setting: "SECRET" });
  });
});

describe("HMAC of a time and the raw body", () => {
  const NOW = 1_800_000_000;
  const secret = { setting: "SECRET", value: "key" };
  const verify = hmacSha256("x-signature", "v0=", secret, {
    header: "x-time",
    before: (time) => `v0:${time}:`,
    withinSeconds: 300,
    now: () => NOW * 1000,
  });
  const raw = bytes('{"text":"Grüße"}');
  const signed = (time: string, body = raw) => ({
    "x-time": time,
    "x-signature": `v0=${sign(Buffer.concat([bytes(`v0:${time}:`), body]))}`,
  });

  test.each([
    ["now", NOW, "genuine"],
    ["five minutes ago", NOW - 300, "genuine"],
    ["a second more", NOW - 301, "forged"],
    ["five minutes ahead: clocks differ", NOW + 300, "genuine"],
    ["a second more ahead", NOW + 301, "forged"],
  ])("signed %s", async (_name, time, kind) => {
    expect(await ask(verify, signed(String(time)), raw)).toEqual({ kind });
  });

  test.each<[string, Record<string, string>]>([
    ["no time", { "x-signature": signed(String(NOW))["x-signature"] ?? "" }],
    ["no signature", { "x-time": String(NOW) }],
    ["a recorded signature with a new time", { ...signed(String(NOW - 900)), "x-time": `${NOW}` }],
    ["only the body signed", { "x-time": String(NOW), "x-signature": `v0=${sign(raw)}` }],
    ["a time that is none", signed("soon")],
    ["a time with an exponent", signed("18e8")],
    ["a negative time", signed("-1")],
    ["an empty time", signed("")],
  ])("%s is forged", async (_name, headers) => {
    expect(await ask(verify, headers, raw)).toEqual({ kind: "forged" });
  });

  test("any body at any recent time is genuine, and forged at any other time", async () => {
    const second = fc.integer({ min: NOW - 300, max: NOW + 300 });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 100 }),
        second,
        second,
        async (some, at, other) => {
          const body = Uint8Array.from(some);
          const headers = signed(String(at), body);
          expect(await ask(verify, headers, body)).toEqual({ kind: "genuine" });
          fc.pre(at !== other);
          const moved = { ...headers, "x-time": String(other) };
          expect(await ask(verify, moved, body)).toEqual({ kind: "forged" });
        },
      ),
    );
  });

  test("without a secret it is closed", async () => {
    const stamp = { header: "x-time", before: () => "", withinSeconds: 1 };
    const closed = hmacSha256("x-signature", "", { setting: "SECRET", value: null }, stamp);
    expect(await ask(closed, {}, raw)).toEqual({ kind: "closed", setting: "SECRET" });
  });
});

describe("Ed25519", () => {
  const pair = generateKeyPairSync("ed25519");
  /** The key itself is the end of its DER. */
  const value = pair.publicKey
    .export({ type: "spki", format: "der" })
    .subarray(-32)
    .toString("hex");
  const key = { setting: "PUBLIC_KEY", value };
  const signed = (body: Uint8Array) => signWith(null, body, pair.privateKey).toString("hex");
  const raw = bytes('{"text":"Grüße, 世界 👋"}');
  const verify = ed25519("x-signature", key);
  const other = generateKeyPairSync("ed25519").privateKey;

  // RFC 8032, 7.1, test 2.
  test("the example of its specification", async () => {
    const value = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    const signature =
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    const known = ed25519("x-signature", { setting: "KEY", value });
    const body = Uint8Array.of(0x72);
    expect(await ask(known, { "x-signature": signature }, body)).toEqual({ kind: "genuine" });
    expect(await ask(known, { "x-signature": signature })).toEqual({ kind: "forged" });
  });

  test.each([
    ["the signature", signed(raw), "genuine"],
    ["upper-case hexadecimal", signed(raw).toUpperCase(), "forged"],
    ["short", signed(raw).slice(2), "forged"],
    ["long", `${signed(raw)}00`, "forged"],
    ["empty", "", "forged"],
    ["not hexadecimal", "g".repeat(128), "forged"],
    ["of nothing", "0".repeat(128), "forged"],
    ["of another body", signed(bytes("{}")), "forged"],
    ["of another key", signWith(null, raw, other).toString("hex"), "forged"],
  ])("%s", async (_name, given, kind) => {
    expect(await ask(verify, { "x-signature": given }, raw)).toEqual({ kind });
  });

  test("a missing header is forged", async () => {
    expect(await ask(verify, {}, raw)).toEqual({ kind: "forged" });
  });

  test.each([[undefined], [null], [""], ["a-word"], [value.slice(2)], [`${value}00`]])(
    "with the key %j it is closed",
    async (value) => {
      const closed = ed25519("x-signature", { setting: "PUBLIC_KEY", value });
      const verdict = ask(closed, { "x-signature": signed(raw) }, raw);
      expect(await verdict).toEqual({ kind: "closed", setting: "PUBLIC_KEY" });
    },
  );

  test("any body is genuine, and forged with one byte of it, or of its signature, altered", async () => {
    const body = fc.uint8Array({ minLength: 1, maxLength: 200 });
    const flip = fc.integer({ min: 1, max: 255 });
    await fc.assert(
      fc.asyncProperty(body, fc.nat(), flip, async (some, at, bits) => {
        const from = Uint8Array.from(some);
        const signature = signed(from);
        expect(await ask(verify, { "x-signature": signature }, from)).toEqual({ kind: "genuine" });
        const altered = Uint8Array.from(from);
        altered[at % from.length] = (from[at % from.length] ?? 0) ^ bits;
        const forged = { kind: "forged" };
        expect(await ask(verify, { "x-signature": signature }, altered)).toEqual(forged);
        const garbled = Buffer.from(signature, "hex");
        garbled[at % 64] = (garbled[at % 64] ?? 0) ^ bits;
        const given = garbled.toString("hex");
        expect(await ask(verify, { "x-signature": given }, from)).toEqual(forged);
      }),
    );
  });

  test("any body at any recent time is genuine, and forged at any other time", async () => {
    const NOW = 1_800_000_000;
    const dated = ed25519("x-signature", key, {
      header: "x-time",
      before: (time) => time,
      withinSeconds: 300,
      now: () => NOW * 1000,
    });
    const second = fc.integer({ min: NOW - 600, max: NOW + 600 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), second, second, async (some, at, to) => {
        const body = Uint8Array.from(some);
        const headers = {
          "x-time": String(at),
          "x-signature": signed(Buffer.concat([bytes(String(at)), body])),
        };
        const kind = Math.abs(at - NOW) <= 300 ? "genuine" : "forged";
        expect(await ask(dated, headers, body)).toEqual({ kind });
        fc.pre(at !== to);
        const moved = { ...headers, "x-time": String(to) };
        expect(await ask(dated, moved, body)).toEqual({ kind: "forged" });
      }),
    );
  });
});

describe("a challenge", () => {
  const shared = sharedSecret("x-token", { setting: "SECRET", value: "s3cret" });
  const verify = challenged(shared, (body) =>
    typeof body === "object" && body !== null && "challenge" in body ? body.challenge : null,
  );
  const genuine = { "x-token": "s3cret" };

  test("of the platform is answered", async () => {
    const verdict = await ask(verify, genuine, bytes('{"challenge":"abc"}'));
    expect(verdict).toEqual({ kind: "challenge", answer: "abc" });
  });

  test("of anybody else is not", async () => {
    const verdict = await ask(verify, { "x-token": "other" }, bytes('{"challenge":"abc"}'));
    expect(verdict).toEqual({ kind: "forged" });
  });

  test.each([["{}"], ["not JSON"], [""], ["null"]])("%j is a delivery", async (body) => {
    expect(await ask(verify, genuine, bytes(body))).toEqual({ kind: "genuine" });
  });
});

describe("a secret that the platform chooses", () => {
  /** Holds one pending registration, `known`. */
  function vault(): Vault {
    const secrets = new Map<string, string | null>([["known", null]]);
    return {
      keep: async (registration, secret) => {
        if (secrets.get(registration) !== null) return false;
        secrets.set(registration, secret);
        return true;
      },
      secretOf: async (registration) => secrets.get(registration) ?? null,
    };
  }
  const raw = bytes('{"events":[]}');
  const offer = (secret: string) => ({ "x-secret": secret });

  test("is echoed once, then signs the deliveries", async () => {
    const verify = handshakeSecret("x-secret", "x-signature", vault());
    expect(await ask(verify, offer("first"), bytes(""), "known")).toEqual({
      kind: "handshake",
      header: "x-secret",
      value: "first",
    });
    const signed = { "x-signature": sign(raw, "first") };
    expect(await ask(verify, signed, raw, "known")).toEqual({ kind: "genuine" });
  });

  test("is not replaced: a second handshake is refused without an echo", async () => {
    const verify = handshakeSecret("x-secret", "x-signature", vault());
    await ask(verify, offer("first"), bytes(""), "known");
    const second = await ask(verify, offer("second"), bytes(""), "known");
    expect(second).toEqual({ kind: "forged" });
    const forged = { "x-signature": sign(raw, "second") };
    expect(await ask(verify, forged, raw, "known")).toEqual({ kind: "forged" });
  });

  test.each([
    ["a handshake of an unknown registration", offer("first"), "unknown"],
    ["an empty secret", offer(""), "known"],
    [
      "a signed delivery that also offers a secret",
      { ...offer("x"), "x-signature": "" },
      "unknown",
    ],
  ])("%s is forged", async (_name, headers, registration) => {
    const verify = handshakeSecret("x-secret", "x-signature", vault());
    expect(await ask(verify, headers, raw, registration)).toEqual({ kind: "forged" });
  });

  test.each([
    ["a delivery before the handshake", { "x-signature": sign(raw, "") }, "known"],
    ["a delivery of an unknown registration", { "x-signature": sign(raw, "") }, "unknown"],
    ["neither secret nor signature", {}, "known"],
  ])("%s has nobody to check it", async (_name, headers, registration) => {
    const verify = handshakeSecret("x-secret", "x-signature", vault());
    expect(await ask(verify, headers, raw, registration)).toEqual({ kind: "unknown" });
  });
});
