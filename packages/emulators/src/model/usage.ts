import { createHash } from "node:crypto";
import type { CountRequest } from "./request.ts";
import { blocksOf } from "./turns.ts";

/** Tokens of a request and its answer, about four characters each. */
export interface Tokens {
  /** Neither read from the cache nor written to it. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWritten5m: number;
  readonly cacheWritten1h: number;
  readonly output: number;
}

/** About how many tokens a text has. */
export function tokensIn(text: string): number {
  return Math.ceil(text.length / 4);
}

interface Part {
  readonly text: string;
  readonly mark: "5m" | "1h" | null;
}

/** The prompt in the order in which it is cached: tools, system, messages. */
function parts(request: CountRequest): Part[] {
  const system =
    typeof request.system === "string"
      ? [{ type: "text" as const, text: request.system }]
      : (request.system ?? []);
  const items = [...(request.tools ?? []), ...system, ...request.messages.flatMap(blocksOf)];
  return items.map((item, index) => {
    const own = "cache_control" in item ? item.cache_control : undefined;
    const last = index === items.length - 1 ? request.cache_control : undefined;
    const mark = own ?? last;
    const { cache_control: _, ...bare } = { cache_control: null, ...item };
    const text = "text" in bare && typeof bare.text === "string" ? bare.text : JSON.stringify(bare);
    return { text, mark: mark ? (mark.ttl ?? "5m") : null };
  });
}

/** All tokens of a prompt, as `count_tokens` answers. */
export function promptTokens(request: CountRequest): number {
  return parts(request).reduce((sum, part) => sum + tokensIn(part.text), 0);
}

/** The prompt cache: which prefixes up to a `cache_control` mark it has seen. It never forgets. */
export class PromptCache {
  readonly #seen = new Set<string>();

  /** Tokens of a prompt, by where they come from; the marked prefixes are cached from now on. */
  count(request: CountRequest): Omit<Tokens, "output"> {
    const hash = createHash("sha256").update(request.model);
    const marks: { key: string; upTo: number; ttl: "5m" | "1h" }[] = [];
    let total = 0;
    for (const { text, mark } of parts(request)) {
      total += tokensIn(text);
      hash.update(JSON.stringify(text));
      if (mark) marks.push({ key: hash.copy().digest("hex"), upTo: total, ttl: mark });
    }
    const cacheRead = marks.findLast((mark) => this.#seen.has(mark.key))?.upTo ?? 0;
    const written = { "5m": 0, "1h": 0 };
    let from = cacheRead;
    for (const mark of marks) {
      this.#seen.add(mark.key);
      if (mark.upTo <= from) continue;
      written[mark.ttl] += mark.upTo - from;
      from = mark.upTo;
    }
    return {
      input: total - from,
      cacheRead,
      cacheWritten5m: written["5m"],
      cacheWritten1h: written["1h"],
    };
  }
}
