import type { Bench, Measurement } from "../bench.ts";
import { type Cost, costs } from "../prices.ts";
import { failuresOf, type Section, type Table } from "../report.ts";
import { type Running, start } from "../runtime.ts";
import { type Counted, countedAnswers } from "../usage.ts";

const CHATS = 20;
/** As a model of today writes: some six seconds. */
const STREAMED = { pieces: 60, everyMs: 100 };
const MOST_STATEMENTS = 12;

/** What one answered message uses of what Cloudflare charges for, with the product's own timings. */
export const cost: Measurement = {
  name: "cost",
  async run(bench): Promise<Section> {
    const { counting } = await bench.product();
    const running = await start(counting, { env: { TIMINGS: "{}", BATCH_WINDOW_MS: "500" } });
    const first = await answers(bench, running, CHATS);
    const known = await answers(bench, running, CHATS * (bench.quick ? 1 : 5));
    bench.far.plan = STREAMED;
    const streamed = await answers(bench, running, CHATS);
    bench.far.plan = { pieces: 1, everyMs: 0 };
    await running.stop();
    const columns = {
      "new conversation": first,
      "answered at once": known,
      "streamed for 6 s": streamed,
    };
    return {
      title: "What an answered message uses",
      how: `Counted inside workerd by wrapping the built bundle (bench/counting.ts), with the product's own timings, ${CHATS} conversations. The memory of the two objects that work on an answer is estimated from the time it takes. What the paid plan includes and what the model costs are left out.`,
      tables: [
        usageTable(columns),
        costTable(costs(streamed.usage)),
        statementTable(known),
        eventTable(known),
      ],
      failures: Object.entries(columns).flatMap(([name, { answered }]) =>
        failuresOf(name, answered.tally),
      ),
    };
  },
};

function answers(bench: Bench, running: Running, messages: number): Promise<Counted> {
  const chatOf = (index: number) => (index % CHATS) + 1;
  return countedAnswers(bench.far, running, { messages, chatOf, connections: CHATS });
}

function usageTable(columns: Readonly<Record<string, Counted>>): Table {
  const all = Object.values(columns);
  const row = (what: string, value: (counted: Counted) => number) => [
    what,
    ...all.map((counted) => value(counted).toFixed(1)),
  ];
  const statements = ({ statements: known }: Counted) =>
    [...known.values()].reduce((sum, { calls }) => sum + calls, 0);
  return {
    head: ["per message", ...Object.keys(columns)],
    rows: [
      row("SQL statements", statements),
      row("rows read", ({ usage }) => usage.rowsRead),
      row("rows written", ({ usage }) => usage.rowsWritten),
      row("alarms set", ({ usage }) => usage.alarmsSet),
      row("alarms fired", ({ usage }) => usage.alarms),
      row("requests of objects", ({ usage }) => usage.objectRequests),
    ],
  };
}

function costTable(lines: readonly Cost[]): Table {
  const total = lines.reduce((sum, { perThousand }) => sum + perThousand, 0);
  return {
    head: ["streamed for 6 s", "per message", "$ per million", "$ per 1,000 messages"],
    rows: [
      ...lines.map(({ what, perMessage, price, perThousand }) => [
        what,
        perMessage.toFixed(2),
        (price * 1e6).toFixed(3),
        perThousand.toFixed(4),
      ]),
      ["together", "", "", total.toFixed(4)],
    ],
  };
}

function statementTable({ statements }: Counted): Table {
  const top = [...statements]
    .toSorted(([, a], [, b]) => b.written - a.written || b.calls - a.calls)
    .slice(0, MOST_STATEMENTS);
  return {
    head: ["statements that write most", "calls", "rows written"],
    rows: top.map(([key, { calls, written }]) => [
      key.replace("\t", ": ").replaceAll("|", "\\|").slice(0, 90),
      calls.toFixed(1),
      written.toFixed(1),
    ]),
  };
}

function eventTable({ events }: Counted): Table {
  return {
    head: ["calls of objects and alarms", "per message"],
    rows: [...events]
      .filter(([, count]) => count >= 0.05)
      .toSorted(([, a], [, b]) => b - a)
      .map(([key, count]) => [key, count.toFixed(2)]),
  };
}
