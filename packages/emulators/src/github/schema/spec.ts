import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";

const schema = z.record(z.string(), z.unknown());
const content = z.object({ "application/json": z.object({ schema }).optional() });
const parameter = z.object({ name: z.string(), in: z.string(), schema: schema.optional() });
const reference = z.object({ $ref: z.string() });
const answer = z.object({ content: content.optional() });

const operation = z.object({
  operationId: z.string(),
  externalDocs: z.object({ url: z.string() }).optional(),
  parameters: z.array(z.union([reference, parameter])).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.union([reference, answer])).default({}),
});

const description = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  "x-webhooks": z.record(z.string(), z.object({ post: operation })),
  components: z.object({
    schemas: z.record(z.string(), schema),
    parameters: z.record(z.string(), parameter),
    responses: z.record(z.string(), answer),
  }),
});

export type Schema = z.infer<typeof schema>;

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema | null;
}

export interface Described {
  readonly verb: string;
  readonly path: string;
  readonly docs: string | null;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
  /** By status. Null: the answer has no JSON. */
  readonly answers: ReadonlyMap<string, Schema | null>;
}

/** Answers that the description copied from an old GitHub Enterprise Server. */
const REPLACED: Readonly<Record<string, Schema>> = {
  "apps/list-installations": {
    type: "array",
    items: { $ref: "#/components/schemas/installation" },
  },
};

/** GitHub's OpenAPI description of its API and its webhooks. */
export class Spec {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly #description: z.infer<typeof description>;
  readonly #operations = new Map<string, { verb: string; path: string; raw: unknown }>();

  constructor() {
    const path = createRequire(import.meta.url).resolve(
      "@octokit/openapi/generated/api.github.com.json",
    );
    this.#description = description.parse(JSON.parse(readFileSync(path, "utf8")));
    this.schemas = this.#description.components.schemas;
    for (const [path, verbs] of Object.entries(this.#description.paths)) {
      for (const [verb, raw] of Object.entries(verbs)) {
        if (typeof raw !== "object" || raw === null || !("operationId" in raw)) continue;
        this.#operations.set(String(raw.operationId), { verb: verb.toUpperCase(), path, raw });
      }
    }
  }

  /** @returns null for what is not described, such as GraphQL */
  operation(id: string): Described | null {
    const found = this.#operations.get(id);
    if (!found) return null;
    const { parameters, requestBody, responses, externalDocs } = operation.parse(found.raw);
    const { components } = this.#description;
    const replaced = REPLACED[id];
    const answers = Object.entries(responses).map(([status, one]) => {
      const whole = "$ref" in one ? components.responses[nameOf(one.$ref)] : one;
      const described = whole?.content?.["application/json"]?.schema ?? null;
      return [status, status === "200" && replaced ? replaced : described] as const;
    });
    return {
      verb: found.verb,
      path: found.path,
      docs: externalDocs?.url ?? null,
      parameters: parameters.flatMap((one) => {
        const whole = "$ref" in one ? components.parameters[nameOf(one.$ref)] : one;
        return whole ? [{ ...whole, schema: whole.schema ?? null }] : [];
      }),
      body: requestBody?.content["application/json"]?.schema ?? null,
      answers: new Map(answers),
    };
  }

  /** The payload of an event. @returns null for what is not described */
  event(event: string, action: string | null): Schema | null {
    const webhooks = this.#description["x-webhooks"];
    const name = [event, action]
      .filter((part) => part !== null)
      .join("-")
      .replaceAll("_", "-");
    return webhooks[name]?.post.requestBody?.content["application/json"]?.schema ?? null;
  }
}

/** `#/components/schemas/issue` -> `issue`. */
export function nameOf(ref: string): string {
  return ref.split("/").at(-1) ?? "";
}

let spec: Spec | undefined;

/** Read once in a process, and only when somebody asks: it is 13 MB. */
export function theSpec(): Spec {
  spec ??= new Spec();
  return spec;
}
