import { env } from "cloudflare:workers";
import { ed25519, hmacSha256, plainDialect, sharedSecret, split } from "@trunkline/transport";
import { telegram } from "@trunkline/transport/telegram";
import { describe, expect, test } from "vitest";
import { connect } from "./transport.ts";

/**
 * What differs between Node and workerd: WebCrypto, `Intl.Segmenter`, grammY's build, and how a fetch
 * fails.
 */
const raw = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(new TextEncoder().encode(text));

test("a shared secret of any length is compared without an error", async () => {
  const verify = sharedSecret("x-token", { setting: "S", value: "s3cret" });
  const ask = (given: string) =>
    verify({ headers: new Headers({ "x-token": given }), raw: raw(""), registration: "" });
  expect(await ask("s3cret")).toEqual({ kind: "genuine" });
  for (const given of ["", "s", "s3creT", "s3cret-and-more"]) {
    expect(await ask(given)).toEqual({ kind: "forged" });
  }
});

test("a signature over the raw body, the example of GitHub's documentation", async () => {
  const value = "It's a Secret to Everybody";
  const verify = hmacSha256("x-signature", "sha256=", { setting: "S", value });
  const signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  const ask = (body: string) =>
    verify({
      headers: new Headers({ "x-signature": signature }),
      raw: raw(body),
      registration: "",
    });
  expect(await ask("Hello, World!")).toEqual({ kind: "genuine" });
  expect(await ask("Hello, World?")).toEqual({ kind: "forged" });
});

test("an Ed25519 signature, the example of RFC 8032 (7.1, test 2)", async () => {
  const value = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  const signature =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
  const verify = ed25519("x-signature", { setting: "KEY", value });
  const headers = new Headers({ "x-signature": signature });
  const ask = (body: string) => verify({ headers, raw: raw(body), registration: "" });
  expect(await ask("r")).toEqual({ kind: "genuine" });
  expect(await ask("s")).toEqual({ kind: "forged" });
});

test("families stay whole at a cut", () => {
  const parts = split("👨‍👩‍👧‍👦".repeat(3), plainDialect({ codePoints: 8, bytes: 100 }));
  expect(parts.map(({ text }) => text)).toEqual(["👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"]);
});

describe("a call that fails", () => {
  const ctx = { bot: "900", chat: "1", message: 1, user: "1", name: "Tove", text: "x" };
  const text = telegram.dialect.render("what a person wrote");
  const fault = async (root: string) => {
    const transport = connect({ ...env, TELEGRAM_API_ROOT: root });
    const error: unknown = await transport.send(ctx, text, { key: "k" }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    return telegram.classify(error);
  };

  test("refused: by its description", async () => {
    expect(await fault("http://refused.test")).toEqual({
      kind: "forbidden",
      message: "400 Bad Request: chat not found",
    });
  });

  test("cut: it may have happened, and neither token nor `retryable` comes along", async () => {
    expect(await fault("http://lost.test")).toEqual({
      kind: "uncertain",
      message: "no answer from Telegram",
    });
  });
});
