import { type Fault, type FaultKind, messageOf, TransportError } from "../faults.ts";

/**
 * Telegram's refusals by description, the practical key: "error_code contents are subject to change"
 * (Bot API). Order matters: the first match wins. Sources: Bot API server `Client.cpp`, TDLib, and the
 * list that teloxide keeps.
 */
const REFUSALS: readonly (readonly [RegExp, FaultKind])[] = [
  [/message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i, "gone"],
  [/message to delete not found|message can't be deleted/i, "gone"],
  [/message to be replied not found|message thread not found/i, "bad_target"],
  [/can't parse (?:caption )?entities/i, "rejected_markup"],
  [/message is too long|MESSAGE_TOO_LONG|text is too long|ENTITIES_TOO_LONG/i, "too_long"],
  // A bot may fetch 20 MB. "wrong file_id or the file is temporarily unavailable" may be either.
  [/file is too big/i, "too_long"],
  [/temporarily unavailable/i, "transient"],
  [/group chat was upgraded/i, "moved"],
  [
    /chat not found|PEER_ID_INVALID|not enough rights|CHAT_ADMIN_REQUIRED|TOPIC_CLOSED/i,
    "forbidden",
  ],
  [/need administrator rights|chat_write_forbidden/i, "forbidden"],
];

/** The shape of an API refusal, as grammY throws it. */
interface Refusal {
  readonly error_code: number;
  readonly description: string;
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
}

/** Maps what grammY throws. Only the description is kept: its payload holds the text of a person. */
export function classifyTelegram(error: unknown): Fault {
  if (error instanceof TransportError) return error.fault;
  if (!isRefusal(error)) {
    // HttpError, a cut or half body, a time-out: the call may have been applied. The message of a
    // failed fetch names the URL, and the URL holds the token: it is not kept.
    return { kind: "uncertain", message: "no answer from Telegram" };
  }
  const message = `${error.error_code} ${messageOf(error.description)}`;
  const { retry_after: after, migrate_to_chat_id: to } = error.parameters ?? {};
  switch (true) {
    case error.error_code === 429:
      return { kind: "rate_limited", message, retryAfterSeconds: after ?? 1, scope: "chat" };
    case error.error_code >= 500:
      return { kind: "uncertain", message };
    case error.error_code === 401 || error.error_code === 404:
      // 404 is a malformed token or method, never a missing chat.
      return { kind: "unauthorized", message, scope: "account" };
    case error.error_code === 403:
      return { kind: "forbidden", message };
    default: {
      const kind = REFUSALS.find(([pattern]) => pattern.test(error.description))?.[1] ?? "invalid";
      return { kind, message, ...(to === undefined ? {} : { to: String(to) }) };
    }
  }
}

function isRefusal(error: unknown): error is Refusal {
  return (
    error instanceof Error &&
    "error_code" in error &&
    typeof error.error_code === "number" &&
    "description" in error &&
    typeof error.description === "string"
  );
}

/** Whether an error says that there is nothing left to do, which is success. */
export function isAlreadyDone(error: unknown): boolean {
  return (
    isRefusal(error) &&
    /message is not modified|message to delete not found|query is too old/i.test(error.description)
  );
}
