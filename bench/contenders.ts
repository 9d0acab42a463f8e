import { join } from "node:path";
import { storeByContent } from "../scripts/serve/cache.ts";
import { type Binding, capnpText, type WorkerService } from "../scripts/serve/capnp.ts";
import { ROOT } from "../scripts/serve/prepare.ts";
import { type Built, buildWorker, COMPATIBILITY_DATE } from "./build.ts";
import { SECRET, TOKEN } from "./messages.ts";
import type { Deployment } from "./runtime.ts";

/** A Durable Object class of a contender, by the name it is bound to. */
interface Objects {
  readonly [binding: string]: string;
}

interface Part {
  readonly service: string;
  readonly entry: string;
  /** Own classes. */
  readonly objects: Objects;
  /** Classes of another part: binding to class and service. */
  readonly others?: Readonly<Record<string, readonly [className: string, service: string]>>;
}

/** Workers that are no product of ours; the first part has the socket. */
const PARTS: Readonly<Record<string, readonly Part[]>> = {
  "ack floor": [{ service: "ack", entry: "floor/ack.ts", objects: { INBOX: "Inbox" } }],
  "answer floor": [
    {
      service: "answer",
      entry: "floor/answer.ts",
      objects: { CHAT: "Chat" },
      others: { POOL: ["Pool", "pool"] },
    },
    { service: "pool", entry: "floor/pool.ts", objects: { POOL: "Pool" } },
  ],
  "Chat SDK, memory": [{ service: "chat", entry: "rivals/chat-sdk-memory.ts", objects: {} }],
  "Chat SDK, durable": [
    {
      service: "chat",
      entry: "rivals/chat-sdk-durable.ts",
      objects: { MessengerAgent: "MessengerAgent", ChatSdkStateAgent: "ChatSdkStateAgent" },
    },
  ],
  "grammY + Hono": [{ service: "grammy", entry: "rivals/grammy-hono.ts", objects: {} }],
};

/** The settings that every contender gets. */
export function settings(farUrl: string): Record<string, string> {
  return {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    TELEGRAM_API_ROOT: farUrl,
    ANTHROPIC_BASE_URL: farUrl,
    ANTHROPIC_API_KEY: "offline",
    TIMINGS: "{}",
    BATCH_WINDOW_MS: "0",
  };
}

/** A floor or a rival. */
export async function contender(name: string, farUrl: string): Promise<Deployment> {
  const parts = PARTS[name] ?? [];
  const built = await Promise.all(parts.map(({ entry }) => buildWorker(entry)));
  const env = settings(farUrl);
  const workers = parts.map((part, at) => worker(part, built[at] ?? [], Object.keys(env)));
  const socket = parts[0]?.service ?? "";
  const files = new Map<string, string | Buffer>();
  files.set(
    "config.capnp",
    capnpText({
      workers,
      sockets: [{ name: socket, address: "127.0.0.1:0", service: socket }],
      networks: [{ name: "internet", allow: ["local"] }],
      disk: "state",
    }),
  );
  parts.forEach(({ service }, at) => {
    for (const module of built[at] ?? []) files.set(`${service}/${module.name}`, module.content);
  });
  return { name, config: join(storeByContent(ROOT, "bench", files), "config.capnp"), socket, env };
}

function worker(part: Part, built: readonly Built[], variables: readonly string[]): WorkerService {
  const { service, objects, others = {} } = part;
  const bindings: Binding[] = [
    ...variables.map((name): Binding => ({ name, kind: "environment", variable: name })),
    ...Object.entries(objects).map(
      ([name, className]): Binding => ({ name, kind: "object", className }),
    ),
    ...Object.entries(others).map(
      ([name, [className, of]]): Binding => ({ name, kind: "object", className, service: of }),
    ),
  ];
  return {
    name: service,
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags: [],
    modules: built.map(({ name }) => ({ name, kind: "esModule", path: `${service}/${name}` })),
    namespaces: Object.values(objects).map((className) => ({
      className,
      uniqueKey: `${service}-${className}`,
      sqlite: true,
    })),
    bindings,
  };
}
