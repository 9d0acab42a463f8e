import type { AsanaDelivery, AsanaServer } from "../../asana/index.ts";
import type { Call } from "../../wire.ts";
import { type CallLine, MOST_CALLS, outLines } from "../calls.ts";
import type { AsanaRoom } from "./room.ts";

/** What the bot asks every few seconds, should a delivery be lost. */
const ROUTINE = ["getUser", "getWebhooks", "getEvents"];

/** The calls between the bot and Asana, both ways. */
export function linesOf(
  asana: AsanaServer,
  rooms: readonly AsanaRoom[],
  startedAt: number,
): CallLine[] {
  const placeOf = placesOf(asana, rooms);
  const shown = asana.wire.calls.filter((call) => !isRoutine(call));
  return [
    ...outLines("asana", shown, startedAt, ({ path }) => placeOf(gidsIn(path))),
    ...asana.deliveries.slice(-MOST_CALLS).map((delivery) => inLine(delivery, placeOf)),
  ];
}

/** A sweep that goes well would push everything else out of sight. */
function isRoutine({ method, status }: Call): boolean {
  return ROUTINE.includes(method) && status > 0 && (status < 400 || status === 412);
}

const gidsIn = (path: string): string[] => path.match(/\d{5,}/g) ?? [];

/** In which place a task is, or a story of one. */
function placesOf(asana: AsanaServer, rooms: readonly AsanaRoom[]) {
  const places = new Map<string, string>();
  for (const { id, task } of rooms) {
    places.set(task.gid, id);
    for (const { gid } of asana.task(task.gid).stories) places.set(gid, id);
  }
  return (gids: readonly string[]): string | null => {
    const known = gids.find((gid) => places.has(gid));
    return known === undefined ? null : (places.get(known) ?? null);
  };
}

function inLine(
  { n, at, status, error, kind, events, attempt }: AsanaDelivery,
  placeOf: (gids: readonly string[]) => string | null,
): CallLine {
  const good = status >= 200 && status < 300;
  const gids = events.flatMap(({ resource, parent }) => [resource.gid, parent?.gid ?? ""]);
  const again = kind === "manual" ? "the second delivery" : attempt > 1 ? `try ${attempt}` : null;
  return {
    key: `asana-in-${n}`,
    at,
    way: "in",
    what: `webhook: ${whatOf(kind, events.length)}`,
    status: status === 0 ? null : status,
    note: error ?? again,
    tone: status === 0 && error === null ? "open" : good ? "good" : "bad",
    place: placeOf(gids),
  };
}

function whatOf(kind: AsanaDelivery["kind"], events: number): string {
  if (kind === "handshake") return "handshake";
  if (events === 0) return "heartbeat";
  return events === 1 ? "1 event" : `${events} events`;
}
