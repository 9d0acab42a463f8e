import fc from "fast-check";
import { expect, test } from "vitest";
import { retyped, typed } from "./words.ts";

const person = (gid: string, name: string) => ({
  ...{ gid, name, email: "", kind: "member" as const },
});
const PEOPLE = [person("1", "Robin"), person("2", "Robin Hood"), person("3", "Trunkline")];
const mention = ({ gid }: { gid: string }) => `<a data-asana-gid="${gid}"/>`;
/** As the emulator shows a mention. */
const shown = (html: string) =>
  html.replaceAll(/<a data-asana-gid="(\d)"\/>/g, (_, gid) => {
    const name = PEOPLE.find((one) => one.gid === gid)?.name;
    return `<a href="https://app.asana.com/0/profile/${gid}">@${name}</a>`;
  });

test.each([
  ["hello", "hello"],
  ["a < b & @Robinson", "a < b & @Robinson"],
  ["@Robin, you?", `<body>${mention({ gid: "1" })}, you?</body>`],
  [
    "@Robin Hood & @Trunkline",
    `<body>${mention({ gid: "2" })} &amp; ${mention({ gid: "3" })}</body>`,
  ],
  ["x@Robin", `<body>x${mention({ gid: "1" })}</body>`],
])("%s", (text, html) => {
  const content = typed(text, PEOPLE, mention);
  expect(typeof content === "string" ? content : content.html).toBe(html);
});

test("what was typed is found again to be corrected", () => {
  const word = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("@Robin", "@Trunkline", " ", "<b>", "&amp;", '"', "\n"),
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const text = words.join("");
      const content = typed(text, PEOPLE, mention);
      if (typeof content === "string") expect(content).toBe(text);
      else expect(retyped(shown(content.html))).toBe(text);
    }),
  );
});
