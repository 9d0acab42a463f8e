import fc from "fast-check";
import { expect, test } from "vitest";
import { parseXml, XmlFault } from "./xml.ts";

test("elements, attributes, entities", () => {
  const root = parseXml(
    `<body> a &lt;&#65;&#x42; <a href='x"y' id = "1&amp;2"/><b>c</b >\n</body>`,
  );
  expect(root.name).toBe("body");
  expect(root.children).toEqual([
    " a <AB ",
    {
      name: "a",
      attributes: new Map([
        ["href", 'x"y'],
        ["id", "1&2"],
      ]),
      children: [],
    },
    { name: "b", attributes: new Map(), children: ["c"] },
    "\n",
  ]);
});

test.each([
  ["nothing", ""],
  ["no root", "text"],
  ["two roots", "<a/><b/>"],
  ["text behind", "<a/>x"],
  ["not closed", "<a>"],
  ["closed in the wrong order", "<a><b></a></b>"],
  ["closed by a longer name", "<b></body>"],
  ["another case", "<a></A>"],
  ["no quotes", "<a href=x/>"],
  ["an attribute without value", "<a href/>"],
  ["an attribute twice", '<a b="1" b="2"/>'],
  ["attributes without a space", '<a b="1"c="2"/>'],
  ["< in an attribute", '<a b="<"/>'],
  ["a bare &", "<a>R&D</a>"],
  ["an entity of HTML", "<a>&nbsp;</a>"],
  ["an entity of JavaScript", "<a>&constructor;</a>"],
  ["a control character", "<a>\u0007</a>"],
  ["a control character by reference", "<a>&#7;</a>"],
  ["a lone surrogate", "<a>\ud83d</a>"],
  ["a surrogate by reference", "<a>&#xd83d;</a>"],
  ["beyond Unicode", "<a>&#x110000;</a>"],
  ["]]> in text", "<a>]]></a>"],
  ["CDATA", "<a><![CDATA[x]]></a>"],
  ["a comment", "<a><!-- x --></a>"],
  ["a declaration", '<?xml version="1.0"?><a/>'],
  ["a doctype", "<!DOCTYPE a><a/>"],
  ["a tag that does not end", "<a"],
  ["too deep", `${"<a>".repeat(2000)}${"</a>".repeat(2000)}`],
])("refused: %s", (_name, source) => {
  expect(() => parseXml(source)).toThrow(XmlFault);
});

test("whatever is escaped comes back", () => {
  const safe = fc
    .string({ unit: "grapheme" })
    .filter((one) => /^[\t\n\x20-\ud7ff\u{10000}-\u{10ffff}]*$/u.test(one));
  fc.assert(
    fc.property(safe, (text) => {
      const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      expect(parseXml(`<a>${escaped}</a>`).children.join("")).toBe(text);
    }),
  );
});

test("nothing but a fault is ever thrown", () => {
  const piece = fc.constantFrom(
    "<a>",
    "</a>",
    "<b",
    "/>",
    ">",
    "&",
    "&amp;",
    '"',
    "=",
    "x",
    " ",
    "]]>",
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      try {
        parseXml(pieces.join(""));
      } catch (error) {
        expect(error).toBeInstanceOf(XmlFault);
      }
    }),
  );
});
