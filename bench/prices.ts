/**
 * Cloudflare's published prices beyond what the paid plan includes, in US dollars.
 *
 * Source: developers.cloudflare.com/durable-objects/platform/pricing and /workers/platform/pricing, as
 * of 2026. An RPC call on a stub, a request and an alarm each are one request of an object; rows of
 * indexes count as written; one `setAlarm` is one row written; an object is charged for 128 MB while it
 * is in memory and cannot hibernate.
 */
export const PRICES = {
  workerRequest: 0.3e-6,
  workerCpuMs: 0.02e-6,
  objectRequest: 0.15e-6,
  objectGbSecond: 12.5e-6,
  rowWritten: 1e-6,
  rowRead: 0.001e-6,
  storedGbMonth: 0.2,
} as const;

/** Memory that an object is charged for, in GB. */
export const OBJECT_GB = 0.128;

/** What one answered message uses. */
export interface Usage {
  readonly workerRequests: number;
  readonly objectRequests: number;
  readonly alarms: number;
  readonly rowsWritten: number;
  readonly alarmsSet: number;
  readonly rowsRead: number;
  readonly gbSeconds: number;
}

/** A line of the cost table: dollars for 1,000 messages. */
export interface Cost {
  readonly what: string;
  readonly perMessage: number;
  readonly price: number;
  readonly perThousand: number;
}

export function costs(usage: Usage): Cost[] {
  const lines: [string, number, number][] = [
    ["requests of the Worker", usage.workerRequests, PRICES.workerRequest],
    ["requests of objects", usage.objectRequests, PRICES.objectRequest],
    ["alarms fired (a request each)", usage.alarms, PRICES.objectRequest],
    ["rows written", usage.rowsWritten, PRICES.rowWritten],
    ["alarms set (a row each)", usage.alarmsSet, PRICES.rowWritten],
    ["rows read", usage.rowsRead, PRICES.rowRead],
    ["GB-seconds", usage.gbSeconds, PRICES.objectGbSecond],
  ];
  return lines.map(([what, perMessage, price]) => ({
    what,
    perMessage,
    price,
    perThousand: perMessage * price * 1000,
  }));
}
