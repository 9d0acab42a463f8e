import { afterAll, beforeAll, test } from "vitest";
import { type Case, Refusals } from "./test-refusals.ts";

// Each refusal with its words. Where these come from stands in the source, beside each of them.

let here: Refusals;
beforeAll(async () => {
  here = await Refusals.open();
});
afterAll(() => here.office.close());

const hook = (name: string, data: object, status: number, message: string): Case => [
  name,
  "POST",
  "/webhooks",
  { data: { resource: "{home}", target: "http://127.0.0.1:9/x", ...data } },
  status,
  message,
];

const filter = (name: string, one: unknown, message: string): Case =>
  hook(`a filter: ${name}`, { filters: [one] }, 400, `filters: [0]${message}`);

test.each<Case>([
  hook("no resource", { resource: undefined }, 400, "resource: Missing input"),
  hook("a resource that is none", { resource: "1" }, 404, "resource: Unknown object: 1"),
  hook("a resource by number", { resource: 1 }, 400, "resource: Not a valid GID type: number"),
  hook(
    "a private project",
    { resource: "{hidden}" },
    403,
    "You do not have access to this project.",
  ),
  hook("no target", { target: undefined }, 400, "target: Missing input"),
  hook("a target that is none", { target: "here" }, 400, "target: Not a valid URL"),
  hook("filters that are none", { filters: {} }, 400, "filters: Value is not an array: {}"),
  filter("a text", "task", ": Value is not an object"),
  filter("a key that is none", { type: "task" }, ": type: Unrecognized request field"),
  filter("a number", { action: 1 }, ": action: Value is not valid"),
  filter("an action that is none", { action: "edited" }, ": action: Value is not valid: edited"),
  filter(
    "fields of additions",
    { action: "added", fields: ["name"] },
    ": fields: Only valid for action of type changed",
  ),
  ["webhooks of nowhere", "GET", "/webhooks", null, 400, "workspace: Missing input"],
  ["a webhook that is none", "GET", "/webhooks/1", null, 404, "webhook: Unknown object: 1"],
  ["no webhook to delete", "DELETE", "/webhooks/1", null, 404, "webhook: Unknown object: 1"],
  ["events of nothing", "GET", "/events", null, 400, "resource: Missing input"],
  [
    "events of a private task",
    "GET",
    "/events?resource={closed}",
    null,
    403,
    "You do not have access to this task.",
  ],
])("%s", (...one) => here.check(one));
