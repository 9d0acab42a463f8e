import type { Facts, Refusal } from "../../../packages/transport/src/testing/kit.ts";

type Means = Refusal["means"];

/** A refusal as GitHub writes it. */
function says(status: number, message: string, means: Means, more: Partial<Refusal> = {}): Refusal {
  const body = { message, documentation_url: "https://docs.github.com/rest", status: `${status}` };
  return { name: `${status} ${message}`, status, body, means, ...more };
}

const forbidden: Means = { kind: "forbidden", scope: "conversation" };
const limited = (retryAfterSeconds: number): Means => ({
  ...{ kind: "rate_limited", retryAfterSeconds, scope: "account" },
});
const SECONDARY =
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
const TOO_LONG = {
  message: "Validation Failed",
  errors: [
    {
      ...{ resource: "IssueComment", code: "unprocessable", field: "data" },
      message: "Body is too long (maximum is 65536 characters)",
    },
  ],
};

/** GitHub from its documentation: platforms.md 2.4 and 2.5. */
export const GITHUB_FACTS: Facts = {
  can: ["edit", "delete", "react", "find", "mayAsk", "whoAmI", "gather", "sweep"],
  places: ["issue", "line", "discussion"],
  // It says 65,536 characters and takes 262,144 bytes; a quarter is used, less what is hidden at the end.
  letters: 262_144,
  kept: 262_144 - 64_500,
  // Markdown is shown as it is where it means nothing.
  refusedMarkup: null,
  calls: ["@tess", "@acme/team"],
  // Over the raw body, and no time (GitHub, validating webhook deliveries).
  proof: { header: "x-hub-signature-256", covers: "body" },
  refusals: [
    says(403, SECONDARY, limited(137), { headers: { "retry-after": "137" } }),
    says(429, SECONDARY, limited(60), { headers: { "retry-after": "60" } }),
    says(403, "API rate limit exceeded for installation ID 375706.", limited(1234), {
      headers: {
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(Date.UTC(2026, 10, 21, 10) / 1000 + 1234),
        date: "Sat, 21 Nov 2026 10:00:00 GMT",
      },
    }),
    says(403, "Unable to create comment because issue is locked.", forbidden),
    says(403, "Resource not accessible by integration", forbidden),
    says(403, "Sorry. Your account was suspended.", { kind: "unauthorized", scope: "account" }),
    says(401, "Bad credentials", { kind: "unauthorized", scope: "account" }),
    says(404, "Not Found", forbidden),
    says(410, "Issues are disabled for this repo", forbidden),
    says(451, "Repository access blocked", forbidden),
    { name: "422 too long", status: 422, body: TOO_LONG, means: { kind: "too_long" } },
    says(422, "Validation Failed", { kind: "invalid" }),
    says(500, "Server Error", { kind: "uncertain" }),
    says(503, "Service Unavailable", { kind: "uncertain" }),
    says(404, "Not Found", { kind: "gone" }, { on: "edit" }),
    says(403, "Resource not accessible by integration", forbidden, { on: "edit" }),
    says(404, "Not Found", "success", { on: "delete" }),
    says(403, "Must have admin rights to Repository.", forbidden, { on: "delete" }),
    says(404, "Not Found", { kind: "gone" }, { on: "react" }),
    says(403, SECONDARY, limited(5), { on: "react", headers: { "retry-after": "5" } }),
  ],
};
