import { createServer } from "node:net";
import { Refusal } from "../serve/index.ts";

/**
 * A port from the environment; 0 means any free one.
 *
 * @throws Refusal when it is not a number of a port
 */
export function readPort(name: string, value: string | undefined, usual: number): number {
  if (!value) return usual;
  if (/^\d{1,5}$/.test(value) && Number(value) < 65_536) return Number(value);
  throw new Refusal(`${name} must be the number of a port, like ${usual}.`);
}

/** This port of loopback if it is free, else any that is. */
export async function freePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (isBusy(error) ? resolve(null) : reject(error)));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const got = address !== null && typeof address === "object" ? address.port : null;
      server.close(() => resolve(got));
    });
  });
}

/** In use, or one of those that only an administrator may use. */
export function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    (error.code === "EADDRINUSE" || error.code === "EACCES")
  );
}
