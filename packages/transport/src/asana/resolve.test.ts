import { describe, expect, test } from "vitest";
import { type AsanaContext, contentKeyOf, parseAsana } from "./context.ts";
import type { Story, Task } from "./records.ts";
import { askedBy, assignedTo, saidIn } from "./resolve.ts";

const BOT = "100";
const AT = "2026-04-27T14:36:31.187Z";
const MS = Date.parse(AT);
const after = (seconds: number) => new Date(MS + seconds * 1000).toISOString();
const ann = { gid: "55", name: "Ann", resource_type: "user" };
const eve = { gid: "66", name: "Eve", resource_type: "user" };

const commented: AsanaContext = { task: "9", story: "7", started: "comment", user: "55", at: MS };
const story: Story = {
  gid: "7",
  resource_subtype: "comment_added",
  type: "comment",
  text: "https://app.asana.com/0/profile/100 hi",
  html_text: '<body><a data-asana-type="user" data-asana-gid="100">@Bot</a> hi</body>',
  created_at: AT,
  created_by: ann,
  target: { gid: "9" },
};

describe("a comment", () => {
  test("becomes the message that it is", () => {
    const said = saidIn(commented, story, BOT);
    expect(said).toEqual({ ...commented, bot: BOT, name: "Ann", text: "hi", mentioned: true });
    expect(said && parseAsana(said)).toEqual({
      text: "hi",
      userId: "55",
      userName: "Ann",
      chatId: "9",
      messageRef: { task: "9", story: "7" },
      attachments: [],
      metadata: { started: "comment" },
    });
  });

  test("is found on its task where the event did not tell", () => {
    expect(saidIn({ ...commented, task: "" }, story, BOT)?.task).toBe("9");
  });

  test("without rich text has its plain text, and mentions nobody", () => {
    const plain = { ...story, html_text: null, text: " hi " };
    expect(saidIn(commented, plain, BOT)).toMatchObject({ text: "hi", mentioned: false });
  });

  test("that is a command about approvals is for us without a mention", () => {
    const said = (text: string) => saidIn(commented, { ...story, html_text: null, text }, BOT);
    expect(said("/approve ABCD2345")?.mentioned).toBe(true);
    expect(said("/Reject abcd-2345")?.mentioned).toBe(true);
    expect(said("/approve")?.mentioned).toBe(false);
    expect(said("we /approve ABCD2345")?.mentioned).toBe(false);
    for (const text of [
      "/link",
      "/link ABCD2345",
      "/link abcd-2345 yes",
      "/unlink",
      "/approvals",
    ]) {
      expect(said(text)?.mentioned, text).toBe(true);
    }
    for (const text of ["/link #7", "/unlink it", "/approvals?", "we /link ABCD2345"]) {
      expect(said(text)?.mentioned, text).toBe(false);
    }
  });

  test("its author counts, not who caused the event", () => {
    expect(saidIn({ ...commented, user: "66" }, story, BOT)?.user).toBe("55");
  });

  test("without a mention is for us when the task is ours, and tells the workspace", () => {
    const ctx = saidIn(commented, { ...story, html_text: "<body>hi</body>" }, BOT);
    expect(ctx?.mentioned).toBe(false);
    const ours: Task = { gid: "9", assignee: { gid: BOT }, workspace: { gid: "3" } };
    expect(ctx && assignedTo(ctx, ours, BOT)).toMatchObject({ text: "hi", workspace: "3" });
    expect(ctx && assignedTo(ctx, { ...ours, assignee: null }, BOT)).toBeNull();
    expect(ctx && assignedTo(ctx, { ...ours, assignee: { gid: "55" } }, BOT)).toBeNull();
  });

  test.each<[string, Partial<Story>]>([
    ["ours", { created_by: { gid: BOT } }],
    ["of nobody", { created_by: null }],
    ["of an agent", { created_by: { gid: "8", resource_type: "agent" } }],
    ["of the system", { resource_subtype: "assigned", type: "system" }],
    ["of an old kind", { resource_subtype: null, type: "system" }],
    ["without words", { html_text: "<body> </body>" }],
  ])("%s is not for us", (_name, other) => {
    expect(saidIn(commented, { ...story, ...other }, BOT)).toBeNull();
  });

  test("on no task is not for us", () => {
    expect(saidIn({ ...commented, task: "" }, { ...story, target: null }, BOT)).toBeNull();
  });
});

describe("an assignment", () => {
  const ctx: AsanaContext = { task: "9", started: "assigned", user: "55", at: MS };
  const task: Task = {
    gid: "9",
    name: "Buy milk",
    html_notes: "<body>two <strong>litres</strong></body>",
    assignee: { gid: BOT },
    created_by: eve,
    workspace: { gid: "3" },
  };
  const system = (subtype: string, by: Story["created_by"], at: string, gid = "70"): Story => ({
    ...{ gid, resource_subtype: subtype, type: "system", created_at: at, created_by: by },
  });
  const assigned = system("assigned", ann, AT);

  test("is name and description, said by who assigned, and known by its story", () => {
    const asked = askedBy(ctx, task, [system("assigned", eve, after(-9), "60"), assigned], BOT);
    expect(asked).toEqual({
      ...ctx,
      bot: BOT,
      workspace: "3",
      story: "70",
      user: "55",
      name: "Ann",
      text: "Buy milk\n\ntwo litres",
    });
    expect(asked && contentKeyOf(asked)).toBe("story:70");
  });

  test("of a task that was made with it may have no story: the maker is known from the task", () => {
    const made = askedBy(ctx, { ...task, created_by: ann }, [], BOT);
    expect(made).toMatchObject({ user: "55", name: "Ann" });
    expect(made && contentKeyOf(made)).toBe("assigned:9");
    expect(askedBy(ctx, task, [], BOT)).toMatchObject({ user: "55", name: "" });
  });

  test("that was taken back, or taken by us, is not for us", () => {
    expect(askedBy(ctx, { ...task, assignee: null }, [assigned], BOT)).toBeNull();
    expect(askedBy(ctx, task, [system("assigned", { gid: BOT }, AT)], BOT)).toBeNull();
  });

  test.each<[string, Story, string]>([
    ["by another, later: left out", system("notes_changed", eve, after(5)), "Buy milk"],
    ["by another, the name: left out", system("name_changed", eve, after(5)), "two litres"],
    ["by who assigned, later", system("notes_changed", ann, after(5)), "Buy milk\n\ntwo litres"],
    ["by another, before", system("notes_changed", eve, after(-5)), "Buy milk\n\ntwo litres"],
  ])("what was changed %s", (_name, change, text) => {
    expect(askedBy(ctx, task, [assigned, change], BOT)?.text).toBe(text);
  });

  test("whose event came before it, counts from when it was assigned", () => {
    const late = [system("notes_changed", eve, after(5)), system("assigned", ann, after(9))];
    expect(askedBy(ctx, task, late, BOT)).toMatchObject({
      text: "Buy milk\n\ntwo litres",
      at: MS + 9_000,
    });
  });

  test("without any words still says what happened", () => {
    const bare = { gid: "9", name: "", notes: "", assignee: { gid: BOT } };
    expect(askedBy(ctx, bare, [], BOT)?.text).toBe("(a task was assigned to you)");
  });
});
