// Runs beside a starting workerd: prints `ready` once every app is, then ends. Ends with workerd, too.
//
//   node watch.ts http://127.0.0.1:8801 … PID
import { readlinkSync, writeSync } from "node:fs";
import { waitReady } from "./ready.ts";

const urls = process.argv.slice(2, -1);
const pid = process.argv.at(-1);

const alive = (): boolean => {
  try {
    // Unlike kill(pid, 0), this fails for a dead process that nobody has reaped yet.
    return readlinkSync(`/proc/${pid}/exe`) !== "";
  } catch {
    return false;
  }
};

// writeSync: a Node stream would make the pipe non-blocking, also for workerd, which shares it.
if (await waitReady(urls, alive, (state) => writeSync(2, `trunkline: not ready yet. ${state}\n`))) {
  writeSync(1, "ready\n");
}
