import fc from "fast-check";
import { expect, test } from "vitest";
import { overview, type Registration, type RegistrationRow } from "./registration.ts";

const STATES = ["pending", "active", "failed", "dropped", "leaving"] as const;
const RESOURCE = fc.constantFrom("a", "b", "c");

const shown = ({ id, secret: _, ...row }: RegistrationRow): Registration => ({
  ...row,
  target: `t/${id}`,
});
const rowOf = (resource: string, state: RegistrationRow["state"], at: number): RegistrationRow => ({
  ...{ id: `${at}`, resource, state, secret: "s", gid: null, heard_at: null, at },
});
const refusalOf = (resource: string) => ({
  ...{ resource, tries: 3, answered: "forbidden: no", again_at: 7 },
});

const KNOWN = fc.record({
  rows: fc
    .array(fc.tuple(RESOURCE, fc.constantFrom(...STATES)))
    .map((all) => all.map(([resource, state], at) => rowOf(resource, state, at))),
  refusals: fc.uniqueArray(RESOURCE).map((all) => all.map(refusalOf)),
  wanted: fc.array(RESOURCE),
  blind: fc.option(fc.constant(refusalOf("")), { nil: undefined }),
});

test("each resource that somebody knows of has one line, and no line has a secret", () => {
  fc.assert(
    fc.property(KNOWN, (known) => {
      const lines = overview(known, shown);
      const resources = lines.map(({ resource }) => resource).toSorted();
      const all = [...known.rows, ...known.refusals].map(({ resource }) => resource);
      expect(resources).toEqual([...new Set([...all, ...known.wanted])].toSorted());
      expect(JSON.stringify(lines)).not.toContain("secret");
    }),
  );
});

test("what works has no fault, and what was refused says so", () => {
  fc.assert(
    fc.property(KNOWN, (known) => {
      for (const { resource, state, answered } of overview(known, shown)) {
        const states = known.rows.filter((row) => row.resource === resource);
        const works = states.some((row) => row.state === "active");
        expect(state === "active").toBe(works);
        const refused = known.refusals.some((one) => one.resource === resource);
        if (refused && !works && state !== "leaving") expect(answered).toBe("forbidden: no");
        if (works) expect(answered).toBeUndefined();
      }
    }),
  );
});

test("tries that failed are told as one refusal; those without one as the last of them", () => {
  const rows = [rowOf("a", "failed", 1), rowOf("a", "failed", 2)];
  const known = { rows, refusals: [], wanted: ["b"], blind: refusalOf("") };
  expect(overview(known, shown)).toMatchObject([
    { resource: "a", state: "failed", target: "t/2" },
    { resource: "b", state: "wanted", target: null, tries: 3, answered: "forbidden: no" },
  ]);
  expect(overview({ ...known, refusals: [refusalOf("a")], wanted: [] }, shown)).toEqual([
    { ...refusalOf("a"), state: "refused", gid: null, heard_at: null, target: null, at: null },
  ]);
});
