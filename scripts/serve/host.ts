import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { checkCaStore } from "./ca-store.ts";
import type { Environment } from "./check-settings.ts";
import { Refusal } from "./refusal.ts";

/** Says what this machine lacks to run workerd under the lock. */
export function checkHost(env: Environment): void {
  if (process.platform !== "linux" || !existsSync("/proc/self/exe")) {
    throw new Refusal("plain workerd needs Linux with /proc mounted. Elsewhere: npm run dev.");
  }
  if (!inPath("flock", env.PATH)) {
    throw new Refusal(
      "serve needs the command flock. On Debian or Ubuntu: apt-get install util-linux.",
    );
  }
  checkCaStore(env);
}

function inPath(command: string, path: string | undefined): boolean {
  return (path ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The native binary, not npm's wrapper: its pid is the one that matters. */
export function workerdPath(): string {
  const module: unknown = createRequire(import.meta.url)("workerd");
  if (typeof module === "object" && module !== null && "default" in module) {
    if (typeof module.default === "string") return module.default;
  }
  throw new Refusal(
    "The package workerd is not installed completely. Delete node_modules and try again.",
  );
}
