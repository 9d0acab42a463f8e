import type { Account } from "../account.ts";
import type { Args } from "../args.ts";
import { badRequest } from "../refusal.ts";
import type { BotCommand } from "../types.ts";
import { readScope } from "./command-scope.ts";
import type { Method } from "./method.ts";

const MAX_COMMANDS = 100;

export const setMyCommands: Method = {
  name: "setMyCommands",
  parameters: ["commands", "scope", "language_code"],
  run({ account }, args) {
    const given = args.json("commands");
    // TG-server Client.cpp get_bot_commands.
    if (given === undefined) throw badRequest("can't parse commands JSON object");
    if (!Array.isArray(given)) throw badRequest("expected an Array of BotCommand");
    // TG-types setMyCommands: at most 100 [wording unconfirmed].
    if (given.length > MAX_COMMANDS) throw badRequest("BOT_COMMANDS_TOO_MUCH");
    const commands = given.map(command);
    const { scope, language } = readPlace(account, args);
    account.commands.set(scope, language, commands);
    return { result: true };
  },
};

export const deleteMyCommands: Method = {
  name: "deleteMyCommands",
  parameters: ["scope", "language_code"],
  run({ account }, args) {
    const { scope, language } = readPlace(account, args);
    account.commands.remove(scope, language);
    return { result: true };
  },
};

export const getMyCommands: Method = {
  name: "getMyCommands",
  parameters: ["scope", "language_code"],
  run({ account }, args) {
    const { scope, language } = readPlace(account, args);
    return { result: account.commands.get(scope, language) };
  },
};

function readPlace(account: Account, args: Args) {
  const scope = readScope(account, args);
  const language = args.text("language_code");
  // TDLib BotCommand.cpp validate_bot_language_code.
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest("invalid language code specified");
  return { scope, language };
}

function command(value: unknown): BotCommand {
  // TG-server Client.cpp get_bot_command.
  if (typeof value !== "object" || value === null) throw fault("expected an Object");
  if (!("command" in value)) throw fault(`Can't find field "command"`);
  if (!("description" in value)) throw fault(`Can't find field "description"`);
  const name = String(value.command).replace(/^\//, "");
  const description = String(value.description);
  // TG-types BotCommand: 1-32 of a-z 0-9 _; core.telegram.org/method/bots.setBotCommands.
  if (!/^[a-z0-9_]{1,32}$/.test(name)) throw badRequest("BOT_COMMAND_INVALID");
  // TG-types BotCommand: 1-256 characters; core.telegram.org/method/bots.setBotCommands.
  if (description === "" || [...description].length > 256) {
    throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
  }
  return { command: name, description };
}

function fault(what: string): Error {
  return badRequest(`can't parse BotCommand: ${what}`);
}
