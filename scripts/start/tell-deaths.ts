import type { Supervisor } from "./supervisor.ts";

/** Says each death of the runtime and each new start, a line each. */
export function tellDeaths(runtime: Supervisor, say: (line: string) => void): void {
  let last = runtime.view();
  runtime.onChange(() => {
    const view = runtime.view();
    if (view.state === "down") say(`The runtime (pid ${last.pid}) has died.`);
    if (view.state === "up") {
      const tookMs = Date.now() - view.startedAt;
      say(`It is up again after ${tookMs} ms: pid ${view.pid}.`);
    }
    last = view;
  });
}
