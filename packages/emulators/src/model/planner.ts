import type { MessageRequest } from "./request.ts";
import { asSchema, type Schema } from "./schema.ts";
import { lastUserTexts } from "./turns.ts";

/** So many things are compared at the most. */
const MOST_COMPARED = 4;
const NUMBERS = ["one", "two", "three", "four"];
const COMPARED =
  /\bcompare\s+(?:(\d+|one|two|three|four)\s+)?([^,.;\n]{2,40}?)(?:\s+(?:for|and|in|with)\b|[,.;\n]|$)/i;
const ACT = /\b(?:open|create|write|file)\b[^.\n]{0,30}\b(?:issue|task|comment)\b/i;
const CODE = /\b(?:code|diff|patch|review|bug|function|refactor)\b/i;

interface Piece {
  readonly title: string;
  readonly task: string;
}

/**
 * A plan or a split made of the words of the message, if the schema asks for one: what is compared is one
 * part each, an act comes last. The same message always gets the same plan.
 */
export function plannedFor(request: MessageRequest, schema: Schema): object | null {
  const properties = asSchema(schema.properties);
  const text = lastUserTexts(request.messages).join("\n");
  if ("parts" in properties) {
    return { parts: piecesOf(text).map(({ title, task }) => ({ title, question: task })) };
  }
  const step = asSchema(asSchema(asSchema(properties.steps).items).properties);
  const workers = asSchema(step.worker).enum;
  if (!Array.isArray(workers) || !("needs" in step)) return null;
  return { steps: stepsFor(text, workers.map(String)) };
}

function stepsFor(text: string, workers: readonly string[]): object[] {
  const worker = CODE.test(text) && workers.includes("code") ? "code" : "research";
  const first = workers.includes(worker) ? worker : workers[0];
  const steps = piecesOf(text).map((piece, at) => ({
    ...{ id: `s${at + 1}`, worker: first, ...piece, needs: [] as string[] },
  }));
  const actor = workers.find((name) => name !== "code" && name !== "research");
  const act = ACT.exec(text)?.[0];
  if (!act || !actor) return steps;
  const needs = steps.map(({ id }) => id);
  return [
    ...steps,
    { id: "act", worker: actor, title: act, task: `${act} with the result.`, needs },
  ];
}

function piecesOf(text: string): Piece[] {
  const [, count, things] = COMPARED.exec(text) ?? [];
  if (!things) return [{ title: "looking into it", task: text }];
  const n = count ? NUMBERS.indexOf(count.toLowerCase()) + 1 || Number(count) : 2;
  return Array.from({ length: Math.min(Math.max(n, 1), MOST_COMPARED) }, (_, at) => ({
    title: `${things.trim()}, number ${at + 1}`,
    task: `Look into number ${at + 1} of the ${things.trim()}.`,
  }));
}
