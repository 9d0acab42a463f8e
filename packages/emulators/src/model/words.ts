import type { z } from "zod";
import { invalid, type Refusal } from "./refusal.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * The first thing wrong with a body, in the words of the API, whose validator is pydantic:
 * `max_tokens: Field required`, `xyz: Extra inputs are not permitted`. Seen in the error reports of
 * many clients, for example anthropics/claude-code issues 6628 and 49171.
 */
export function firstIssue(error: z.core.$ZodError, body: unknown): Refusal {
  const [issue] = error.issues;
  return issue ? describe(issue, [], body) : invalid("Invalid request");
}

function describe(issue: Issue, above: Path, body: unknown): Refusal {
  const path = [...above, ...issue.path];
  if (issue.code === "invalid_union") {
    // The alternative that got furthest says what is really wrong.
    const [first, ...rest] = issue.errors.flat();
    if (first) {
      const deepest = rest.reduce((a, b) => (b.path.length > a.path.length ? b : a), first);
      return describe(deepest, path, body);
    }
    const tag = String(read(body, path));
    return invalid(
      `${tagged(path.slice(0, -1), body)}: Input tag '${tag}' found using 'type' does not match any of the expected tags`,
    );
  }
  if (issue.code === "unrecognized_keys") {
    const inside = [...path, issue.keys[0] ?? ""];
    return invalid(`${tagged(inside, body)}: Extra inputs are not permitted`);
  }
  return invalid(`${tagged(path, body)}: ${words(issue)}`);
}

const KINDS: Readonly<Record<string, string>> = {
  string: "string",
  // zod calls both numbers; only the sampling parameters of 2023 are not integers.
  number: "integer",
  int: "integer",
  boolean: "boolean",
  array: "list",
  object: "dictionary",
  record: "dictionary",
};

function words(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "Field required";
      return `Input should be a valid ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      if (issue.input === undefined) return "Field required";
      return `Input should be ${alternatives(issue.values.map((value) => `'${String(value)}'`))}`;
    case "too_small":
      return `Input should be greater than or equal to ${issue.minimum}`;
    case "too_big":
      if (issue.origin === "string") {
        return `String should have at most ${issue.maximum} characters`;
      }
      return `Input should be less than or equal to ${issue.maximum}`;
    case "invalid_format":
      return `String should match pattern '${(issue.pattern ?? "").replace(/^\/|\/$/g, "")}'`;
    default:
      return issue.message;
  }
}

function alternatives(values: readonly string[]): string {
  if (values.length < 2) return values.join("");
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

/** The API puts an item's type behind its number: `messages.3.content.0.thinking.cache_control`. */
function tagged(path: Path, body: unknown): string {
  const parts = path.flatMap((key, index) => {
    const last = index === path.length - 1;
    if (typeof key !== "number" || last) return [String(key)];
    const type = read(body, [...path.slice(0, index + 1), "type"]);
    if (typeof type === "string") return [String(key), type];
    return path[index - 1] === "tools" ? [String(key), "custom"] : [String(key)];
  });
  return parts.join(".");
}

function read(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}
