import { asanaFailure, type Call } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, comments, everSeen, quietTask, taskOf } from "../world/tasks.ts";
import { NOT_ROUTING } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const NOTE = /^I am on it\./;

/** A long turn says so once, in a note that goes when the answer has come. */
describe("a note on Asana", () => {
  let world: World;
  beforeAll(async () => {
    const timings = { progressNoteMs: 300, pokeMs: 60 };
    world = await World.start({ asana: {}, timings });
    await world.asana.subscribed();
  }, 120_000);
  afterAll(() => world?.close());

  const isNote = ({ raw }: Call) => /I am on it/.test(raw);
  const notes = (task: { gid: string }) =>
    everSeen(world, task).filter(({ text }) => NOTE.test(text));
  /** The next answer is held until it is let go. */
  function thinking() {
    world.model.next({ kind: "text", text: "the answer at last" }, NOT_ROUTING);
    const match = ({ raw }: Call) => !raw.includes("requiresHumanApproval");
    const hold = world.model.wire.barrier("arrived", { method: "POST /v1/messages", match });
    return () => hold.release();
  }
  const ended = async (task: { gid: string }) => {
    await until("the answer", () => comments(world, task).includes("the answer at last"));
    const [batch] = await quietTask(world, task);
    expect(batch?.state).toBe("answered");
    await until("no note", () => !comments(world, task).some((text) => NOTE.test(text)));
    return comments(world, task);
  };

  test("stands there while it takes long, once, and is deleted after the answer", async () => {
    const task = await taskOf(world);
    const release = thinking();
    await ask(world, task, "think long").delivered;
    await until("the note", () => notes(task).length === 1);
    expect(comments(world, task)).toEqual([expect.stringMatching(NOTE)]);
    release();
    expect(await ended(task)).toEqual(["the answer at last"]);
    expect(notes(task)).toHaveLength(1);
    const { stories } = world.asana.server.task(task.gid);
    const note = stories.find(({ text }) => NOTE.test(text));
    const answer = stories.find(({ text }) => text === "the answer at last");
    expect(note?.deletedAt ?? 0).toBeGreaterThanOrEqual(answer?.createdAt ?? Infinity);
  });

  test("that was cut off when it was made is found, and goes too", async () => {
    const task = await taskOf(world);
    const release = thinking();
    world.asana.wire.fault({ match: isNote, fault: { kind: "cut-after" } });
    await ask(world, task, "think long").delivered;
    await until("the note", () => notes(task).length === 1);
    release();
    expect(await ended(task)).toEqual(["the answer at last"]);
    expect(notes(task)).toHaveLength(1);
  });

  test("that could not be made holds nothing up, and is not pretended", async () => {
    const task = await taskOf(world);
    const release = thinking();
    world.asana.wire.fault({ match: isNote, fault: { kind: "cut-before" } });
    const from = world.asana.wire.calls.length;
    await ask(world, task, "think long").delivered;
    await until("it was tried", () => world.asana.wire.calls.slice(from).some(isNote));
    release();
    expect(await ended(task)).toEqual(["the answer at last"]);
  });

  test("that Asana does not let us delete at once is deleted later", async () => {
    const task = await taskOf(world);
    const release = thinking();
    await ask(world, task, "think long").delivered;
    await until("the note", () => notes(task).length === 1);
    const reply = asanaFailure(500);
    world.asana.wire.fault({
      method: "deleteStory",
      times: 3,
      fault: { kind: "reply", reply },
    });
    release();
    expect(await ended(task)).toEqual(["the answer at last"]);
  });

  test("/stop ends the turn: the note goes, what is left says so", async () => {
    const task = await taskOf(world);
    const release = thinking();
    await ask(world, task, "think long").delivered;
    await until("the note", () => notes(task).length === 1);
    await ask(world, task, "/stop").delivered;
    await until("it has stopped", () => comments(world, task).includes("Stopped."));
    release();
    await quietTask(world, task);
    await until("no note", () => comments(world, task).length === 1);
    expect(comments(world, task)).toEqual(["Stopped."]);
  });

  test("that somebody has deleted already is no trouble", async () => {
    const { server } = world.asana;
    const task = await taskOf(world);
    const release = thinking();
    await ask(world, task, "think long").delivered;
    await until("the note", () => notes(task).length === 1);
    const [note] = notes(task);
    server.deleteComment({ gid: note?.story_gid ?? "" });
    release();
    expect(await ended(task)).toEqual(["the answer at last"]);
    expect(notes(task)).toHaveLength(1);
  });
});
