import type { IncomingHttpHeaders } from "node:http";

/**
 * Why a request is refused, or null. The page has no password, so only the page itself may use its
 * server: `Host` stops a foreign name that resolves to this machine (DNS rebinding), `Origin` stops
 * forms and scripts of other sites. A browser sends `Origin` with every POST; so must everybody.
 *
 * @param port - the one we listen on
 */
export function refusal(
  method: string,
  { host, origin }: IncomingHttpHeaders,
  port: number,
): string | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(host ?? "")) return "this page answers only to its own address";
  if (method !== "GET" && !hosts.some((name) => origin === `http://${name}`)) {
    return "only the page itself may do this";
  }
  return null;
}
