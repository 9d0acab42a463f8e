import type { Fault } from "@trunkline/transport";
import { done, reaction, telegram } from "@trunkline/transport/telegram";
import { GrammyError, HttpError } from "grammy";
import { describe, expect, test } from "vitest";

const TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
const WORDS = "what a person wrote";

/** A refusal as grammY throws it; its payload holds the text of the message. */
function refusal(code: number, description: string, parameters = {}) {
  const answer = { ok: false as const, error_code: code, description, parameters };
  return new GrammyError(`Call to 'sendMessage' failed!`, answer, "sendMessage", { text: WORDS });
}

/** Facts: platforms.md 1.8, from the Bot API server and TDLib. */
const REFUSALS: [code: number, description: string, kind: Fault["kind"]][] = [
  [400, "Bad Request: message to edit not found", "gone"],
  [400, "Bad Request: message can't be edited", "gone"],
  [400, "Bad Request: MESSAGE_ID_INVALID", "gone"],
  [400, "Bad Request: message to delete not found", "gone"],
  [400, "Bad Request: message can't be deleted", "gone"],
  [400, "Bad Request: message to be replied not found", "bad_target"],
  [400, "Bad Request: message thread not found", "bad_target"],
  [400, "Bad Request: TOPIC_CLOSED", "forbidden"],
  [
    400,
    `Bad Request: can't parse entities: Unsupported start tag "p" at byte offset 0`,
    "rejected_markup",
  ],
  [
    400,
    "Bad Request: can't parse caption entities: Can't find end of the entity starting at byte offset 7",
    "rejected_markup",
  ],
  [400, "Bad Request: message text is empty", "invalid"],
  [400, "Bad Request: text must be non-empty", "invalid"],
  [400, "Bad Request: message is too long", "too_long"],
  [400, "Bad Request: MESSAGE_TOO_LONG", "too_long"],
  [400, "Bad Request: text is too long", "too_long"],
  [400, "Bad Request: ENTITIES_TOO_LONG", "too_long"],
  [400, "Bad Request: file is too big", "too_long"],
  [400, "Bad Request: invalid file_id", "invalid"],
  [400, "Bad Request: wrong file_id or the file is temporarily unavailable", "transient"],
  [400, "Bad Request: chat not found", "forbidden"],
  [400, "Bad Request: private chat not found", "forbidden"],
  [400, "Bad Request: PEER_ID_INVALID", "forbidden"],
  [400, "Bad Request: BUTTON_DATA_INVALID", "invalid"],
  [400, "Bad Request: reply markup is too long", "invalid"],
  [400, "Bad Request: not enough rights to send text messages to the chat", "forbidden"],
  [400, "Bad Request: CHAT_ADMIN_REQUIRED", "forbidden"],
  [400, "Bad Request: need administrator rights in the channel chat", "forbidden"],
  [401, "Unauthorized", "unauthorized"],
  [403, "Forbidden: bot was blocked by the user", "forbidden"],
  [403, "Forbidden: user is deactivated", "forbidden"],
  [403, "Forbidden: bot was kicked from the supergroup chat", "forbidden"],
  [403, "Forbidden: bot is not a member of the channel chat", "forbidden"],
  [403, "Forbidden: the group chat was deleted", "forbidden"],
  [403, "Forbidden: bot can't initiate conversation with a user", "forbidden"],
  [403, "Forbidden: the bot can't send messages to the bot", "forbidden"],
  [404, "Not Found", "unauthorized"],
  [409, "Conflict: terminated by other getUpdates request", "invalid"],
  [421, "Misdirected Request", "invalid"],
  [500, "Internal Server Error", "uncertain"],
  [502, "Bad Gateway", "uncertain"],
];

describe("Telegram's refusals", () => {
  test.each(REFUSALS)("%i %s: %3$s", (code, description, kind) => {
    const fault = telegram.classify(refusal(code, description));
    expect(fault.kind).toBe(kind);
    expect(fault.message).toBe(`${code} ${description}`);
    expect(JSON.stringify(fault)).not.toContain(WORDS);
  });

  test("a bad token stops the account", () => {
    expect(telegram.classify(refusal(401, "Unauthorized")).scope).toBe("account");
    expect(telegram.classify(refusal(404, "Not Found")).scope).toBe("account");
  });

  test.each([
    [{ retry_after: 137 }, 137],
    [{}, 1],
  ])("429 %j waits %i s, in the whole chat", (parameters, retryAfterSeconds) => {
    const error = refusal(429, "Too Many Requests: retry after 137", parameters);
    expect(telegram.classify(error)).toMatchObject({
      kind: "rate_limited",
      retryAfterSeconds,
      scope: "chat",
    });
  });

  test("a group that became a supergroup tells its new address", () => {
    const why = "Bad Request: group chat was upgraded to a supergroup chat";
    const fault = telegram.classify(refusal(400, why, { migrate_to_chat_id: -1001234567890 }));
    expect(fault).toMatchObject({ kind: "moved", to: "-1001234567890" });
  });

  test.each<[string, boolean]>([
    [
      "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
      true,
    ],
    ["Bad Request: message to delete not found", true],
    ["Bad Request: query is too old and response timeout expired or query ID is invalid", true],
    ["Bad Request: message to edit not found", false],
    ["Bad Request: chat not found", false],
  ])("%s: nothing is left to do: %s", async (description, expected) => {
    const error = refusal(400, description);
    const outcome = done(Promise.reject(error)).then(
      () => "done",
      (thrown: unknown) => thrown,
    );
    expect(await outcome).toBe(expected ? "done" : error);
  });
});

describe("no answer: the call may have been applied, and no token survives", () => {
  const url = `https://api.telegram.org/bot${TOKEN}/sendMessage`;
  const lost = Object.assign(new Error("Network connection lost."), { retryable: true });

  test.each<[string, unknown]>([
    [
      "grammY's HttpError",
      new HttpError("Network request for 'sendMessage' failed!", new Error(`fetch ${url} failed`)),
    ],
    ["an HttpError that names the URL", new HttpError(`request to ${url} failed`, lost)],
    ["workerd's failed fetch", lost],
    ["half a body", new SyntaxError("Unexpected end of JSON input")],
    ["our own time-out", new Error("send took longer than 20000 ms")],
    ["a string", url],
    ["nothing", undefined],
    ["an object that looks like a refusal", { error_code: 400, description: url }],
  ])("%s", (_name, error) => {
    const fault = telegram.classify(error);
    expect(fault.kind).toBe("uncertain");
    expect(JSON.stringify(fault)).not.toContain("AAHdq");
    expect(fault).not.toHaveProperty("cause");
  });
});

test("a reaction has no variation selector: Telegram's list has none", () => {
  expect(reaction("❤️")).toEqual([{ type: "emoji", emoji: "❤" }]);
  expect(reaction("👨‍💻")).toEqual([{ type: "emoji", emoji: "👨‍💻" }]);
});
