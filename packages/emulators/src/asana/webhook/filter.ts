import { type AsanaEvent, EVENT_ACTIONS } from "../events.ts";
import { badRequest } from "../refusal.ts";

/** AS-oas WebhookFilter. */
export interface AsanaFilter {
  readonly resource_type?: string;
  readonly resource_subtype?: string;
  readonly action?: string;
  /** For `changed` only. */
  readonly fields?: readonly string[];
}

const KEYS = ["resource_type", "resource_subtype", "action", "fields"];

/**
 * Reads `filters`. That a wrong one is refused is documented (AS-oas WebhookFilter), the wording of
 * these refusals is not.
 *
 * @throws Refusal 400
 */
export function readFilters(given: readonly unknown[]): AsanaFilter[] {
  return given.map((one, n) => readFilter(one, `filters: [${n}]`));
}

function readFilter(given: unknown, name: string): AsanaFilter {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw badRequest(`${name}: Value is not an object`);
  }
  const values = new Map<string, unknown>(Object.entries(given));
  for (const [key, value] of values) {
    if (!KEYS.includes(key)) throw badRequest(`${name}: ${key}: Unrecognized request field`);
    const isRight = key === "fields" ? isStrings(value) : typeof value === "string";
    if (!isRight) throw badRequest(`${name}: ${key}: Value is not valid`);
  }
  const filter: AsanaFilter = given;
  // AS-oas: "This can be one of changed, added, removed, deleted, and undeleted".
  if (filter.action !== undefined && !EVENT_ACTIONS.some((one) => one === filter.action)) {
    throw badRequest(`${name}: action: Value is not valid: ${filter.action}`);
  }
  // AS-oas: "This field is only valid for action of type changed".
  if (filter.fields && filter.action !== "changed") {
    throw badRequest(`${name}: fields: Only valid for action of type changed`);
  }
  return filter;
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** "If a webhook event passes any of the filters the event will be delivered" (AS-oas). */
export function passes(event: AsanaEvent, filters: readonly AsanaFilter[]): boolean {
  return filters.length === 0 || filters.some((filter) => passesOne(event, filter));
}

function passesOne({ action, resource, change }: AsanaEvent, filter: AsanaFilter): boolean {
  const { resource_type, resource_subtype, fields } = filter;
  if (resource_type !== undefined && resource_type !== resource.resource_type) return false;
  if (resource_subtype !== undefined && resource_subtype !== resource.resource_subtype) {
    return false;
  }
  if (filter.action !== undefined && filter.action !== action) return false;
  return fields === undefined || fields.includes(change?.field ?? "");
}
