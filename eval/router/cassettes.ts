import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type {
  ModelAnswer,
  ModelPort,
  ModelRequest,
} from "../../packages/agents/src/model/anthropic.ts";

/** One answer of the model, as it came. */
export interface Take extends ModelAnswer {
  readonly tookMs: number;
}

/** Answers by the hash of their request: another prompt, model or message is another request. */
export type Cassette = Map<string, Take>;

export const CASSETTES = join(import.meta.dirname, "cassettes");

/** Of one model; empty when nothing was recorded. */
export function readCassette(model: string, folder = CASSETTES): Cassette {
  const path = pathOf(model, folder);
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => {
      const { request, ...take }: Take & { request: string } = JSON.parse(line);
      return [request, take];
    }),
  );
}

/** Sorted by request, so that a new recording is a small diff. */
export function writeCassette(model: string, cassette: Cassette, folder = CASSETTES): void {
  const path = pathOf(model, folder);
  mkdirSync(dirname(path), { recursive: true });
  const takes = [...cassette].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = takes.map(([request, take]) => JSON.stringify({ request, ...take }));
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
}

export const hashOf = (request: ModelRequest): string =>
  createHash("sha256").update(JSON.stringify(request)).digest("hex").slice(0, 32);

/** Answers from the cassette; asks and records what is not on it, when there is someone to ask. */
export function playing(cassette: Cassette, live: ModelPort | null): ModelPort {
  return {
    async ask(request, onText, signal) {
      const hash = hashOf(request);
      const known = cassette.get(hash);
      if (known) return known;
      if (!live) throw new Error("not on the cassette");
      const from = performance.now();
      const answer = await live.ask(request, onText, signal);
      cassette.set(hash, { ...answer, tookMs: Math.round(performance.now() - from) });
      return answer;
    },
  };
}

const pathOf = (model: string, folder: string): string =>
  join(folder, `${model.replaceAll(/[^\w.-]/g, "_")}.jsonl`);
