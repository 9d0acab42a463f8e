import { type Fault, type FaultKind, TransportError } from "@trunkline/transport";
import { SlackRefusal } from "./refusal.ts";

/** Slack's words by what they mean. Source: the error lists of chat.postMessage, chat.update, chat.delete and reactions.add. */
const WORDS: Readonly<Partial<Record<FaultKind, readonly string[]>>> = {
  // Both spellings are documented, the second one also with HTTP 200.
  rate_limited: ["ratelimited", "rate_limited"],
  // The body did not arrive, or the whole workspace is being moved.
  transient: ["request_timeout", "team_added_to_org", "org_login_required"],
  // "It's possible some aspect of the operation succeeded before the error was raised."
  uncertain: ["fatal_error", "internal_error", "service_unavailable", "update_failed"],
  // A message that may not be changed any more is as good as gone: another one is made.
  gone: ["message_not_found", "edit_window_closed", "cant_update_message", "cant_delete_message"],
  bad_target: [
    "thread_not_found",
    "invalid_thread_ts",
    "cannot_reply_to_message",
    "restricted_action_thread_locked",
    "restricted_action_non_threadable_channel",
  ],
  forbidden: [
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "is_inactive",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "messages_tab_disabled",
    "cannot_dm_bot",
    "user_is_blocked",
    "ekm_access_denied",
    "access_denied",
    "no_permission",
    // Of one method, while others still work.
    "missing_scope",
    "not_allowed_token_type",
  ],
  unauthorized: [
    "not_authed",
    "invalid_auth",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "team_access_not_granted",
  ],
  too_long: ["msg_too_long"],
};
const KINDS: ReadonlyMap<string, FaultKind> = new Map(
  Object.entries(WORDS).flatMap(([kind, words]) => words.map((word) => [word, kind as FaultKind])),
);

/** Slack always tells how long; this is for a proxy that does not. */
const USUAL_WAIT_SECONDS = 30;

/** Maps what a call throws. Slack's word says everything: nothing that was sent is quoted. */
export function classifySlack(error: unknown): Fault {
  if (error instanceof TransportError) return error.fault;
  if (!(error instanceof SlackRefusal)) {
    // A cut connection, a time-out: the call may have been applied.
    return { kind: "uncertain", message: "no answer from Slack" };
  }
  const { method, status, code, retryAfterSeconds } = error;
  const message = error.message;
  const kind = status === 429 ? "rate_limited" : (KINDS.get(code) ?? usual(status, code));
  switch (kind) {
    case "rate_limited": {
      // A message a second in each channel; the other methods are counted for the whole workspace
      // (docs.slack.dev, rate limits).
      const scope = method === "chat.postMessage" ? "chat" : "account";
      return { kind, message, retryAfterSeconds: retryAfterSeconds ?? USUAL_WAIT_SECONDS, scope };
    }
    case "unauthorized":
      return { kind, message, scope: "account" };
    default:
      return { kind, message };
  }
}

/** A word that we do not know is a refusal; an answer without any is no answer. */
function usual(status: number, code: string): FaultKind {
  return status >= 500 || code === "" ? "uncertain" : "invalid";
}
