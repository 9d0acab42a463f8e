import type { ModelServer } from "../model/index.ts";
import type { Delivery, TelegramServer } from "../telegram/index.ts";
import type { Call } from "../wire.ts";

/** One HTTP call between the runtime and the outside. */
export interface CallLine {
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** `in`: to the runtime. `out`: from it. */
  readonly way: "in" | "out";
  readonly what: string;
  /** HTTP status; null while it is open. */
  readonly status: number | null;
  /** Why there is no status, in a word or two. */
  readonly broken: string | null;
}

const MOST_CALLS = 40;

/**
 * The last calls, newest first.
 *
 * @param startedAt - of the runtime's process: what was open before died with the one before
 */
export function lastCalls(
  telegram: TelegramServer,
  model: ModelServer | null,
  startedAt: number,
): CallLine[] {
  const cut = new Set(model?.journal.filter((entry) => entry.cut).map(({ call }) => call));
  const lines = [
    ...telegram.wire.calls
      .slice(-MOST_CALLS)
      .map((call) => outLine("telegram", call, call.at < startedAt)),
    ...(model?.wire.calls ?? [])
      .slice(-MOST_CALLS)
      .map((call) => outLine("model", call, call.at < startedAt || cut.has(call))),
    ...telegram.deliveries
      .map((delivery, n) => ({ delivery, n }))
      .slice(-MOST_CALLS)
      .map(({ delivery, n }) => inLine(delivery, n)),
  ];
  return lines.sort((a, b) => b.at - a.at).slice(0, MOST_CALLS);
}

function outLine(wire: string, call: Call, left: boolean): CallLine {
  const { n, at, method, status, moment } = call;
  const answered = moment === "answered";
  return {
    key: `${wire}-${n}`,
    at,
    way: "out",
    what: method,
    status: answered ? status : null,
    broken: left && !answered ? "cut" : null,
  };
}

function inLine({ at, status, error, update_id }: Delivery, n: number): CallLine {
  return {
    key: `webhook-${n}`,
    at,
    way: "in",
    what: `webhook, update ${update_id}`,
    status: status === 0 ? null : status,
    broken: error,
  };
}
