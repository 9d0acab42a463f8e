import { createHmac } from "node:crypto";
import type { Signer, Webhook } from "../../packages/transport/src/testing/kit.ts";

/** The same delivery with its HMAC-SHA256 in a header, by the platform's secret or by another one. */
export function hmacSigned(
  webhook: Webhook,
  by: Signer,
  how: { readonly header: string; readonly prefix: string; readonly secret: string },
): Webhook {
  const secret = by === "stranger" ? "of-somebody-else" : how.secret;
  const hex = createHmac("sha256", secret).update(webhook.body).digest("hex");
  return { ...webhook, headers: { ...webhook.headers, [how.header]: how.prefix + hex } };
}
