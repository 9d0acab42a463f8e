import type * as z from "zod/mini";

/**
 * Why an input does not fit, in words that a model can mend its call by. What it holds is left out: that may be
 * long, or a secret.
 */
export function misfit(issues: readonly z.core.$ZodIssue[]): string {
  const lines = issues.slice(0, 5).map((issue) => {
    const where = issue.path.length > 0 ? issue.path.map(String).join(".") : "input";
    return `${where}: ${wrong(issue)}`;
  });
  return lines.join("; ");
}

/** The library's own words, which `zod/mini` does not have: nobody is told something else for the want of them. */
const NOT_OURS = /^(?:Invalid (?:input|option)|Too (?:small|big)|Unrecognized key)/;

function wrong(issue: z.core.$ZodIssue): string {
  if (!NOT_OURS.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return `must be ${issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "too_small":
      return `too small, ${issue.minimum} is the least`;
    case "too_big":
      return `too big, ${issue.maximum} is the most`;
    case "unrecognized_keys":
      return `there is no ${issue.keys.map((key) => JSON.stringify(key)).join(" and no ")}`;
    default:
      return issue.code;
  }
}
