import * as z from "zod/mini";

/** What an event points at: webhooks carry nothing but ids and kinds (Asana OpenAPI, EventResponse). */
const Named = z.object({
  gid: z.string(),
  resource_type: z.optional(z.nullable(z.string())),
  resource_subtype: z.optional(z.nullable(z.string())),
});

/** The parts of an event that we read. Objects are loose: fields are added without notice. */
export const Event = z.object({
  /** Null: Asana itself. */
  user: z.optional(z.nullable(Named)),
  created_at: z.string(),
  action: z.string(),
  resource: Named,
  parent: z.optional(z.nullable(Named)),
  change: z.optional(
    z.nullable(
      z.object({
        field: z.optional(z.nullable(z.string())),
        action: z.optional(z.nullable(z.string())),
        new_value: z.optional(z.unknown()),
      }),
    ),
  ),
});
export type Event = z.infer<typeof Event>;

/** One delivery: none to many events of any number of tasks; none is a heartbeat. */
export const Events = z.object({ events: z.array(z.unknown()) });
