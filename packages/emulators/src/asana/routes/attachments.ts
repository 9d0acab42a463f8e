import { canSeeTask } from "../access.ts";
import { isGid } from "../data.ts";
import type { Attachment, Person } from "../model.ts";
import { attachmentRecord } from "../records/work.ts";
import { missing, noAccess, notAnId, unknownObject } from "../refusal.ts";
import { findTask } from "./find.ts";
import type { Answer, Context, Route } from "./route.ts";

const getAttachmentsForObject: Route = {
  name: "getAttachmentsForObject",
  verb: "GET",
  path: "/attachments",
  query: ["parent"],
  run(context, { user, query }) {
    const parent = query.get("parent");
    if (parent === null) throw missing("parent");
    return list(context, parent, user, "parent");
  },
};

/** The address of old, which still works and has no operation of its own any more. */
const getAttachmentsForTask: Route = {
  name: "getAttachmentsForTask",
  verb: "GET",
  path: "/tasks/{task_gid}/attachments",
  run(context, { user, params: { task_gid: gid = "" } }) {
    return list(context, gid, user, "task");
  },
};

const getAttachment: Route = {
  name: "getAttachment",
  verb: "GET",
  path: "/attachments/{attachment_gid}",
  run(context, { user, params: { attachment_gid: gid = "" } }) {
    if (!isGid(gid)) throw notAnId("attachment", gid);
    const attachment = context.world.attachments.get(gid);
    if (!attachment) throw unknownObject("attachment", gid);
    if (!canSeeTask(attachment.task, user)) throw noAccess("attachment");
    return { kind: "one", resource: record(context, attachment, user) };
  },
};

function list(context: Context, gid: string, user: Person, as: string): Answer {
  const { attachments } = findTask(context.world, gid, user, as);
  return { kind: "list", resources: attachments.map((one) => record(context, one, user)) };
}

function record({ world, downloads }: Context, attachment: Attachment, user: Person) {
  return attachmentRecord(world, attachment, user, () => downloads.link(attachment));
}

export const ATTACHMENT_ROUTES: readonly Route[] = [
  getAttachmentsForObject,
  getAttachmentsForTask,
  getAttachment,
];
