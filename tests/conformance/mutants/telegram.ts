import type { Mutant } from "./mutant.ts";

const app = "telegram";
const TRANSPORT = "apps/telegram/src/transport.ts";
const INDEX = "apps/telegram/src/index.ts";
const CALLS = "packages/transport/src/telegram/calls.ts";
const NEUTRAL = "packages/transport/src/telegram/neutral.ts";
const DOWNLOAD = "packages/transport/src/download.ts";
const CLASSIFY = "packages/transport/src/telegram/classify.ts";
const READ = "packages/transport/src/telegram/read.ts";
const KNOWLEDGE = "packages/transport/src/telegram/index.ts";
const ADDRESS = "packages/transport/src/telegram/address.ts";
const LIMITS = "packages/transport/src/telegram/limits.ts";
const CONTEXT = "packages/transport/src/telegram/context.ts";
const HTML = "packages/transport/src/telegram/html.ts";

export const TELEGRAM_MUTANTS: readonly Mutant[] = [
  {
    name: "forgets the thread id",
    ...{ app, file: CALLS, law: "writing/place" },
    search: "...(ctx.thread === undefined || detached ? {} : { message_thread_id: ctx.thread }),",
    replace: "...(ctx.thread === undefined || !detached ? {} : { message_thread_id: ctx.thread }),",
  },
  {
    name: "truncates at 4000 letters",
    ...{ app, file: TRANSPORT, law: "writing/limit" },
    search: "api.sendMessage(ctx.chat, text.text, other)",
    replace: "api.sendMessage(ctx.chat, text.text.slice(0, 4000), other)",
  },
  {
    name: "swallows a failed send",
    ...{ app, file: TRANSPORT, law: "failing/refusals" },
    search: "const sent = await api.sendMessage(ctx.chat, text.text, other);",
    replace:
      "const sent = await api.sendMessage(ctx.chat, text.text, other).catch(() => ({ message_id: 0 }));",
  },
  {
    name: "takes 429 for a passing failure without a wait",
    ...{ app, file: CLASSIFY, law: "failing/refusals" },
    search: `{ kind: "rate_limited", message, retryAfterSeconds: after ?? 1, scope: "chat" }`,
    replace: `{ kind: "transient", message, retryAfterSeconds: after ?? 1 }`,
  },
  {
    name: "a limit of one chat stops the account",
    ...{ app, file: CLASSIFY, law: "failing/refusals" },
    search: `retryAfterSeconds: after ?? 1, scope: "chat"`,
    replace: `retryAfterSeconds: after ?? 1, scope: "account"`,
  },
  {
    name: "cuts an edit at 4000 letters",
    ...{ app, file: TRANSPORT, law: "edit/limit" },
    search: "done(api.editMessageText(...at(ref), text.text, look(text, options))),",
    replace:
      "done(api.editMessageText(...at(ref), text.text.slice(0, 4000), look(text, options))),",
  },
  {
    name: "shows people the markup of an edit",
    ...{ app, file: TRANSPORT, law: "edit/as-sent" },
    search: "done(api.editMessageText(...at(ref), text.text, look(text, options))),",
    replace:
      'done(api.editMessageText(...at(ref), text.text, look({ ...text, format: "plain" }, options))),',
  },
  {
    name: "takes an edit that came too fast for done",
    ...{ app, file: CLASSIFY, law: "failing/limits-of-edit" },
    search: "/message is not modified|message to delete not found|",
    replace: "/too many requests|message is not modified|message to delete not found|",
  },
  {
    name: "treats `not modified` as a failure",
    ...{ app, file: CLASSIFY, law: "edit/same" },
    search: "/message is not modified|message to delete not found|",
    replace: "/message to delete not found|",
  },
  {
    name: "treats `already deleted` as a failure",
    ...{ app, file: CLASSIFY, law: "delete/removes" },
    search: "/message is not modified|message to delete not found|",
    replace: "/message is not modified|",
  },
  {
    name: "maps 403 to refused credentials",
    ...{ app, file: CLASSIFY, law: "failing/refusals" },
    search: `      return { kind: "forbidden", message };`,
    replace: `      return { kind: "unauthorized", message };`,
  },
  {
    name: "takes a cut connection for `nothing happened`",
    ...{ app, file: CLASSIFY, law: "failing/cut-send" },
    search: `return { kind: "uncertain", message: "no answer from Telegram" };`,
    replace: `return { kind: "transient", message: "no answer from Telegram" };`,
  },
  {
    name: "tells the address of a failed call, with its token",
    ...{ app, file: CLASSIFY, law: "failing/strange" },
    search: `return { kind: "uncertain", message: "no answer from Telegram" };`,
    replace: `return { kind: "uncertain", message: messageOf(error) };`,
  },
  {
    name: "takes each delivery for a new message",
    ...{ app, file: READ, law: "reading/duplicate" },
    search: "    key,\n    contentKey,\n    order,",
    replace:
      "    key: key + Math.random(),\n    contentKey: contentKey + Math.random(),\n    order,",
  },
  {
    name: "turns the order of messages round",
    ...{ app, file: READ, law: "reading/order" },
    search: "const order = message.message_id;",
    replace: "const order = -message.message_id;",
  },
  {
    name: "believes every context",
    ...{ app, file: KNOWLEDGE, law: "contexts/strict" },
    search: "context: (raw) => TelegramContext.parse(raw),",
    replace: "context: (raw) => raw as TelegramContext,",
  },
  {
    name: "forgets who has asked as soon as it is stored",
    ...{ app, file: KNOWLEDGE, law: "contexts/json" },
    search: "context: (raw) => TelegramContext.parse(raw),",
    replace: 'context: (raw) => ({ ...TelegramContext.parse(raw), user: "" }),',
  },
  {
    name: "takes a message that is gone for a wrong call",
    ...{ app, file: CLASSIFY, law: "edit/gone" },
    search: `|MESSAGE_ID_INVALID/i, "gone"],`,
    replace: `|MESSAGE_ID_INVALID/i, "invalid"],`,
  },
  {
    name: "puts the token into the reference",
    ...{ app, file: TRANSPORT, law: "contexts/secrets" },
    search: "return { chat: ctx.chat, message: sent.message_id };",
    replace: "return { chat: ctx.chat, message: sent.message_id, by: token };",
  },
  {
    name: "sends markup as if it were plain",
    ...{ app, file: CALLS, law: "writing/refused-markup" },
    search: `...(format === "markup" ? { parse_mode: "HTML" as const } : {}),`,
    replace: `...(format === "markup" ? {} : {}),`,
  },
  {
    name: "sends plain text as if it were markup",
    ...{ app, file: CALLS, law: "writing/fits-brackets" },
    search: `...(format === "markup" ? { parse_mode: "HTML" as const } : {}),`,
    replace: `...(format ? { parse_mode: "HTML" as const } : {}),`,
  },
  {
    name: "lets one letter too many through",
    ...{ app, file: LIMITS, law: "writing/limit" },
    search: "codePoints: 4096, bytes: 32_768",
    replace: "codePoints: 4097, bytes: 32_768",
  },
  {
    name: "takes up to 5000 letters for one message",
    ...{ app, file: LIMITS, law: "writing/fits-words" },
    search: "if (!holds(plain, MESSAGE)) return false;",
    replace: "if (!holds(plain, MESSAGE)) return plain.length < 5000;",
  },
  {
    name: "does not escape",
    ...{ app, file: HTML, law: "writing/fits-brackets" },
    search: "text += escaped(isCode(span) ? span.text : neutral(span.text));",
    replace: "text += isCode(span) ? span.text : neutral(span.text);",
  },
  {
    name: "calls whoever the model names",
    ...{ app, file: NEUTRAL, law: "writing/calls" },
    search: `(found === "@" ? found + BREAK : found)`,
    replace: `(found === "@" ? \`\${found}\${BREAK.slice(1)}\` : found)`,
  },
  {
    name: "takes chatter for questions",
    ...{ app, file: ADDRESS, law: "reading/chatter" },
    search: "return command || mentioned || repliesToUs(message, me) ? text : null;",
    replace: "return command || mentioned || repliesToUs(message, me) ? text : text;",
  },
  {
    name: "answers other bots",
    ...{ app, file: READ, law: "reading/bot" },
    search: "if (!from || from.is_bot) return null;",
    replace: "if (!from) return null;",
  },
  {
    name: "takes an edit for a new message",
    ...{ app, file: READ, law: "reading/edit" },
    search: `return [readMessage("edit", update_id, edited_message, me)];`,
    replace: `return [readMessage("message", update_id, edited_message, me)];`,
  },
  {
    name: "loses the buttons in an edit",
    ...{ app, file: TRANSPORT, law: "reading/press" },
    search: "done(api.editMessageText(...at(ref), text.text, look(text, options))),",
    replace: "done(api.editMessageText(...at(ref), text.text, look(text, { key: options.key }))),",
  },
  {
    name: "forgets which button was pressed",
    ...{ app, file: READ, law: "reading/press" },
    search: 'const { from, data = "" } = press;',
    replace: "const { from } = press;\n  const data = press.id;",
  },
  {
    name: "throws at an update of next year",
    ...{ app, file: READ, law: "reading/unknown" },
    search: `return [ignore("an update kind that is not for us")];`,
    replace: `throw new Error("an update kind that is not for us");`,
  },
  {
    name: "mixes the topics of a group up",
    ...{ app, file: ADDRESS, law: "writing/place" },
    search: "return message.is_topic_message === true ? message.message_thread_id : undefined;",
    replace: "return message.is_topic_message ? undefined : message.message_thread_id;",
  },
  {
    name: "has one conversation for everybody",
    ...{ app, file: CONTEXT, law: "reading/place" },
    search: "return thread === undefined ? chat :",
    replace: "return thread === undefined ? chat.slice(0, 0) :",
  },
  {
    name: "has lost its typing signal",
    ...{ app, file: TRANSPORT, law: "capabilities/declared" },
    search: `    typing: (ctx) => done(api.sendChatAction(ctx.chat, "typing", place(ctx, { key: "" }))),`,
    replace: "",
  },
  {
    name: "shows a sign of typing to nobody",
    ...{ app, file: TRANSPORT, law: "writing/typing" },
    search: `typing: (ctx) => done(api.sendChatAction(ctx.chat, "typing", place(ctx, { key: "" }))),`,
    replace: `typing: (ctx) => done(Promise.resolve(place(ctx, { key: "" }))),`,
  },
  {
    name: "tells nobody its commands",
    ...{ app, file: TRANSPORT, law: "capabilities/introduce" },
    search: "        api.setMyCommands(",
    replace: "        Promise.resolve(",
  },
  {
    name: "hands on nothing for a file that is not there",
    ...{ app, file: TRANSPORT, law: "capabilities/load" },
    search: "const { file_path } = await api.getFile(id);",
    replace:
      'const { file_path } = await api.getFile(id).catch(() => ({ file_path: "" }));\n      if (!file_path) return { data: "", mime: "" };',
  },
  {
    name: "cuts the end of a file off",
    ...{ app, file: DOWNLOAD, law: "load/whole" },
    search: 'return btoa(parts.join(""));',
    replace: 'return btoa(parts.join("").slice(0, 512));',
  },
  {
    name: "hands on a file of any size",
    ...{ app, file: DOWNLOAD, law: "load/limit" },
    search: "return base64(await chunksOf(body, mostBytes));",
    replace: "return base64(await chunksOf(body, mostBytes + 2 ** 20));",
    also: {
      file: DOWNLOAD,
      search: `if (Number(headers.get("content-length") ?? 0) > mostBytes) {`,
      replace: `if (Number(headers.get("content-length") ?? 0) < 0) {`,
    },
  },
  {
    name: "reacts to another message",
    ...{ app, file: TRANSPORT, law: "react/shown" },
    search: "api.setMessageReaction(...at(ref), reaction(emoji))",
    replace: "api.setMessageReaction(at(ref)[0], at(ref)[1] - 1, reaction(emoji))",
  },
  {
    name: "takes everything for genuine that is JSON",
    ...{ app, file: INDEX, law: "answering/forged" },
    search: `sharedSecret("x-telegram-bot-api-secret-token", {`,
    replace: `sharedSecret("content-type", {`,
    also: {
      file: INDEX,
      search: "      value: env.TELEGRAM_WEBHOOK_SECRET,",
      replace: `      value: env.TELEGRAM_WEBHOOK_SECRET && "application/json",`,
    },
  },
  {
    name: "gives what is delivered again other keys",
    ...{ app, file: READ, law: "answering/again" },
    search: "    key,\n    contentKey,\n    order,",
    replace:
      "    key: key + Math.random(),\n    contentKey: contentKey + Math.random(),\n    order,",
  },
];
