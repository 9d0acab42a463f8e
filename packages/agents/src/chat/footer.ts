import type { Decision } from "../pool/rules.ts";
import type { Usage } from "../runs/protocol.ts";

/** What an operator sees below an answer: how it came about and what it cost. Markdown. */
export function footer(
  decision: Decision | null,
  usage: Usage | undefined,
  tookMs: number,
): string {
  const tokens = usage
    ? `${usage.input + usage.cacheRead + usage.cacheWrite} in, ${usage.output} out`
    : "no tokens";
  const facts = [
    decision ? `${decision.route} (${decision.tier})` : "no route",
    usage?.model ?? "no model",
    tokens,
    `${(tookMs / 1000).toFixed(1)} s`,
  ];
  return `\n\n_${facts.join(" · ")}_`;
}
