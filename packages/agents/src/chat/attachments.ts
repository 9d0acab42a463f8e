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

/** A longer name says no more; its ending does. */
const NAME_HEAD = 60;
const NAME_TAIL = 19;

/**
 * A file's name as it stands in a sentence of ours, which is Markdown. A person has chosen it: it is one
 * line that shows itself. Code is the one form in which no platform finds links, mentions or commands.
 */
export function nameOf({ name = "" }: Pick<Attachment, "name">): string {
  const line = name
    .toWellFormed()
    // Format characters hide, or turn the reading direction; only those that join emoji are of use.
    .replace(/[^\P{Cf}\u200D]/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  if (line === "") return "a file";
  const signs = [...line];
  const short =
    signs.length > NAME_HEAD + NAME_TAIL + 1
      ? [...signs.slice(0, NAME_HEAD), "…", ...signs.slice(-NAME_TAIL)].join("").trim()
      : line;
  return /^[\p{L}\p{M}\p{N} ]*$/u.test(short) ? short : code(short);
}

/** Longer than any run inside, which would end it. */
function code(text: string): string {
  const runs = (text.match(/`+/g) ?? []).map(({ length }) => length);
  const mark = "`".repeat(Math.max(0, ...runs) + 1);
  const gap = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${mark}${gap}${text}${gap}${mark}`;
}

/** @param room - bytes that are left for files of this turn */
export function planFor({ kind, mime = "", size }: Attachment, room: number): Plan {
  if (kind === "audio") return { do: "leave", why: "sound" };
  const as = readAs(kind, mime);
  if (as === null) return { do: "leave", why: "kind" };
  // Of an unknown size there is at least something.
  return (size ?? 1) > room ? { do: "leave", why: "size" } : { do: "load", as };
}

function readAs(kind: Attachment["kind"], mime: string): Attached["as"] | null {
  if (kind === "other") return null;
  if (IMAGES.includes(mime)) return "image";
  if (mime === "application/pdf") return "pdf";
  return TEXTS.test(mime) ? "text" : null;
}
