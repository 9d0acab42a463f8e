import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../scripts/serve/prepare.ts";

/** `npm start` as a newcomer's process, on free ports and a folder of its own. */
export class Started {
  readonly url: string;
  readonly dataDir: string;
  readonly #child: ChildProcess;
  readonly #output: () => string;

  private constructor(parts: {
    url: string;
    child: ChildProcess;
    dataDir: string;
    output: () => string;
  }) {
    this.url = parts.url;
    this.dataDir = parts.dataDir;
    this.#child = parts.child;
    this.#output = parts.output;
  }

  /**
   * @param timings - durations of the runtime that are not to be waited for
   * @param port - 0: any
   * @param args - of `npm start`
   */
  static start(
    timings: Readonly<Record<string, number>> = {},
    port = 0,
    args: readonly string[] = [],
  ): Promise<Started> {
    const dataDir = mkdtempSync(join(tmpdir(), "trunkline-browser-"));
    const { PATH, HOME, SSL_CERT_FILE, SSL_CERT_DIR } = process.env;
    const child = spawn(process.execPath, [join(ROOT, "scripts", "start.ts"), ...args], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...{ PATH, HOME, SSL_CERT_FILE, SSL_CERT_DIR },
        ...{ PORT: String(port), TRUNKLINE_DATA: dataDir },
        ...{ TELEGRAM_PORT: "0", GITHUB_PORT: "0", ASANA_PORT: "0" },
        TIMINGS: JSON.stringify(timings),
      },
    });
    // Whatever ends the tests early, this does not stay behind.
    process.once("exit", () => child.kill("SIGINT"));
    let output = "";
    return new Promise((resolve, reject) => {
      const read = (chunk: string) => {
        output += chunk;
        const url = /Page\s+(http:\/\/\S+)/.exec(output)?.[1];
        if (url) resolve(new Started({ url, child, dataDir, output: () => output }));
      };
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", read);
      child.once("error", reject);
      child.once("close", () => reject(new Error(`npm start ended:\n${output}`)));
    });
  }

  /** Everything it has printed. */
  get output(): string {
    return this.#output();
  }

  /** Ctrl-C. @returns the exit code */
  async stop(): Promise<number | null> {
    const closed = new Promise<number | null>((resolve) => this.#child.once("close", resolve));
    this.#child.kill("SIGINT");
    const code = await closed;
    rmSync(this.dataDir, { recursive: true, force: true });
    return code;
  }
}
