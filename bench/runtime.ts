import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import nodeProcess from "node:process";
import { workerdPath } from "../scripts/serve/host.ts";
import { waitReady } from "../scripts/serve/ready.ts";
import { follow } from "../scripts/serve/running.ts";

type Env = Readonly<Record<string, string>>;

/** A configuration of plain workerd whose one socket can be moved. */
export interface Deployment {
  readonly name: string;
  /** The configuration file. */
  readonly config: string;
  readonly socket: string;
  /** A second socket, of a deployment that counts. */
  readonly poolSocket?: string;
  /** Settings by name; only these are bound. */
  readonly env: Env;
}

/** A running contender: its own workerd on its own folder. */
export interface Running {
  readonly name: string;
  readonly origin: string;
  /** Of the second socket, if there is one. */
  readonly poolOrigin: string;
  readonly dataDir: string;
  /** When its process was started, by `performance.now()`. */
  readonly spawnedAt: number;
  /** Time on the processor so far, in milliseconds, user and system. */
  cpuMs(): number;
  residentBytes(): number;
  output(): string;
  /** SIGKILL, and again on the same folder. */
  restart(env?: Env): Promise<Running>;
  /** SIGKILL; the folder stays. */
  kill(): Promise<void>;
  /** SIGKILL, and the folder goes. */
  stop(): Promise<void>;
}

interface Remains {
  readonly pid: number;
  readonly dataDir: string;
}

/** What runs: a bench that ends early takes it along. */
const left = new Set<Remains>();
nodeProcess.once("exit", () => {
  for (const { pid, dataDir } of left) {
    nodeProcess.kill(pid, "SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  }
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  nodeProcess.once(signal, () => nodeProcess.exit(1));
}

export interface StartOptions {
  /** Over those of the deployment. */
  readonly env?: Env;
  readonly dataDir?: string;
  /** Do not wait until it is ready. */
  readonly detached?: boolean;
}

export async function start(deployment: Deployment, options: StartOptions = {}): Promise<Running> {
  const { name, config, socket } = deployment;
  const env = { ...deployment.env, ...options.env };
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "trunkline-bench-"));
  mkdirSync(join(dataDir, "state"), { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const origin = `http://${address}`;
  const poolAddress = `127.0.0.1:${await freePort()}`;
  const sockets = [`${socket}=${address}`];
  if (deployment.poolSocket) sockets.push(`${deployment.poolSocket}=${poolAddress}`);
  const args = ["serve", config, "--directory-path", `state=${join(dataDir, "state")}`];
  const file = workerdPath();
  const spawnedAt = performance.now();
  const process = follow(
    { file, args: [...args, ...sockets.flatMap((one) => ["--socket-addr", one])], env },
    async (_, alive) => options.detached === true || waitReady([origin], alive),
  );
  const remains: Remains = { pid: process.pid, dataDir };
  left.add(remains);
  await process.ready;
  const kill = async () => {
    process.kill("SIGKILL");
    await process.exited;
    left.delete(remains);
  };
  return {
    name,
    origin,
    poolOrigin: `http://${poolAddress}`,
    dataDir,
    spawnedAt,
    cpuMs: () => cpuMs(process.pid),
    residentBytes: () => residentBytes(process.pid),
    output: () => process.output(),
    async restart(other = env) {
      await kill();
      return start(deployment, { env: other, dataDir });
    },
    kill,
    async stop() {
      await kill();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Fields 14 and 15 of `/proc/PID/stat` count in hundredths of a second (proc(5), USER_HZ). */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s*(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address ? address.port : 0;
}
