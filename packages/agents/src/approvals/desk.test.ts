import { beforeEach, describe, expect, test } from "vitest";
import type { Tell } from "../door/protocol.ts";
import { carryOut } from "./execute.ts";
import type { Card, Decide } from "./protocol.ts";
import { ALICE, BOB, DAY, decision, Office, proposal } from "./testing.ts";

const HOME = "here:bot/1";
const LIVE = { signal: new AbortController().signal };
let office: Office;
beforeEach(() => {
  office = new Office();
});

async function asked(more = {}): Promise<Card> {
  const proposed = await office.at(HOME).propose(proposal(more));
  if (!proposed.ok) throw new Error(proposed.error);
  return proposed.card;
}
const decide = (card: Card, more: Partial<Decide> = {}) =>
  office.at(HOME).decide(decision(card, more));
const carried = (card: Card, verdict: "approve" | "reject" = "approve") => {
  const desk = office.at(HOME);
  return carryOut(desk.ports, desk, { approval: card.id, verdict }, LIVE);
};
const stateOf = (card: Card) => office.at(HOME).approval(card.id)?.state;
const trail = (card: Card) =>
  office
    .at(HOME)
    .ports.rows.audit(card.id)
    .map(({ event }) => event);

describe("asking", () => {
  test("the same call asks once, also after a kill, and the code is known before anybody sees it", async () => {
    office.diesAt = "approval:stored";
    await expect(asked()).rejects.toThrow("killed");
    const card = await asked();
    expect(await asked()).toEqual(card);
    expect(office.at(HOME).pending()).toHaveLength(1);
    expect(await office.directory.find(card.code)).toEqual({
      conversation: HOME,
      approval: card.id,
    });
  });

  test("what is over for long goes when another comes, with its preview; its trail stays for a year, and what waits", async () => {
    const card = await asked();
    await decide(card);
    const other = await asked({ key: "run:open" });
    await decide(other, { key: "press:2" });
    await carried(card);
    await asked({ key: "run:later" });
    expect(stateOf(card)).toBe("executed");
    office.time += 90 * DAY;
    const fresh = await asked({ key: "run:last" });
    expect([card, other, fresh].map(stateOf)).toEqual([undefined, "approved", "pending"]);
    expect(trail(card)).toEqual(["ask", "approve", "execute", "done"]);
    // Nor does the trail grow for as long as people talk; that of what waits is not touched.
    office.time += 300 * DAY;
    await asked({ key: "run:a year later" });
    expect(trail(card)).toEqual([]);
    expect([stateOf(other), trail(other)]).toEqual(["approved", ["ask", "approve"]]);
  });

  test("what cannot be prepared is an error in words, and nothing is kept", async () => {
    office.door.refuses = true;
    expect(await office.at(HOME).propose(proposal())).toEqual({
      ok: false,
      error: "no such thing",
    });
    expect(await office.at(HOME).propose(proposal({ door: "nowhere" }))).toMatchObject({
      ok: false,
    });
    const elsewhere = { conversation: "here:bot/2", ...ALICE };
    expect(await office.at(HOME).propose(proposal({ actor: elsewhere }))).toMatchObject({
      ok: false,
    });
    expect(office.at(HOME).pending()).toEqual([]);
  });

  test("a code that another approval has is exchanged before it is shown", async () => {
    const { register } = office.directory;
    let refused = "";
    office.directory.register = async (code, place, until) => {
      if (refused !== "") return register(code, place, until);
      refused = code;
      return false;
    };
    const card = await asked();
    expect(refused).not.toBe("");
    expect(card.code).not.toBe(refused);
    expect(await decide(card, { code: refused })).toEqual({ state: "unknown" });
    expect(await decide(card)).toMatchObject({ state: "accepted" });
  });
});

describe("deciding", () => {
  test("counts once; a repeat of the same press counts again, another is told it is closed", async () => {
    const card = await asked();
    expect(await decide(card)).toMatchObject({
      state: "accepted",
      card: { decidedBy: { name: "Bob" } },
    });
    expect(await decide(card)).toMatchObject({ state: "accepted", verdict: "approve" });
    expect(await decide(card, { key: "press:2", verdict: "reject" })).toMatchObject({
      state: "closed",
    });
    expect(trail(card)).toEqual(["ask", "approve"]);
  });

  test("a kill after it was stored: asked again, it has counted", async () => {
    const card = await asked();
    office.diesAt = "approval:decided";
    await expect(decide(card)).rejects.toThrow("killed");
    expect(stateOf(card)).toBe("approved");
    expect(await decide(card)).toMatchObject({ state: "accepted" });
  });

  test("where a second person is wanted, who asked burns nothing", async () => {
    const card = await asked();
    const own = { by: { conversation: HOME, ...ALICE }, secondPerson: true };
    expect(await decide(card, own)).toEqual({ state: "forbidden" });
    expect(await decide(card, { secondPerson: true })).toMatchObject({ state: "accepted" });
    expect(trail(card)).toEqual(["ask", "refused", "approve"]);
  });

  test.each(["", "CDFGHJKM", "../../etc", "x".repeat(10_000)])(
    "the code %.20s is unknown",
    async (code) => {
      const card = await asked();
      expect(await decide(card, { code })).toEqual({ state: "unknown" });
      expect(stateOf(card)).toBe("pending");
    },
  );

  test("a rejected act is not carried out, whoever presses then", async () => {
    const card = await asked();
    await decide(card, { verdict: "reject" });
    expect(await decide(card, { key: "press:2" })).toMatchObject({ state: "closed" });
    expect(await carried(card, "reject")).toMatchObject({ approval: { state: "rejected" } });
    expect(await carried(card, "approve")).toMatchObject({ approval: { state: "rejected" } });
    expect(office.door.acted).toEqual([]);
  });
});

describe("carrying out", () => {
  test("exactly what was shown, once, however often it is begun", async () => {
    const card = await asked();
    await decide(card);
    expect(await carried(card)).toMatchObject({
      approval: { state: "executed", outcome: "Merged." },
    });
    expect(await carried(card)).toMatchObject({ approval: { state: "executed" } });
    expect(office.door.acted).toMatchObject([
      { key: card.id, tool: "merge", input: { number: 7, merge: true }, state: "sha-1" },
    ]);
    expect(trail(card)).toEqual(["ask", "approve", "execute", "done"]);
  });

  test("an answer that is lost is asked for again with the same key", async () => {
    office.timings = { ...office.timings, retryFirstMs: 0, retryMostMs: 0 };
    const card = await asked();
    await decide(card);
    office.door.answers.push(new Error("cut"), { state: "again", afterMs: 0, why: "wait" });
    expect(await carried(card)).toMatchObject({ approval: { state: "executed" } });
    expect(new Set(office.door.acted.map(({ key }) => key))).toEqual(new Set([card.id]));
    expect(office.door.happened).toBe(1);
    expect(trail(card)).toEqual(["ask", "approve", "execute", "wait", "wait", "done"]);
  });

  test("without a decision nothing is carried out", async () => {
    const card = await asked();
    await carried(card);
    expect(office.door.acted).toEqual([]);
    expect(stateOf(card)).toBe("pending");
  });

  test("a changed target is not touched: as it is now, it is asked about anew", async () => {
    const card = await asked();
    await decide(card);
    office.door.head = "sha-2";
    const final = await carried(card);
    expect(stateOf(card)).toBe("superseded");
    expect(final).toMatchObject({
      approval: { state: "pending", replaces: "there is a new commit", title: "Merge #7" },
    });
    // Killed before that was seen: the same card.
    expect(await carried(card)).toEqual(final);
    expect(office.door.happened).toBe(0);
    expect(await decide(card, { key: "press:9" })).toMatchObject({ state: "closed" });
    const [fresh] = office.at(HOME).pending();
    if (!fresh) throw new Error("nothing is asked");
    await decide(fresh, { key: "press:10" });
    expect(await carried(fresh)).toMatchObject({ approval: { state: "executed" } });
    expect(office.door.happened).toBe(1);
  });

  test("what the platform refuses has failed, in its words", async () => {
    const card = await asked();
    await decide(card);
    office.door.answers.push({ state: "refused", why: "checks are red" });
    expect(await carried(card)).toMatchObject({
      approval: { state: "failed", outcome: "checks are red" },
    });
  });
});

describe("time", () => {
  const told = () => office.door.tells.map(({ key }: Tell) => key.split(":").at(-1));

  test("reminded once, expired, and said so; then it is too late", async () => {
    const card = await asked();
    await office.pass(HOME, 4 * DAY);
    expect(told()).toEqual([]);
    for (let day = 0; day < 2; day += 1) await office.pass(HOME, 0.8 * DAY);
    expect(told()).toEqual(["remind"]);
    expect(office.at(HOME).approval(card.id)).toMatchObject({ remind: true, state: "pending" });
    for (let day = 0; day < 3; day += 1) await office.pass(HOME, DAY);
    expect(told()).toEqual(["remind", "expired"]);
    expect(await decide(card)).toMatchObject({ state: "closed", card: { state: "expired" } });
    expect(trail(card)).toEqual(["ask", "remind", "expire"]);
  });

  test("a press that is later than the alarm would have been does not count, and that is said", async () => {
    const card = await asked();
    office.time += 8 * DAY;
    expect(await decide(card)).toMatchObject({ state: "closed", card: { state: "expired" } });
    await office.pass(HOME);
    expect(told()).toEqual(["expired"]);
  });

  test("what could not be told is told later, under the same key", async () => {
    await asked();
    office.door.deaf = true;
    await office.pass(HOME, 8 * DAY);
    office.door.deaf = false;
    await office.pass(HOME);
    expect(told()).toEqual([]);
    await office.pass(HOME, 2_000);
    expect(told()).toEqual(["expired"]);
    expect(office.at(HOME).ports.rows.owed()).toEqual([]);
  });

  test("one that is approved does not expire while it waits to be carried out", async () => {
    const card = await asked();
    await decide(card);
    await office.pass(HOME, 30 * DAY);
    expect(await carried(card)).toMatchObject({ approval: { state: "executed" } });
  });
});

describe("from another platform", () => {
  const AWAY = "there:bot/9";
  const bobThere = { platform: "there", userId: "2", userName: "bobby" };
  const away = (card: Card, more: Partial<Decide> = {}) =>
    office.at(AWAY).decide(decision(card, { by: { conversation: AWAY, ...bobThere }, ...more }));
  function link(): void {
    const { links } = office.directory;
    const there = { v: 1 as const, by: { conversation: AWAY, ...bobThere }, agreed: true };
    links.offer("h", { platform: "here", userId: "2", name: "Bob" }, office.time + 1_000);
    links.step("h", there, office.time);
    links.step("h", there, office.time);
    links.step("h", { by: { conversation: HOME, ...BOB } }, office.time);
    links.step("h", { by: { conversation: HOME, ...BOB }, agreed: true }, office.time);
  }

  test("a person who is not linked, and one of another conversation here, know no such code", async () => {
    const card = await asked();
    expect(await away(card)).toEqual({ state: "unknown" });
    const elsewhere = { conversation: "here:bot/2", ...BOB };
    expect(await office.at("here:bot/2").decide(decision(card, { by: elsewhere }))).toEqual({
      state: "unknown",
    });
    expect(stateOf(card)).toBe("pending");
  });

  test("a linked person's word goes home, counts there, and what came of it is told where it was said", async () => {
    const card = await asked();
    link();
    expect(await away(card)).toMatchObject({ state: "passed" });
    expect(await away(card)).toMatchObject({ state: "passed" });
    expect(stateOf(card)).toBe("pending");
    await office.pass(HOME);
    expect(office.door.tells).toMatchObject([
      { conversation: HOME, event: { kind: "approval", approval: card.id } },
    ]);
    const { claim } = office.at(HOME).approval(card.id) ?? {};
    expect(claim).toMatchObject({ verdict: "approve", by: { userId: "2", name: "Bob" } });
    const by = { conversation: HOME, ...BOB };
    expect(await decide(card, { key: claim?.key ?? "", by })).toMatchObject({ state: "accepted" });
    await office.pass(HOME);
    expect(office.doors.get("there")?.tells).toMatchObject([
      { conversation: AWAY, event: { kind: "say", text: expect.stringContaining("Approved") } },
    ]);
  });

  test.each([
    ["done", { state: "done", text: "Merged." }, "Done: Merge \\#7\n\nMerged."],
    ["refused", { state: "refused", why: "there are conflicts" }, "there are conflicts"],
    ["changed", { state: "changed", why: "a new commit" }, "nothing was done: Merge"],
  ] as const)("what came of it is told there once: %s", async (_name, answer, words) => {
    const card = await asked();
    link();
    await away(card);
    const by = { conversation: HOME, ...BOB };
    await decide(card, { key: "press:1", by });
    expect(office.at(HOME).approval(card.id)).not.toHaveProperty("claim");
    await office.pass(HOME);
    expect(heard()).toEqual([expect.stringContaining("I will tell you")]);
    office.door.answers.push(new Error("down"), answer);
    const desk = office.at(HOME);
    const ports = { ...desk.ports, timings: { ...office.timings, retryFirstMs: 0 } };
    await carryOut(ports, desk, { approval: card.id, verdict: "approve" }, LIVE);
    await carried(card);
    await office.pass(HOME);
    expect(heard()).toHaveLength(2);
    expect(heard()[1]).toContain(words);
    expect(heard()[1]).toContain("Where: acme/site\\#7");
    // Carried out again after a kill, and said again on the other side: nothing more.
    await carried(card);
    expect(await away(card)).toMatchObject({ state: "passed" });
    expect(office.at(HOME).decline(card.id, "press:1")).toBe(false);
    await office.pass(HOME);
    expect(heard()).toHaveLength(2);
  });

  test("a rejection is all there is to tell", async () => {
    const card = await asked();
    link();
    await away(card, { verdict: "reject" });
    const by = { conversation: HOME, ...BOB };
    await decide(card, { key: "press:1", by, verdict: "reject" });
    await carried(card, "reject");
    await office.pass(HOME);
    expect(heard()).toEqual([expect.stringContaining("nothing was done")]);
  });

  test("who may not decide there is told so, and nothing is burnt", async () => {
    const card = await asked();
    link();
    await away(card);
    expect(office.at(HOME).decline(card.id, "press:1")).toBe(true);
    expect(office.at(HOME).decline(card.id, "press:1")).toBe(false);
    await office.pass(HOME);
    expect(office.doors.get("there")?.tells).toMatchObject([
      { event: { kind: "say", text: expect.stringContaining("may not") } },
    ]);
    expect(await decide(card)).toMatchObject({ state: "accepted" });
  });

  test("who has taken back that he is this person has not decided, and nothing is burnt", async () => {
    const card = await asked();
    link();
    await away(card);
    const { claim } = office.at(HOME).approval(card.id) ?? {};
    await office.directory.unlink(bobThere);
    const by = { conversation: HOME, ...BOB };
    expect(await decide(card, { key: claim?.key ?? "", by })).toEqual({ state: "forbidden" });
    expect(stateOf(card)).toBe("pending");
    expect(office.at(HOME).decline(card.id, claim?.key ?? "")).toBe(true);
    expect(await decide(card, { key: "press:2" })).toMatchObject({ state: "accepted" });
  });

  const heard = () =>
    (office.doors.get("there")?.tells ?? []).map(({ event }) =>
      "text" in event ? event.text : "",
    );

  test("another's word from elsewhere pushes none aside: each is looked at in its turn", async () => {
    const card = await asked();
    link();
    const { links } = office.directory;
    links.offer("m", { platform: "here", userId: "6", name: "Mallory" }, office.time + 1_000);
    const mallory = { conversation: AWAY, platform: "there", userId: "6", userName: "mal" };
    const home = { conversation: HOME, ...ALICE, userId: "6" };
    for (const by of [mallory, mallory, home, home]) {
      links.step("m", { by, agreed: true }, office.time);
    }
    await away(card);
    expect(await away(card, { key: "press:2", by: mallory })).toMatchObject({ state: "passed" });
    await away(card, { key: "press:2", by: mallory });
    expect(office.at(HOME).approval(card.id)?.claim).toMatchObject({ key: "press:1" });
    office.at(HOME).decline(card.id, "press:1");
    expect(office.at(HOME).approval(card.id)?.claim).toMatchObject({ key: "press:2" });
    await office.pass(HOME);
    expect(office.door.tells.map(({ key }) => key)).toContain(`approval:${card.id}:claim:press:2`);
    office.at(HOME).decline(card.id, "press:2");
    await office.pass(HOME);
    expect(heard()).toHaveLength(2);
    expect(stateOf(card)).toBe("pending");
  });

  test.each(["decided", "expired"] as const)(
    "one that is %s meanwhile is told to whoever was promised an answer",
    async (how) => {
      const card = await asked();
      link();
      await away(card);
      if (how === "decided") await decide(card, { key: "press:2" });
      await office.pass(HOME, how === "expired" ? 8 * DAY : 0);
      expect(heard()).toEqual([expect.stringContaining("came too late")]);
    },
  );

  test("a title is nobody's markup there either", async () => {
    office.door.title = "Merge [#7](https://evil.example) `x`";
    const card = await asked();
    link();
    await away(card);
    office.at(HOME).decline(card.id, "press:1");
    await office.pass(HOME);
    expect(heard()).toEqual([expect.stringContaining("\\[\\#7\\](https://evil.example) \\`x\\`")]);
  });
});

describe("a conversation with a new address", () => {
  const THERE = "here:bot/2";
  const there = { conversation: THERE, ...BOB };
  const carriedAt = (name: string, card: Card) => {
    const desk = office.at(name);
    return carryOut(desk.ports, desk, { approval: card.id, verdict: "approve" }, LIVE);
  };
  const stateAt = (card: Card) => office.at(THERE).approval(card.id)?.state;

  test("keeps its approvals: decided, reminded and ended there, with the whole trail, and here no more", async () => {
    const [card, other] = [await asked(), await asked({ key: "run:other" })];
    await office.move(HOME, THERE);
    expect(office.at(HOME).pending()).toEqual([]);
    const waiting = office.at(THERE).pending();
    expect(new Set(waiting.map(({ id }) => id))).toEqual(new Set([card.id, other.id]));
    expect(await office.directory.find(card.code)).toMatchObject({ conversation: THERE });
    const decided = await office.at(THERE).decide(decision(card, { by: there }));
    expect(decided).toMatchObject({ state: "accepted" });
    const trailThere = office.at(THERE).ports.rows.audit(card.id);
    expect(trailThere.map(({ event }) => event)).toEqual(["ask", "approve"]);
    await office.pass(HOME, 8 * DAY);
    expect(office.door.tells).toEqual([]);
    await office.pass(THERE);
    expect(office.door.tells.map(({ conversation }) => conversation)).toEqual([THERE]);
    expect(stateAt(other)).toBe("expired");
  });

  test("moves once, also when it is told again", async () => {
    const card = await asked();
    await office.move(HOME, THERE);
    await office.at(THERE).decide(decision(card, { by: there }));
    await office.move(HOME, THERE);
    expect(stateAt(card)).toBe("approved");
    expect(office.at(THERE).ports.rows.audit(card.id)).toHaveLength(2);
  });

  test("approved before, carried out there; what was on its way at the old address is the same act", async () => {
    const card = await asked();
    await decide(card);
    // The door has done it; its answer comes when the conversation has moved.
    office.door.beforeAnswer = () => office.move(HOME, THERE);
    await carriedAt(HOME, card);
    office.door.beforeAnswer = undefined;
    expect(stateAt(card)).toBe("executing");
    expect(await carriedAt(THERE, card)).toMatchObject({ approval: { state: "executed" } });
    expect(office.door.happened).toBe(1);
    expect(new Set(office.door.acted.map(({ key }) => key))).toEqual(new Set([card.id]));
  });

  test("a press that counted right before counts again there, and a new one is too late", async () => {
    const card = await asked();
    await decide(card);
    await office.move(HOME, THERE);
    const again = office.at(THERE).decide(decision(card, { by: there }));
    expect(await again).toMatchObject({ state: "accepted" });
    const late = office.at(THERE).decide(decision(card, { key: "press:2", by: there }));
    expect(await late).toMatchObject({ state: "closed" });
  });

  test("whoever still asks at the old address asks for nothing there", async () => {
    const card = await asked();
    await office.move(HOME, THERE);
    expect(await office.at(HOME).propose(proposal({ key: "run:late" }))).toMatchObject({
      ok: false,
    });
    expect(await decide(card)).toEqual({ state: "unknown" });
    expect(stateAt(card)).toBe("pending");
  });

  test("a word from elsewhere that comes while it moves is heard when it has", async () => {
    const card = await asked();
    const { links } = office.directory;
    const carol = { platform: "there", userId: "3", userName: "carol" };
    const by = { conversation: "there:bot/9", ...carol };
    links.offer("h", { platform: "here", userId: "2", name: "Bob" }, office.time + 1_000);
    for (const who of [by, by, { conversation: HOME, ...BOB }, { conversation: HOME, ...BOB }]) {
      links.step("h", { by: who, agreed: true }, office.time);
    }
    const said = () => office.at("there:bot/9").decide(decision(card, { by }));
    // The old side has let go, and the new one has not written it down.
    office.at(HOME).ports.moving.handOver(THERE);
    await expect(said()).rejects.toThrow("on its way");
    await office.move(HOME, THERE);
    expect(await said()).toMatchObject({ state: "passed" });
    expect(office.at(THERE).approval(card.id)?.claim).toMatchObject({ by: { userId: "2" } });
  });

  test("takes along what is remembered of it, once", async () => {
    const fact = { n: 1, key: "k", fact: "Tuesdays", source: "told", at: 1 } as const;
    office.memories.set(`conversation:${HOME}`, [fact]);
    await office.move(HOME, THERE);
    expect(office.memories.get(`conversation:${THERE}`)).toEqual([fact]);
    expect(office.memories.has(`conversation:${HOME}`)).toBe(false);
    // Forgotten there, it is not brought again.
    office.memories.set(`conversation:${THERE}`, []);
    office.memories.set(`conversation:${HOME}`, [fact]);
    await office.move(HOME, THERE);
    expect(office.memories.get(`conversation:${THERE}`)).toEqual([]);
  });
});
