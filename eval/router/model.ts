import type { ModelPort } from "../../packages/agents/src/model/anthropic.ts";
import { classificationRequest, classify } from "../../packages/agents/src/pool/router-model.ts";
import { type Route, routeOf } from "../../packages/agents/src/pool/rules.ts";
import { type Cassette, hashOf, playing, readCassette, type Take } from "./cassettes.ts";
import type { Labelled } from "./labelled.ts";
import { emptyMatrix, type Miss, share, wrongRoute } from "./score.ts";

/** Requests under way at once while recording. */
const AT_ONCE = 4;

export interface ModelScore {
  readonly model: string;
  /** Messages with an answer on the cassette. */
  readonly messages: number;
  readonly right: number;
  readonly accuracy: number;
  readonly matrix: Readonly<Record<Route, Readonly<Record<Route, number>>>>;
  readonly routes: readonly RouteCost[];
  readonly misses: readonly Miss[];
  /** Messages without an answer on the cassette, and why. */
  readonly unanswered: readonly Miss[];
}

/** Means per message that the model sent to this route. */
export interface RouteCost {
  readonly route: Route;
  readonly messages: number;
  readonly tookMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Scores the model tier alone on every message; the code is that of the router. */
export async function scoreModel(
  rows: readonly Labelled[],
  settings: { model: string; cassette: Cassette; live: ModelPort | null; timeoutMs: number },
): Promise<ModelScore> {
  const port = playing(settings.cassette, settings.live);
  const matrix = emptyMatrix();
  const misses: Miss[] = [];
  const unanswered: Miss[] = [];
  const takes: { route: Route; take: Take }[] = [];
  const score = async (row: Labelled): Promise<void> => {
    const { id, text, approvalOpen } = row;
    const miss = (why: string): Miss => ({ id, text: text.slice(0, 80), why });
    const failed: string[] = [];
    const tier = { port, model: settings.model, timeoutMs: settings.timeoutMs };
    const said = await classify(tier, text, approvalOpen).catch((error: unknown) => {
      failed.push(error instanceof Error ? error.message : String(error));
      return null;
    });
    const take = settings.cassette.get(
      hashOf(classificationRequest(settings.model, text, approvalOpen)),
    );
    if (!take) {
      unanswered.push(miss(failed[0] ?? "no answer"));
      return;
    }
    // What cannot be read falls back to simple, as in the router, and is a miss all the same.
    const route = said ? routeOf(said) : "simple";
    takes.push({ route, take });
    matrix[row.routes[0]][route] += 1;
    const why = said ? wrongRoute(said, row) : failed[0];
    if (why) misses.push(miss(why));
  };
  const waiting = [...rows];
  const worker = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) await score(row);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const right = takes.length - misses.length;
  return {
    ...{ model: settings.model, messages: takes.length, right },
    ...{ accuracy: share(right, takes.length), matrix, routes: costs(takes) },
    misses: misses.sort(byId),
    unanswered: unanswered.sort(byId),
  };
}

/** What is on the cassette of a model, scored without asking anyone; null when nothing is. */
export async function recorded(
  rows: readonly Labelled[],
  model: string,
  folder?: string,
): Promise<ModelScore | null> {
  const cassette = readCassette(model, folder);
  if (cassette.size === 0) return null;
  return scoreModel(rows, { model, cassette, live: null, timeoutMs: 1_000 });
}

function costs(takes: readonly { route: Route; take: Take }[]): RouteCost[] {
  const groups = Map.groupBy(takes, ({ route }) => route);
  return [...groups].sort().map(([route, group]) => {
    const mean = (of: (take: Take) => number): number =>
      Math.round(group.reduce((sum, { take }) => sum + of(take), 0) / group.length);
    return {
      ...{ route, messages: group.length, tookMs: mean((take) => take.tookMs) },
      inputTokens: mean(({ usage }) => usage.input + usage.cacheRead + usage.cacheWrite),
      outputTokens: mean(({ usage }) => usage.output),
    };
  });
}

const byId = (a: Miss, b: Miss): number => (a.id < b.id ? -1 : 1);
