import { Classification } from "@trunkline/prompts";

/** One flat object; braces inside its strings do not count. */
const FLAT_OBJECT = /\{(?:"(?:[^"\\]|\\.)*"|[^{}"])*\}/g;

/** Words for a value of the schema that leave no doubt which one is meant. */
const ALIASES: Readonly<Record<string, string>> = {
  moderate: "medium",
  confirmation: "tool_confirmation",
  coding: "code",
  tasks: "task",
  information: "info",
};

/**
 * Reads the classifier's answer, also with a fence or prose around it, a comma too much, "Simple" for
 * "simple", or without a reasoning. Of several objects the last one that fits counts.
 *
 * @throws Error that says what it lacks
 */
export function parseClassification(text: string): Classification {
  const objects = text.match(FLAT_OBJECT) ?? [];
  if (objects.length === 0) throw new Error("no JSON");
  let why = "broken JSON";
  for (const json of objects.reverse()) {
    const value = parse(json);
    if (value === undefined) continue;
    const parsed = Classification.safeParse(mended(value));
    if (parsed.success) return parsed.data;
    why = "JSON of another shape";
  }
  throw new Error(why);
}

function parse(json: string): unknown {
  for (const text of [json, json.replace(/,(?=\s*\}$)/, "")]) {
    try {
      return JSON.parse(text);
    } catch {
      // The next spelling, or none.
    }
  }
  return undefined;
}

function mended(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const given: Record<string, unknown> = { ...value };
  const approval = given.requiresHumanApproval;
  return {
    type: word(given.type),
    category: word(given.category),
    complexity: word(given.complexity),
    requiresHumanApproval: /^(?:true|false)$/i.test(String(approval))
      ? /^true$/i.test(String(approval))
      : approval,
    reasoning: typeof given.reasoning === "string" ? given.reasoning : "",
  };
}

function word(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const plain = value
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  return ALIASES[plain] ?? plain;
}
