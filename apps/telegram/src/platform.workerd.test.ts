import { env } from "cloudflare:workers";
import { hmacSha256, plainDialect, sharedSecret, split } from "@trunkline/transport";
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
