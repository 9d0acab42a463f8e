import { familiesOf } from "../../packages/agents/src/pool/patterns/whole.ts";
import { matchPattern } from "../../packages/agents/src/pool/patterns.ts";
import { Route, routeOf } from "../../packages/agents/src/pool/rules.ts";
import type { Classification } from "../../packages/prompts/src/index.ts";
import type { Labelled } from "./labelled.ts";

export interface Miss {
  readonly id: string;
  readonly text: string;
  /** What was said against what was expected. */
  readonly why: string;
}

export interface PatternScore {
  readonly messages: number;
  readonly spoke: number;
  readonly right: number;
  /** Share of the messages on which the tier speaks. */
  readonly coverage: number;
  /** Share of those on which route, type and approval are right. */
  readonly precision: number;
  /** Messages in which a family was found. */
  readonly families: Readonly<Record<string, number>>;
  readonly misses: readonly Miss[];
}

export function scorePatterns(rows: readonly Labelled[]): PatternScore {
  const families: Record<string, number> = {};
  const misses: Miss[] = [];
  let spoke = 0;
  for (const row of rows) {
    const said = matchPattern(row.text, row.approvalOpen);
    if (!said) continue;
    spoke += 1;
    for (const one of familiesOf(row.text, row.approvalOpen) ?? []) {
      families[one] = (families[one] ?? 0) + 1;
    }
    const why = wrong(said, row);
    if (why) misses.push({ id: row.id, text: row.text.slice(0, 80), why });
  }
  const right = spoke - misses.length;
  return {
    ...{ messages: rows.length, spoke, right, coverage: share(spoke, rows.length) },
    precision: spoke === 0 ? 1 : share(right, spoke),
    families: Object.fromEntries(Object.entries(families).sort()),
    misses,
  };
}

/** Why the route of a classification is not one of the label's, or null. */
export function wrongRoute(said: Classification, { routes }: Labelled): string | null {
  const route = routeOf(said);
  return routes.includes(route) ? null : `route ${route} instead of ${routes.join(" or ")}`;
}

/** The pattern tier is held to the type and the approval too: it speaks only when it is sure. */
function wrong(said: Classification, row: Labelled): string | null {
  const route = wrongRoute(said, row);
  if (route) return route;
  // With several right routes there are several right types.
  if (row.routes.length === 1 && said.type !== row.expected.type) {
    return `type ${said.type} instead of ${row.expected.type}`;
  }
  if (said.requiresHumanApproval === row.expected.requiresHumanApproval) return null;
  return `requiresHumanApproval ${said.requiresHumanApproval}`;
}

export interface RuleScore {
  readonly messages: number;
  readonly right: number;
  readonly accuracy: number;
  /** `matrix[expected][said]`: the best route of the label against the route of its classification. */
  readonly matrix: Readonly<Record<Route, Readonly<Record<Route, number>>>>;
  readonly misses: readonly Miss[];
}

/** The rule table alone: labelled classification in, route out. */
export function scoreRules(rows: readonly Labelled[]): RuleScore {
  const matrix = emptyMatrix();
  const misses: Miss[] = [];
  for (const { id, text, expected, routes } of rows) {
    const route = routeOf({ ...expected, reasoning: "" });
    matrix[routes[0]][route] += 1;
    if (!routes.includes(route)) {
      const why = `route ${route} instead of ${routes.join(" or ")}`;
      misses.push({ id, text: text.slice(0, 80), why });
    }
  }
  const right = rows.length - misses.length;
  return { messages: rows.length, right, accuracy: share(right, rows.length), matrix, misses };
}

export function emptyMatrix(): Record<Route, Record<Route, number>> {
  const zeros = () => ({ simple: 0, orchestrator: 0, hitl: 0, researcher: 0, info: 0 });
  return {
    ...{ simple: zeros(), orchestrator: zeros(), hitl: zeros() },
    ...{ researcher: zeros(), info: zeros() },
  };
}

/** Rounded, so that two machines write the same digits. */
export const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;

export const ROUTES: readonly Route[] = Route.options;
