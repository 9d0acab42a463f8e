import type { Attachment } from "@trunkline/transport";
import type { Attached } from "../runs/protocol.ts";
import type { Unopened } from "./notices.ts";

/** All files of a turn together: with base64 and the history they fit into one request. */
export const MOST_ATTACHED_BYTES = 256 * 1024;

const IMAGES: readonly string[] = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const TEXTS = /^text\/|^application\/(?:json|xml|x-yaml|yaml|javascript|toml)$/;

/** What happens to a file: how the model reads it, or why it does not. */
export type Plan =
  | { readonly do: "load"; readonly as: Attached["as"] }
  | { readonly do: "leave"; readonly why: Unopened };

/** @param room - bytes that are left for files of this turn */
export function planFor({ kind, mime = "", size }: Attachment, room: number): Plan {
  if (kind === "audio") return { do: "leave", why: "sound" };
  const as = readAs(kind, mime);
  if (as === null) return { do: "leave", why: "kind" };
  return (size ?? 0) > room ? { do: "leave", why: "size" } : { do: "load", as };
}

function readAs(kind: Attachment["kind"], mime: string): Attached["as"] | null {
  if (kind === "other") return null;
  if (IMAGES.includes(mime)) return "image";
  if (mime === "application/pdf") return "pdf";
  return TEXTS.test(mime) ? "text" : null;
}
