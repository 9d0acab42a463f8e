import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, test, vi } from "vitest";
import type {
  Deed,
  Knock,
  KnockAnswer,
  Letter,
  Mishap,
  PlainDriver,
  Shown,
  Where,
} from "./driver.ts";
import type { PlainScene } from "./scene.ts";
import { PlainStage } from "./stage.ts";

/** A platform of which nothing is known but its driver. */
class Board implements PlainDriver {
  readonly done: Deed[] = [];
  readonly armed: [string, Mishap][] = [];
  ours: Shown[] = [];
  eyes: string[] = [];
  made: { call: string; status: number }[] = [];
  broken: string | null = null;
  waiting: Knock[] = [];
  readonly answered: [string, KnockAnswer][] = [];
  #told: Letter[] = [];

  async open(kind: string): Promise<Where> {
    return { kind };
  }

  async act({ kind }: Where, deed: Deed): Promise<boolean> {
    if (deed.kind === "bot") throw new Error("bots stay out");
    this.done.push(deed);
    if (deed.kind === "unknown") return false;
    const registration = kind === "Back yard" ? { registration: "r1" } : {};
    this.#told.push({ headers: { "x-signed": "yes" }, body: `${kind}!`, ...registration });
    return true;
  }

  async heard(): Promise<Letter[]> {
    return this.#told.splice(0);
  }

  async knocks(): Promise<Knock[]> {
    return this.waiting.splice(0);
  }

  async answer(id: string, answer: KnockAnswer): Promise<void> {
    this.answered.push([id, answer]);
  }

  async seen({ kind }: Where): Promise<Shown[]> {
    if (this.broken) throw new Error(this.broken);
    return kind === "wall" ? this.ours : [];
  }

  async reactions(): Promise<string[]> {
    return this.eyes;
  }

  async disturb(operation: string, mishap: Mishap): Promise<void> {
    this.armed.push([operation, mishap]);
  }

  async calls() {
    return this.made;
  }
}

/** The deadline only bounds a failing test. */
const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 });

let board: Board;
let stage: PlainStage;
let stop: () => void;
/** What the app was told, and how it answers. */
let got: { url: string; body: string; headers: IncomingHttpHeaders }[];
let statuses: number[];
const app = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  got.push({ url: request.url ?? "", body, headers: request.headers });
  response.writeHead(statuses.shift() ?? 200, { "x-echo": body }).end("taken");
});

beforeEach(async () => {
  [got, statuses, board] = [[], [], new Board()];
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  stage = await PlainStage.open({
    ...{ name: "board", title: "Board", driver: board, kinds: ["wall", "Back yard"] },
    url: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
    conversationOf({ body }) {
      if (body.startsWith("Back")) throw new Error("not written yet: read.ts");
      return `about ${body}`;
    },
    without: ["stranger", "press"],
    refusals: [{ name: "429 too fast", status: 429, body: { no: "too fast" } }],
  });
  stop = stage.feed(() => {});
});
afterEach(async () => {
  stop();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
});

const scene = (place = "wall") => stage.scene(place).scene as PlainScene;
const say = (text: string, as = "ask", place = "wall") => stage.say(place, { as, text });
const told = (times: number) => until(() => expect(got).toHaveLength(times));
const lines = (way: "in" | "out") => stage.calls(1).filter((line) => line.way === way);
const fault = (id: string) => {
  const found = stage.faults.find((one) => one.id === `board-${id}`);
  if (!found) throw new Error(stage.faults.map((one) => one.id).join());
  return found;
};

it("has a place of each kind, and people who exist there", () => {
  const [wall, yard] = stage.places();
  expect(wall).toMatchObject({ id: "wall", title: "Wall", conversation: null });
  expect(yard).toMatchObject({ id: "back-yard", title: "Back yard" });
  expect(wall.writers.map(({ id }) => id)).toEqual(["ask", "chatter", "bot"]);
});

test("a question reaches the app as it came, and the place knows its conversation", async () => {
  await say("ahoy");
  await told(1);
  expect(board.done).toEqual([{ kind: "ask", text: "ahoy" }]);
  expect(got).toMatchObject([{ url: "/webhook", body: "wall!", headers: { "x-signed": "yes" } }]);
  expect(stage.places()[0].conversation).toBe("about wall!");
  expect(scene().bubbles).toMatchObject([{ by: "ask", text: "ahoy", can: ["edit", "retract"] }]);
  await until(() => expect(lines("in")).toMatchObject([{ status: 200, place: "wall" }]));
});

test("what is not taken is delivered again", async () => {
  statuses = [503];
  await say("ahoy");
  await told(2);
  await until(() => expect(lines("in").map(({ status }) => status)).toEqual([503, 200]));
  expect(lines("in")[1]?.note).toBe("delivered again");
});

test("a handshake is answered by the app, in its own words", async () => {
  board.waiting = [{ id: "k1", headers: {}, body: "secret", registration: "r7" }];
  await until(() => expect(board.answered).toHaveLength(1));
  expect(got[0]?.url).toBe("/webhook/r7");
  const headers = expect.objectContaining({ "x-echo": "secret" });
  expect(board.answered).toEqual([["k1", { status: 200, headers, body: "taken" }]]);
});

test("a reader that is not written yet says so, and its place is found by its registration", async () => {
  await say("ahoy", "ask", "back-yard");
  await told(1);
  expect(got[0]?.url).toBe("/webhook/r1");
  expect(scene("back-yard").trouble).toBe("not written yet: read.ts");
  expect(stage.places()[1]?.conversation).toBeNull();
  await say("ahoy");
  expect(scene().trouble).toBeNull();
  board.broken = "the driver breaks";
  await until(() => expect(scene().trouble).toBe("the driver breaks"));
});

test("what the bot does is seen: texts, corrections, deletions, reactions", async () => {
  await say("ahoy");
  board.ours = [{ text: "one …", versions: ["…", "one …"], deleted: false }];
  board.eyes = ["👀"];
  await until(() => expect(scene().bubbles[1]?.text).toBe("one …"));
  board.ours = [
    { text: "one two", versions: ["…", "one …", "one two"], deleted: false },
    { text: "three", versions: ["three"], deleted: true },
  ];
  await until(() => expect(scene().bubbles).toHaveLength(3));
  expect(scene().bubbles).toMatchObject([
    { by: "ask", reactions: ["👀"] },
    { by: "us", text: "one two", edits: 2, can: ["remove"] },
    { by: "us", text: "three", deleted: true, can: [] },
  ]);
  const found = stage.find("wall", "versions", new URLSearchParams({ message: "2" }));
  const texts = ["…", "one …", "one two"].map((text) => expect.objectContaining({ text }));
  expect(found).toEqual({ json: texts });
});

test("people correct and take back what they asked", async () => {
  await say("ahoi");
  await stage.act("wall", "edit", { text: "ahoy" });
  expect(scene().bubbles).toMatchObject([{ text: "ahoy", edits: 1 }]);
  await stage.act("wall", "retract", {});
  expect(scene().bubbles).toMatchObject([{ deleted: true, can: [] }]);
  expect(board.done.map(({ kind }) => kind)).toEqual(["ask", "edit", "retract"]);
});

it.each<[string, () => Promise<unknown>, number, string]>([
  ["nobody", () => say("x", "7"), 404, "there is nobody of that id"],
  ["no words", () => say(" "), 400, "nobody can send an empty message"],
  ["what does not exist there", () => say("x", "stranger"), 400, "On Board nobody can do that"],
  ["what the driver refuses", () => say("x", "bot"), 400, "bots stay out"],
  ["a press without buttons", () => stage.act("wall", "press", {}), 400, "On Board nobody"],
  ["another act", () => stage.act("wall", "dance", {}), 404, "nobody can do that here"],
  ["another place", () => say("x", "ask", "sea"), 404, "there is no such place"],
])("refuses %s", async (_, act, status, words) => {
  await expect(act()).rejects.toMatchObject({
    status,
    message: expect.stringContaining(words),
  });
  expect(scene().bubbles).toEqual([]);
});

test("a fault waits for its call, and is over when that has met it", async () => {
  const lost = fault("send-lose-the-next-ack");
  const refused = fault("send-429-too-fast");
  for (const one of [lost, refused]) await one.arm("wall", 0);
  expect(board.armed).toMatchObject([
    ["send", { kind: "cut-after" }],
    ["send", { kind: "reply", status: 429 }],
  ]);
  expect(() => lost.disarm("wall")).toThrow("cannot be taken back");
  board.made = [
    { call: "post", status: 200 },
    { call: "post", status: 0 },
  ];
  await until(() => expect(lost.state("wall", 0)).toBeNull());
  expect(lines("out").map(({ tone }) => tone)).toEqual(["good", "bad"]);
  expect(refused.state("wall", 0)).toEqual({ left: 1, until: null });
  board.made = [...board.made, { call: "post", status: 429 }];
  await until(() => expect(refused.state("wall", 0)).toBeNull());
});

test("the last delivery comes again at once; what nobody can do is refused", async () => {
  await fault("again").arm("wall", 0);
  await told(1);
  await expect(fault("unknown").arm("wall", 0)).rejects.toThrow("On Board nobody can do that here");
});
