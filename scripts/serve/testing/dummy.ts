import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "../prepare.ts";

/** Characters that a configuration file must not trip over. */
export const ODD = 'quote " backslash \\ newline \n tab \t control \u0001 é 😀 \\x41 $x';

const OBJECTS = 'import { DurableObject } from "cloudflare:workers";\n';
const FILES: Readonly<Record<string, string>> = {
  "apps/shared-agents/wrangler.jsonc": JSON.stringify({
    name: "shared-agents",
    main: "src/index.ts",
    compatibility_date: "2026-11-01",
    durable_objects: { bindings: [{ name: "SIMPLE", class_name: "SimpleAgent" }] },
    migrations: [{ tag: "v1", new_sqlite_classes: ["SimpleAgent"] }],
    services: [
      { binding: "TELEGRAM_DOOR", service: "telegram", entrypoint: "Door" },
      { binding: "ASANA_DOOR", service: "asana", entrypoint: "Door" },
    ],
  }),
  "apps/shared-agents/src/index.ts": `${OBJECTS}
export class SimpleAgent extends DurableObject {
  async count() {
    const next = ((await this.ctx.storage.get<number>("count")) ?? 0) + 1;
    await this.ctx.storage.put("count", next);
    return next;
  }
  async env_() { return { names: Object.keys(this.env).sort(), door: await this.env.TELEGRAM_DOOR.knock() }; }
  async reach(url: string) {
    const status = (fetch: typeof globalThis.fetch) => fetch(url).then((r) => r.status, () => "refused");
    return { internet: await status(fetch), web: await status((u) => this.env.WEB.fetch(u)) };
  }
}
export default { fetch: () => new Response("pool") };`,
  "apps/telegram/wrangler.jsonc": `// The comments and the trailing comma are part of the test.
{
  "name": "telegram", "main": "src/index.ts", "compatibility_date": "2026-11-01",
  "durable_objects": { "bindings": [
    { "name": "CHAT", "class_name": "Chat" },
    { "name": "SIMPLE", "class_name": "SimpleAgent", "script_name": "shared-agents" }, /* of the pool */
  ] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Chat"] }],
  "vars": { "ODD": ${JSON.stringify(ODD)}, "TABLE": { "a": [1] }, "BATCH_WINDOW_MS": "500" },
}`,
  "apps/telegram/src/index.ts": `${OBJECTS}
import { WorkerEntrypoint } from "cloudflare:workers";
export class Chat extends DurableObject {}
export class Door extends WorkerEntrypoint { async knock() { return "open"; } }
export default {
  async fetch(request: Request, env: any): Promise<Response> {
    const url = new URL(request.url);
    const pool = env.SIMPLE.getByName("one");
    if (url.pathname === "/ready") return new Response(null, { status: env.TELEGRAM_ADMINS === "never" ? 503 : 200 });
    if (url.pathname === "/count") return Response.json(await pool.count());
    if (url.pathname === "/pool") return Response.json(await pool.env_());
    if (url.pathname === "/reach") return Response.json(await pool.reach(url.searchParams.get("url")));
    return Response.json({ ...env, CHAT: undefined, SIMPLE: undefined });
  },
};`,
};

/** A small workspace with this clone's scripts and installed tools, and Workers of its own. */
export function dummyWorkspace(): { root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), "trunkline-"));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  for (const name of [
    "scripts/serve",
    "scripts/usage.ts",
    "scripts/bootstrap.mjs",
    "package.json",
    "pnpm-lock.yaml",
  ]) {
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  }
  // node_modules itself is a real folder: caches must not end up in the clone.
  mkdirSync(join(root, "node_modules/.pnpm"), { recursive: true });
  for (const name of readdirSync(join(ROOT, "node_modules"))) {
    if ([".pnpm", ".cache"].includes(name)) continue;
    symlinkSync(join(ROOT, "node_modules", name), join(root, "node_modules", name));
  }
  writeFileSync(
    join(root, "node_modules/.pnpm/lock.yaml"),
    readFileSync(join(root, "pnpm-lock.yaml")),
  );
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object"
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}

/** The command lines of all living processes that mention a path. */
export function processesOn(path: string): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      const line = readFileSync(join("/proc", pid, "cmdline"), "utf8").replaceAll("\0", " ");
      return line.includes(path) ? [line] : [];
    } catch {
      return []; // Not a process, or gone in the meantime.
    }
  });
}
