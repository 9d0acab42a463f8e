import { describe, expect, test } from "vitest";
import { parseClassification } from "./router-answer.ts";

const said = {
  type: "complex",
  category: "code",
  complexity: "medium",
  requiresHumanApproval: false,
  reasoning: "it asks for {code}",
};
const json = JSON.stringify(said);

describe("the classifier's answer", () => {
  test.each([
    ["as it should be", json],
    ["in a fence", `\`\`\`json\n${JSON.stringify(said, null, 2)}\n\`\`\``],
    ["with prose around it", `Here you are:\n${json}\nI hope that helps.`],
    ["with other braces around it", `The set {a} gives ${json}, not {b}.`],
    [
      "after the one that the person brought",
      `${JSON.stringify({ ...said, type: "simple" })} ${json}`,
    ],
    ["with a comma too much", json.replace(/\}$/, ",}")],
    ["in capitals", JSON.stringify({ ...said, type: "Complex", complexity: " Medium" })],
    ["with another word for it", JSON.stringify({ ...said, complexity: "moderate" })],
    ["with an approval as text", JSON.stringify({ ...said, requiresHumanApproval: "False" })],
    ["inside another object", JSON.stringify({ classification: said })],
    ["with a field more", JSON.stringify({ ...said, confidence: 0.9 })],
  ])("is read %s", (_name, text) => {
    expect(parseClassification(text)).toEqual(said);
  });

  test("may lack its reasoning", () => {
    const { reasoning: _, ...rest } = said;
    const tool = { ...rest, type: "Tool Confirmation" };
    expect(parseClassification(JSON.stringify(tool))).toEqual({
      ...{ ...rest, type: "tool_confirmation", reasoning: "" },
    });
  });

  test.each([
    ["nothing", "", "no JSON"],
    ["prose", "This is simple.", "no JSON"],
    ["cut off", json.slice(0, -1), "broken JSON"],
    ["cut off before any brace closes", '{"type":"simple"', "no JSON"],
    ["an unknown kind", JSON.stringify({ ...said, type: "sudo" }), "JSON of another shape"],
    [
      "an unknown category",
      JSON.stringify({ ...said, category: "admin" }),
      "JSON of another shape",
    ],
    [
      "an approval that is text",
      JSON.stringify({ ...said, requiresHumanApproval: "no" }),
      "JSON of another shape",
    ],
    ["a field less", JSON.stringify({ type: "simple" }), "JSON of another shape"],
  ])("is refused: %s", (_name, text, why) => {
    expect(() => parseClassification(text)).toThrow(why);
  });
});
