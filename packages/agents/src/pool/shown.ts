import type { Trust } from "@trunkline/transport";
import type { ModelRequest } from "../model/anthropic.ts";
import type { Attached, RunRequest, Turn } from "../runs/protocol.ts";
import { fenced, nonceRule } from "../safety/fence.ts";
import type { Seen } from "../safety/rule-of-two.ts";
import { sanitize } from "../safety/sanitize.ts";
import { bothOf } from "../safety/seen.ts";

/** The API refuses an empty turn. */
const NOTHING = "(nothing that can be seen)";

/**
 * What a model is shown of a request: nothing that people could not see, and what others have written
 * inside fences whose ends they could not know.
 *
 * @param nonce - random, for this request
 */
export function shown(
  request: RunRequest,
  nonce: string,
): Pick<ModelRequest, "turns" | "context" | "attached"> {
  const { turns, around = [], attached, markup = "none", summary, seen } = request;
  const before = { what: "what was said before, in short", author: "", at: Date.now() };
  const pieces = summary ? [{ ...before, trust: trustIn(seen), text: summary }, ...around] : around;
  const blocks = pieces.map((piece) => fenced(piece, nonce));
  return {
    turns: turns.map((turn) => clean(turn, markup)),
    ...(blocks.length === 0 ? {} : { context: [nonceRule(nonce), ...blocks].join("\n\n") }),
    ...(attached ? { attached: attached.map(readable) } : {}),
  };
}

function trustIn(seen: RunRequest["seen"]): Trust {
  return seen?.untrusted ? "untrusted" : "member";
}

/**
 * What a model has in front of it before it calls anything. What the history rests on counts like what stands
 * around: words that come back are as strange as they were.
 */
export function seenBefore({ around = [], attached, seen }: RunRequest): Seen {
  // A file may be anybody's, whoever has sent it.
  const strange = around.some(({ trust }) => trust === "untrusted") || attached !== undefined;
  return bothOf(seen, { untrusted: strange, private: false });
}

function clean(turn: Turn, markup: "markdown" | "none"): Turn {
  if (turn.role === "assistant") return turn;
  return { ...turn, text: sanitize(turn.text, markup).text.trim() || NOTHING };
}

function readable(file: Attached): Attached {
  if (file.as !== "text") return file;
  const bytes = Uint8Array.from(atob(file.data), (character) => character.charCodeAt(0));
  const { text } = sanitize(new TextDecoder().decode(bytes), "none");
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte));
  return { ...file, data: btoa(binary.join("")) };
}
