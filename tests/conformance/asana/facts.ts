import { asanaFailure } from "@trunkline/emulators";
import type { Facts, Refusal } from "../../../packages/transport/src/testing/kit.ts";

type Means = Refusal["means"];

/** Who asks, and may be called. */
export const TESS = "1200000000000777";

/** A refusal as Asana writes it. */
function says(status: number, message: string, means: Means, more: Partial<Refusal> = {}): Refusal {
  const { headers = {}, body } = asanaFailure(status, message, more.headers);
  return { name: `${status} ${message}`, status, body, means, ...more, headers };
}

const TOO_MANY = "You've made too many requests and hit a rate limit.";

/** Asana from its documentation: platforms.md 3. */
export const ASANA_FACTS: Facts = {
  can: ["edit", "delete", "find", "whoAmI", "resolve", "gather", "sweep", "hooks"],
  places: ["task", "assigned"],
  // What Asana takes is not documented: the fake takes this, and the dialect far less.
  letters: 65_536 - "<body></body>".length,
  kept: 65_536 - 10_000,
  refusedMarkup: { text: "<body><p>bold</p></body>", plain: "bold", format: "markup" },
  // Names call nobody: a link by gid does (Asana, rich text), and the address of a person's page.
  calls: [`<a data-asana-gid="${TESS}"/>`, `https://app.asana.com/0/profile/${TESS}`],
  // Over the raw body, by the secret of its handshake, and no time (Asana, webhooks guide).
  proof: { header: "x-hook-signature", covers: "body" },
  refusals: [
    says(
      429,
      TOO_MANY,
      { kind: "rate_limited", retryAfterSeconds: 37, scope: "account" },
      {
        headers: { "retry-after": "37" },
      },
    ),
    says(400, "XML is invalid", { kind: "rejected_markup" }),
    says(400, "task: Not a recognized ID: we", { kind: "invalid" }),
    says(400, "text: Text is too long", { kind: "too_long" }),
    says(401, "Not Authorized", { kind: "unauthorized", scope: "account" }),
    says(402, "The object specified is only available to premium users", { kind: "forbidden" }),
    says(403, "You do not have access to this task.", { kind: "forbidden" }),
    says(404, "task: Unknown object: 123", { kind: "gone" }),
    says(451, "Unavailable for legal reasons", { kind: "forbidden" }),
    says(500, "Server Error", { kind: "uncertain" }),
    says(503, "Service Unavailable", { kind: "uncertain" }),
    says(404, "story: Unknown object: 123", { kind: "gone" }, { on: "edit" }),
    says(403, "You do not have access to this story.", { kind: "forbidden" }, { on: "edit" }),
    says(404, "story: Unknown object: 123", "success", { on: "delete" }),
    says(403, "You do not have access to this story.", { kind: "forbidden" }, { on: "delete" }),
  ],
};
