import { expect, test } from "vitest";
import { type Command, parseCommand, withoutAsk } from "./commands.ts";

const control = (name: "stop" | "status"): Command => ({ lane: "control", name });
const ordered = (name: "new" | "help" | "start"): Command => ({ lane: "ordered", name });
const approval = (
  name: "approve" | "reject" | "approvals" | "link" | "unlink",
  ...words: string[]
): Command => ({ lane: "approval", name, words });

test.each<[string, Command | null]>([
  ["/stop", control("stop")],
  ["/status", control("status")],
  ["/new", ordered("new")],
  ["/help", ordered("help")],
  ["/start", ordered("start")],
  ["/approve abcd-2345 please", approval("approve", "abcd-2345", "please")],
  ["/Reject@trunkline_bot ABCD2345\n\n[in reply to you: x]", approval("reject", "ABCD2345")],
  ["/approve", approval("approve")],
  ["/approve\nABCD2345", approval("approve", "ABCD2345")],
  ["/approvals", approval("approvals")],
  ["/link ABCD2345 yes", approval("link", "ABCD2345", "yes")],
  ["/unlink", approval("unlink")],
  ["I /approve ABCD2345", null],
  ["/approved ABCD2345", null],
  ["/start deep-link-payload", ordered("start")],
  ["/STOP", control("stop")],
  ["  /stop\n", control("stop")],
  ["/stop\nplease", control("stop")],
  ["/stop@trunkline_bot", control("stop")],
  ["/stop@Trunkline_Bot now", control("stop")],
  ["/stop@other_bot", null],
  ["/stop@trunkline_bot2", null],
  ["/stopp", null],
  ["/stop.", null],
  ["/stop_now", null],
  ["/stop@", null],
  ["/unknown", null],
  ["please /stop", null],
  ["stop", null],
  ["/", null],
  ["// stop", null],
  ["/ stop", null],
  ["", null],
  ["/constructor", null],
])("%j", (text, expected) => {
  expect(parseCommand(text, "Trunkline_bot")).toEqual(expected);
});

test("while our name is not known, a command is for us whoever is named", () => {
  expect(parseCommand("/stop@anyone")).toEqual(control("stop"));
});

test.each([
  ["/ask yes", "yes"],
  ["/ask@trunkline_bot yes", "yes"],
  [" /ASK\nwhat now?\n", "what now?"],
  ["/ask", "/ask"],
  ["/asked yes", "/asked yes"],
  ["please /ask yes", "please /ask yes"],
  ["yes", "yes"],
])("what is asked with %j", (text, words) => {
  expect(withoutAsk(text)).toBe(words);
});
