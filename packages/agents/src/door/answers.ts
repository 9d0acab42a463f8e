import type { Fault } from "@trunkline/transport";
import { scrub } from "../log.ts";

/** What a tool gives back is cut here, and says so. */
export const MOST_BYTES = 64 * 1024;
/** Titles and targets are one line. */
export const MOST_LINE = 300;
const MOST_WHY = 500;

/** Cut at a character, with a word about it: nobody should take a part for the whole. */
export function capped(text: string, most = MOST_BYTES): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.byteLength <= most) return text;
  const cut = `\n\n[cut: the first ${Math.floor(most / 1024)} of ${Math.ceil(bytes.byteLength / 1024)} KiB]`;
  const kept = new TextDecoder().decode(bytes.slice(0, most - cut.length));
  // What was half a character has become a replacement mark.
  return kept.replace(/\ufffd$/, "") + cut;
}

/** A fault in words for people and models: a line without secrets. */
export function whyOf(fault: Fault, secrets: readonly (string | null | undefined)[]): string {
  return clean(worded(fault), secrets).replace(/\s+/g, " ").slice(0, MOST_WHY).toWellFormed();
}

/** Nothing that leaves the door holds a secret of its Worker, wherever it was found. */
export function clean(text: string, secrets: readonly (string | null | undefined)[]): string {
  // A shorter one would take common words with it.
  return scrub(
    text,
    secrets.filter((secret): secret is string => !!secret && secret.length >= 6),
  );
}

function worded({ kind, message, retryAfterSeconds }: Fault): string {
  switch (kind) {
    case "rate_limited":
      return `the platform asks to wait ${retryAfterSeconds ?? 1} seconds`;
    case "unauthorized":
      return "the platform refuses the bot's credentials at the moment";
    case "moved":
      return "it has a new address";
    case "transient":
    case "uncertain":
    case "gone":
    case "bad_target":
    case "forbidden":
    case "rejected_markup":
    case "too_long":
    case "invalid":
      return message;
    default:
      return kind satisfies never;
  }
}
