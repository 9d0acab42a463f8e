import * as z from "zod/mini";

const text = z.optional(z.nullable(z.string()));
const Named = z.object({ gid: z.string(), name: text });
const OneNamed = z.optional(z.nullable(Named));

/** A task as tools tell it. */
export const Item = z.object({
  gid: z.string(),
  name: text,
  notes: text,
  completed: z.optional(z.nullable(z.boolean())),
  due_on: text,
  created_at: text,
  created_by: OneNamed,
  assignee: OneNamed,
  parent: OneNamed,
  projects: z.optional(z.nullable(z.array(Named))),
  workspace: OneNamed,
  permalink_url: text,
});
export type Item = z.infer<typeof Item>;
/** Tasks as a list of them is answered. */
export const Items = z.array(Item);

/** The fields of {@link Item}: without `opt_fields` a list holds names only. */
export const ITEM_FIELDS = [
  "name,notes,completed,due_on,created_at,created_by.gid,created_by.name,permalink_url",
  "assignee.gid,assignee.name,parent.gid,parent.name,projects.gid,projects.name,workspace.gid",
].join();

/** A project, as far as it tells who may see it. */
export const Room = z.object({
  gid: z.string(),
  name: text,
  privacy_setting: text,
  members: z.optional(z.nullable(z.array(z.object({ gid: z.string() })))),
  workspace: OneNamed,
});
export type Room = z.infer<typeof Room>;
/** The fields of {@link Room}, for `opt_fields`. */
export const ROOM_FIELDS = "name,privacy_setting,members.gid,workspace.gid";

/** Those whom a search for people has found. */
export const People = z.array(Named);
/** Somebody with an id and, as far as it is told, a name. */
export type Person = z.infer<typeof Named>;
/** A person who was asked for by id or address. */
export const OnePerson = Named;
