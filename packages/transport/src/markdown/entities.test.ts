import { expect, test } from "vitest";
import { characterEntities } from "./entities.ts";

test("names of HTML 4 and their characters", () => {
  expect(Object.keys(characterEntities)).toHaveLength(253);
  expect(characterEntities).toMatchObject({
    ...{ quot: '"', amp: "&", apos: "'", lt: "<", gt: ">", nbsp: "\u00A0", frac12: "½" },
    ...{ mdash: "—", rarr: "→", euro: "€", Alpha: "Α", alpha: "α", thetasym: "ϑ", zwj: "\u200D" },
  });
  expect(Object.values(characterEntities).every((sign) => [...sign].length === 1)).toBe(true);
});
