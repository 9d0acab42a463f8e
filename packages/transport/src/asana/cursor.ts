import * as z from "zod/mini";

const time = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text))));

/** How far one resource has been swept. */
const Swept = z.object({
  /** Names what has happened since; lives a day at most. */
  sync: z.string(),
  /** When the token was asked for, ISO 8601. */
  at: time,
  /** After a token that was too old: the tasks that are still to be looked at. */
  left: z.optional(z.object({ since: time, tasks: z.array(z.string()) })),
});
/** How far one resource has been swept. */
export type Swept = z.infer<typeof Swept>;

const Cursor = z.record(z.string(), Swept);
/** How far each resource has been swept, by its gid. */
export type Cursor = Readonly<Record<string, Swept>>;

/** The cursor of a sweep, by resource; what is none begins anew. */
export function cursorOf(json: string | null): Cursor {
  if (json === null) return {};
  const read = Cursor.safeParse(JSON.parse(json));
  return read.success ? read.data : {};
}
