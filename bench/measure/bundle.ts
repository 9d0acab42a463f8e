import { gzipSync } from "node:zlib";
import type { Measurement } from "../bench.ts";
import { buildWorker } from "../build.ts";
import type { Section } from "../report.ts";

/** Size of each webhook Worker as it is uploaded. */
export const bundle: Measurement = {
  name: "bundle",
  async run(bench): Promise<Section> {
    const { webhook } = await bench.product();
    const rows = [row("trunkline", webhook)];
    for (const [name, entry] of Object.entries(ENTRIES)) {
      const built = await buildWorker(entry);
      rows.push(row(name, Buffer.concat(built.map(({ content }) => content))));
    }
    return {
      title: "Bundle of the webhook Worker",
      how: "KB of 1,000 bytes, minified and gzipped, as wrangler uploads it; the pool's Worker is apart. Aim: below Chat SDK with its Telegram adapter and memory state.",
      tables: [{ head: ["KB", "min", "gzip"], rows }],
      failures: [],
    };
  },
};

const ENTRIES: Readonly<Record<string, string>> = {
  "answer floor": "floor/answer.ts",
  "Chat SDK, memory": "rivals/chat-sdk-memory.ts",
  "Chat SDK, durable": "rivals/chat-sdk-durable.ts",
  "grammY + Hono": "rivals/grammy-hono.ts",
};

function row(name: string, code: Buffer): string[] {
  const size = (bytes: number) => (bytes / 1000).toFixed(1);
  return [name, size(code.byteLength), size(gzipSync(code).byteLength)];
}
