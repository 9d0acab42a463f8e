import type { Facts, Refusal } from "@trunkline/transport/testing";
import { MOST_CHARACTERS } from "../fake/methods.ts";

/** A refusal as almost all of them come: HTTP 200 and one word. */
function no(
  error: string,
  kind: Exclude<Refusal["means"], string>["kind"],
  on: Refusal["on"] = "send",
) {
  const means = kind === undefined ? {} : { kind };
  return { name: `${on}: ${error}`, on, status: 200, body: { ok: false, error }, means };
}

const FORBIDDEN = [
  "channel_not_found",
  "not_in_channel",
  "is_archived",
  "restricted_action",
].concat([
  "restricted_action_read_only_channel",
  "ekm_access_denied",
  "missing_scope",
  "no_permission",
]);
const UNAUTHORIZED = ["not_authed", "invalid_auth", "account_inactive", "token_revoked"].concat([
  "token_expired",
]);

/** The error lists of the methods' pages, in Slack's words. */
const REFUSALS: readonly Refusal[] = [
  ...FORBIDDEN.map((error) => no(error, "forbidden")),
  ...UNAUTHORIZED.map((error) => ({
    ...no(error, "unauthorized"),
    means: { kind: "unauthorized", scope: "account" } as const,
  })),
  no("thread_not_found", "bad_target"),
  no("restricted_action_non_threadable_channel", "bad_target"),
  no("msg_too_long", "too_long"),
  no("no_text", "invalid"),
  no("invalid_arguments", "invalid"),
  no("a_word_of_next_year", "invalid"),
  no("request_timeout", "transient"),
  no("team_added_to_org", "transient"),
  no("fatal_error", "uncertain"),
  no("internal_error", "uncertain"),
  no("msg_too_long", "too_long", "edit"),
  no("message_not_found", "gone", "edit"),
  no("cant_update_message", "gone", "edit"),
  no("edit_window_closed", "gone", "edit"),
  no("is_inactive", "forbidden", "edit"),
  { ...no("message_not_found", undefined, "delete"), means: "success" },
  { ...no("already_reacted", undefined, "react"), means: "success" },
  no("message_not_found", "gone", "react"),
  no("too_many_reactions", "invalid", "react"),
  {
    name: "429 for a post",
    status: 429,
    headers: { "retry-after": "7" },
    body: { ok: false, error: "ratelimited" },
    // A message a second in each channel.
    means: { kind: "rate_limited", retryAfterSeconds: 7, scope: "chat" },
  },
  {
    name: "429 for an update",
    on: "edit",
    status: 429,
    headers: { "retry-after": "30" },
    body: { ok: false, error: "ratelimited" },
    means: { kind: "rate_limited", retryAfterSeconds: 30, scope: "account" },
  },
  {
    name: "rate_limited with 200",
    ...pick("rate_limited"),
    means: { kind: "rate_limited", scope: "chat" },
  },
  { name: "503", status: 503, body: "upstream connect error", means: { kind: "uncertain" } },
  {
    name: "500",
    status: 500,
    body: { ok: false, error: "fatal_error" },
    means: { kind: "uncertain" },
  },
];

function pick(error: string) {
  return { status: 200, body: { ok: false, error } };
}

/** What Slack's documentation says, as far as the kit asks. */
export const FACTS: Facts = {
  can: ["edit", "delete", "react", "whoAmI"],
  places: ["thread", "direct"],
  letters: MOST_CHARACTERS,
  // mrkdwn is never refused: what Slack does not understand it shows.
  refusedMarkup: null,
  calls: ["<!channel>", "<@U0TESS>"],
  // Over time and body, five minutes at most apart (docs.slack.dev, verifying requests from Slack).
  proof: { header: "x-slack-signature", covers: "body", dated: true },
  refusals: REFUSALS,
};
