import { Parts } from "@trunkline/prompts";
import { jsonIn } from "./plan.ts";

/** A question is split into so many parts. */
export const MOST_PARTS = 5;

/** The parts of a split, or the question as it is. */
export function partsOf(answer: string, question: string): Parts["parts"] {
  const parsed = Parts.safeParse(jsonIn(answer));
  const parts = (parsed.success ? parsed.data.parts : [])
    .map((part) => ({ title: part.title.trim(), question: part.question.trim() }))
    .filter((part) => part.title !== "" && part.question !== "")
    .slice(0, MOST_PARTS);
  if (parts.length > 0) return parts;
  return [{ title: [...(question.split("\n")[0] ?? "")].slice(0, 60).join(""), question }];
}
