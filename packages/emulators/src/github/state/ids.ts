/**
 * Each kind counts for itself, as on GitHub, from far apart: an id used at the endpoint of another
 * kind is not found. Comments have outgrown 32 bits there, so they do here.
 */
const FIRST = {
  user: 30_000_001,
  app: 900_001,
  installation: 60_000_001,
  repository: 700_000_001,
  thread: 2_900_000_001,
  comment: 3_600_000_001,
  review: 3_300_000_001,
  reviewComment: 2_400_000_001,
  discussion: 8_000_001,
  discussionComment: 14_000_001,
  reaction: 310_000_001,
  hook: 500_000_001,
  delivery: 9_100_000_001,
  label: 7_000_000_001,
  check: 45_000_000_001,
  notification: 12_000_000_001,
  token: 1,
} as const;

export type IdKind = keyof typeof FIRST;

export class Ids {
  readonly #last = new Map<IdKind, number>();

  next(kind: IdKind): number {
    const id = (this.#last.get(kind) ?? FIRST[kind] - 1) + 1;
    this.#last.set(kind, id);
    return id;
  }
}

/** The form of GitHub's global ids; what it holds is nobody's business. */
export function nodeId(prefix: string, id: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(id));
  return `${prefix}_kwDO${bytes.toString("base64url")}`;
}

/** 40 hex digits that stand for a commit or a blob. */
export function sha(seed: string): string {
  let hash = 0x811c9dc5;
  let out = "";
  for (let round = 0; out.length < 40; round += 1) {
    for (const char of `${round}${seed}`) {
      hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    }
    out += hash.toString(16).padStart(8, "0");
  }
  return out.slice(0, 40);
}
