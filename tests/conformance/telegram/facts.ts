import type { Facts, Refusal } from "../../../packages/transport/src/testing/kit.ts";

type Means = Refusal["means"];

/** Whom our messages may call. */
export const ADA = { id: 6_999, firstName: "Ada", username: "ada_l" };

/** A refusal of the Bot API as it comes. */
function says(status: number, description: string, means: Means, more: Partial<Refusal> = {}) {
  const body = { ok: false, error_code: status, description };
  return { name: `${status} ${description}`, status, body, means, ...more };
}

const wait = (parameters: object): Refusal => ({
  name: `429 ${JSON.stringify(parameters)}`,
  status: 429,
  body: {
    ok: false,
    error_code: 429,
    description: "Too Many Requests: retry after 37",
    parameters,
  },
  means: { kind: "rate_limited", retryAfterSeconds: 37, scope: "chat" },
});

const NOT_MODIFIED =
  "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

/** Telegram from its documentation: platforms.md 1, the Bot API server and TDLib. */
export const TELEGRAM_FACTS: Facts = {
  can: ["edit", "delete", "typing", "react", "acknowledge", "whoAmI", "introduce", "load"],
  places: ["private", "group", "topic"],
  letters: 4096,
  refusedMarkup: { text: "<b>bold", plain: "bold", format: "markup" },
  // A name that somebody has, and a link by id (Bot API, formatting options): both ring at whom they name.
  calls: [`@${ADA.username}`, `<a href="tg://user?id=${ADA.id}">Ada</a>`],
  // The secret of setWebhook comes with each update; nothing is signed (Bot API, setWebhook).
  proof: { header: "x-telegram-bot-api-secret-token", covers: "nothing" },
  refusals: [
    wait({ retry_after: 37 }),
    says(400, "Bad Request: message to be replied not found", { kind: "bad_target" }),
    says(400, "Bad Request: message thread not found", { kind: "bad_target" }),
    says(400, "Bad Request: TOPIC_CLOSED", { kind: "forbidden" }),
    says(400, `Bad Request: can't parse entities: Unsupported start tag "p" at byte offset 0`, {
      kind: "rejected_markup",
    }),
    says(400, "Bad Request: message text is empty", { kind: "invalid" }),
    says(400, "Bad Request: message is too long", { kind: "too_long" }),
    says(400, "Bad Request: chat not found", { kind: "forbidden" }),
    says(400, "Bad Request: not enough rights to send text messages to the chat", {
      kind: "forbidden",
    }),
    {
      name: "400 upgraded",
      status: 400,
      body: {
        ok: false,
        error_code: 400,
        description: "Bad Request: group chat was upgraded to a supergroup chat",
        parameters: { migrate_to_chat_id: -1001234567890 },
      },
      means: { kind: "moved", to: "-1001234567890" },
    },
    says(401, "Unauthorized", { kind: "unauthorized", scope: "account" }),
    says(403, "Forbidden: bot was blocked by the user", { kind: "forbidden" }),
    says(403, "Forbidden: bot was kicked from the supergroup chat", { kind: "forbidden" }),
    says(404, "Not Found", { kind: "unauthorized", scope: "account" }),
    says(500, "Internal Server Error", { kind: "uncertain" }),
    says(502, "Bad Gateway", { kind: "uncertain" }),
    says(400, NOT_MODIFIED, "success", { on: "edit" }),
    says(400, "Bad Request: message to edit not found", { kind: "gone" }, { on: "edit" }),
    says(400, "Bad Request: message can't be edited", { kind: "gone" }, { on: "edit" }),
    says(400, "Bad Request: message to delete not found", "success", { on: "delete" }),
    says(400, "Bad Request: message can't be deleted", { kind: "gone" }, { on: "delete" }),
    says(400, "Bad Request: message to react not found", { kind: "invalid" }, { on: "react" }),
  ],
};
