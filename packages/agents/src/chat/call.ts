import type { MessageRef, Rendered, SendOptions, Transport } from "@trunkline/transport";
import type { Step } from "./delivery.ts";
import type { Post } from "./schema.ts";
import { bodyOf } from "./wording.ts";

/** The steps that change something at the platform. */
export type Write = Extract<Step, { do: "send" | "edit" | "ack" | "react" | "delete" }>;

/** Seen: a platform maps it to the nearest that it has. */
const SEEN = "👀";

/** Makes one call. @returns where the message lives, if it was created */
export async function call<C>(
  transport: Transport<C>,
  post: Post,
  ctx: C,
  step: Write,
  text: Rendered,
): Promise<MessageRef | null> {
  // The first part answers the message that asked; what follows stands below it.
  const answers = post.part === 0 && post.unthreaded === 0;
  const asked = transport.parseContext(ctx).messageRef;
  const options: SendOptions = {
    key: post.key,
    ...(answers ? { replyTo: asked } : {}),
    // One answer rings once.
    ...(post.part > 0 ? { quiet: true } : {}),
    ...(post.unthreaded > 1 ? { detached: true } : {}),
    ...actionsIn(post, step),
  };
  switch (step.do) {
    case "send":
      return transport.send(ctx, text, options);
    case "edit":
      await transport.edit?.(ctx, refOf(post), text, options);
      return null;
    case "delete":
      await transport.delete?.(ctx, refOf(post));
      return null;
    case "react":
      await transport.react?.(ctx, asked, SEEN);
      return null;
    case "ack":
      await transport.acknowledge?.(ctx, post.ref ?? "", text.plain);
      return null;
    default:
      return step satisfies never;
  }
}

/** The buttons of a final; a placeholder has none. An edit without them removes those that are there. */
function actionsIn(post: Post, step: Write): Pick<SendOptions, "actions"> {
  const content = step.do === "edit" || (step.do === "send" && step.what === "content");
  const { actions = [] } = bodyOf(post);
  return content && actions.length > 0 ? { actions } : {};
}

export function refOf(post: Post): MessageRef {
  return JSON.parse(post.ref ?? "null") as MessageRef;
}
