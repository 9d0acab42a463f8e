import type { Spelling } from "@trunkline/transport";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayDecide } from "./approvals/policy.ts";
import { misspelt } from "./spelling.ts";

const spelling: Spelling = {
  person: { fits: /^(\d+|room:\d+)$/, like: "digits" },
  place: { fits: /^[a-z]+\/[a-z]+$/, like: "a place like a/b" },
};
const tools = () => ["chat_merge", "chat_issue"];
const spelled = { platform: "chat", spelling, tools };
const found = (env: object) =>
  misspelt(spelled, env).map(({ setting, nth, entry }) => `${setting} ${nth} ${entry}`);

describe("a list", () => {
  test.each<[string, Record<string, string | null>, string[]]>([
    ["unset", {}, []],
    ["null, as workerd says it", { CHAT_ALLOWED_USERS: null, APPROVERS: null }, []],
    ["empty entries", { CHAT_ALLOWED_USERS: " ,7,", CHAT_DOOR_PLACES: "," }, []],
    ["ids", { CHAT_ALLOWED_USERS: "7, room:8", CHAT_ADMINS: "7", CHAT_ALLOWED_BOTS: "9" }, []],
    ["everybody", { CHAT_ALLOWED_USERS: "5,*", APPROVERS: "*" }, []],
    ["everybody where that means nobody", { CHAT_ADMINS: "*" }, ["CHAT_ADMINS 1 *"]],
    ["every bot", { CHAT_ALLOWED_BOTS: "*" }, ["CHAT_ALLOWED_BOTS 1 *"]],
    ["a name", { CHAT_ALLOWED_USERS: "7,@olive" }, ["CHAT_ALLOWED_USERS 2 @olive"]],
    ["a mail address", { CHAT_ALLOWED_USERS: "o@e.org" }, ["CHAT_ALLOWED_USERS 1 o@e.org"]],
    ["a bot's name", { CHAT_ALLOWED_BOTS: "depbot" }, ["CHAT_ALLOWED_BOTS 1 depbot"]],
    ["separated by something else", { CHAT_ADMINS: "7 8" }, ["CHAT_ADMINS 1 7 8"]],
    ["of another platform", { OTHER_ALLOWED_USERS: "olive" }, []],
    ["approvers", { APPROVERS: "chat:7, 7, room:8, chat:room:8, other:olive" }, []],
    ["an approver's name", { APPROVERS: "octocat" }, ["APPROVERS 1 octocat"]],
    ["and with the platform", { APPROVERS: "7,chat:olive" }, ["APPROVERS 2 chat:olive"]],
    ["a space after it", { APPROVERS: "chat: 7" }, ["APPROVERS 1 chat: 7"]],
    ["in capitals", { APPROVERS: "Chat:7" }, ["APPROVERS 1 Chat:7"]],
    ["everybody of a platform", { APPROVERS: "chat:*" }, ["APPROVERS 1 chat:*"]],
    ["places", { CHAT_DOOR_PLACES: "a/b, read@A/*, act@a/b, -chat_merge@*, *@a/b, -*" }, []],
    ["a tool", { CHAT_DOOR_PLACES: "-chat_marge@*" }, ["CHAT_DOOR_PLACES 1 -chat_marge@*"]],
    ["no tool", { CHAT_DOOR_PLACES: "@a/b" }, ["CHAT_DOOR_PLACES 1 @a/b"]],
    ["a space", { CHAT_DOOR_PLACES: "a/b, foo bar" }, ["CHAT_DOOR_PLACES 2 foo bar"]],
    ["a space before a star", { CHAT_DOOR_PLACES: "a b/*" }, ["CHAT_DOOR_PLACES 1 a b/*"]],
    ["a star inside", { CHAT_DOOR_PLACES: "*/b" }, ["CHAT_DOOR_PLACES 1 */b"]],
    ["half a place", { CHAT_DOOR_PLACES: "acme" }, ["CHAT_DOOR_PLACES 1 acme"]],
    ["no place", { CHAT_DOOR_PLACES: "-" }, ["CHAT_DOOR_PLACES 1 -"]],
    ["no place for a tool", { CHAT_DOOR_PLACES: "read@" }, ["CHAT_DOOR_PLACES 1 read@"]],
    ["twice forbidden", { CHAT_DOOR_PLACES: "--a/b" }, ["CHAT_DOOR_PLACES 1 --a/b"]],
  ])("%s", (_name, env, expected) => {
    expect(found(env)).toEqual(expected);
  });

  test("says what an entry must be", () => {
    const env = { CHAT_ADMINS: "x", CHAT_DOOR_PLACES: "-chat_marge@*,acme", APPROVERS: "x,chat:y" };
    expect(misspelt(spelled, env).map(({ must }) => must)).toEqual([
      "digits",
      'for "read@", "act@" or one of the tools chat_merge, chat_issue',
      "a place like a/b, or end in *",
      "digits, or chat:<id>",
      "chat: and digits",
    ]);
  });

  test("is taken as it is where nobody knows how ids look", () => {
    expect(misspelt({ ...spelled, spelling: undefined }, { CHAT_ADMINS: "x" })).toEqual([]);
  });

  test("asks for tools only where there are places", () => {
    const none = () => {
      throw new Error("asked");
    };
    expect(misspelt({ ...spelled, tools: none }, { CHAT_ADMINS: "7" })).toEqual([]);
  });
});

test("who is named by entries that pass may decide", () => {
  const entry = fc.oneof(
    fc.constantFrom("7", "chat:7", "chat: 7", "Chat:7", "olive", "chat:olive", " 7 ", "chat:*"),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(entry, (APPROVERS) => {
      fc.pre(
        !APPROVERS.includes(",") && APPROVERS.trim() !== "" && found({ APPROVERS }).length === 0,
      );
      const id = APPROVERS.trim().replace(/^chat:/, "");
      fc.pre(!/^(?!room:)[a-z0-9]+:/.test(id));
      const policy = { platform: "chat", people: "*", approvers: APPROVERS };
      expect(mayDecide(policy, id === "*" ? "1" : id)).toBe(true);
    }),
  );
});
