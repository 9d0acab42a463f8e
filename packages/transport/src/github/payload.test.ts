import type { webhooks } from "@octokit/openapi-webhooks-types";
import { expect, test } from "vitest";
import type * as z from "zod/mini";
import { Payload } from "./payload.ts";

/** What GitHub says that it sends, for each event that we read. */
type Sent<E extends keyof webhooks> = webhooks[E] extends {
  post: { requestBody?: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;
type Read = z.input<typeof Payload>;
/** Fails the type check when an event has something that we would refuse. */
type Readable<E extends keyof webhooks> = Sent<E> extends Read ? true : { refused: E };

const READABLE = {
  "issues-opened": true,
  "issues-edited": true,
  "issues-assigned": true,
  "issue-comment-created": true,
  "issue-comment-edited": true,
  "pull-request-opened": true,
  "pull-request-edited": true,
  "pull-request-assigned": true,
  "pull-request-ready-for-review": true,
  "pull-request-review-requested": true,
  "pull-request-review-submitted": true,
  "pull-request-review-edited": true,
  "pull-request-review-comment-created": true,
  "pull-request-review-comment-edited": true,
  "discussion-created": true,
  "discussion-edited": true,
  "discussion-comment-created": true,
  "discussion-comment-edited": true,
} satisfies Partial<{ [E in keyof webhooks]: Readable<E> }>;

test("every event that we read is described, and all that we need is optional or always there", () => {
  expect(Object.keys(READABLE)).toHaveLength(18);
  // A body that says nothing is readable too: what is missing is decided later, by the event.
  expect(Payload.safeParse({}).success).toBe(true);
});
