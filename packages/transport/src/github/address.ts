import type { Nodes } from "mdast";
import { chunks } from "../markdown/chunks.ts";
import { parseChunk } from "../markdown/parse.ts";
import { costOf } from "../markdown/wild.ts";

/** Where our name begins and ends, in the source. */
type Place = readonly [from: number, to: number];

/** Decisions on an act of ours; people answer the question, they do not speak to the bot. */
const DECISION = /^\s*\/(?:approve|reject)[ \t]+[\w-]+/i;

/**
 * What cards, lists and links tell people to write, as a line of its own: other bots have commands of these
 * names, with other words behind them.
 */
const ABOUT_APPROVAL =
  /^\s*\/(?:approvals|unlink|link(?:[ \t]+[a-z\d]{4}-?[a-z\d]{4}(?:[ \t]+yes)?)?)[ \t]*(?:\n|$)/i;

/** What a quote or a mail program puts in front of somebody else's words. */
const QUOTED = /^(?: {0,3}>| {4}|\t)/;

/**
 * A text without our name, if it is meant for us: it mentions us, or it is a command about approvals. A name in
 * code, in a quote, in a comment or in an address mentions nobody: replies by mail and "quote reply" repeat it.
 *
 * @param name - without `@` and without `[bot]`
 * @returns null when it is not for us
 */
export function addressed(text: string, name: string | undefined): string | null {
  const places = name === undefined ? [] : mentions(text, name);
  if (places.length > 0) return without(text, places);
  return DECISION.test(text) || ABOUT_APPROVAL.test(text) ? text.trim() : null;
}

/** Whether a text, without our name, decides about an act, or is meant to. */
export function isDecision(text: string): boolean {
  return /^\s*\/(?:approve|reject)(?![a-z])/i.test(text);
}

/** Whether a text may mention somebody: then our name must be known to tell whether it is us. */
export function namesSomebody(text: string): boolean {
  return /(?<![\w/-])@\w/.test(text);
}

/** People type `@slug`, the account is called `slug[bot]`; logins are not case-sensitive. */
function patternOf(name: string): RegExp {
  const escaped = name.replace(/[^\w-]/g, "\\$&");
  // `@name/team` is a team of an organization that has our name.
  return new RegExp(`(?<![\\w/-])@${escaped}(?:\\[bot\\])?(?![\\w-]|/\\w)`, "gi");
}

function mentions(source: string, name: string): Place[] {
  const pattern = patternOf(name);
  if (source.search(pattern) < 0) return [];
  const places: Place[] = [];
  let from = 0;
  for (const chunk of chunks(source)) {
    // A chunk that repeats the header of a table is not found: such a text is larger than any comment.
    const text = typeof chunk === "string" ? chunk : chunk.value;
    const at = source.indexOf(text, from);
    if (at < 0) continue;
    from = at + text.length;
    if (typeof chunk === "string") places.push(...shifted(inChunk(chunk, pattern), at));
  }
  return places;
}

function inChunk(chunk: string, pattern: RegExp): Place[] {
  if (chunk.search(pattern) < 0) return [];
  if (costOf(chunk) !== null) return inTree(chunk, pattern);
  // Too many marks for the parser, a log that was pasted for instance: paragraph by paragraph.
  const places: Place[] = [];
  let at = 0;
  for (const run of chunk.split(/\n(?=[ \t]*\n)/)) {
    const found = costOf(run) === null ? inLines(run, pattern) : inTree(run, pattern);
    places.push(...shifted(found, at));
    at += run.length + 1;
  }
  return places;
}

function inTree(source: string, pattern: RegExp): Place[] {
  const texts: Place[] = [];
  try {
    collect(parseChunk(source), texts);
  } catch {
    // The parser's own recursion ran out of stack.
    return inLines(source, pattern);
  }
  return found(source, pattern).filter(([at]) => texts.some(([from, to]) => from <= at && at < to));
}

/** A link is no mention on GitHub either, whatever it says. */
const SILENT: readonly Nodes["type"][] = ["blockquote", "link", "linkReference"];

function collect(node: Nodes, texts: Place[]): void {
  const { start, end } = node.position ?? {};
  if (node.type === "text") texts.push([start?.offset ?? 0, end?.offset ?? 0]);
  else if ("children" in node && !SILENT.includes(node.type)) {
    for (const child of node.children) collect(child, texts);
  }
}

/** Without a parser: lines that look like code or a quote do not count, nor does what is between ticks. */
function inLines(run: string, pattern: RegExp): Place[] {
  const code = [...run.matchAll(/`[^`]*`/g)].map(({ 0: span, index }): Place => {
    return [index, index + span.length];
  });
  return found(run, pattern).filter(([at]) => {
    const line = run.slice(run.lastIndexOf("\n", at) + 1);
    return !QUOTED.test(line) && !code.some(([from, to]) => from <= at && at < to);
  });
}

function found(source: string, pattern: RegExp): Place[] {
  return [...source.matchAll(pattern)].map(({ 0: name, index }) => [index, index + name.length]);
}

function shifted(places: readonly Place[], by: number): Place[] {
  return places.map(([from, to]) => [from + by, to + by]);
}

/** At the start of a line the comma after our name goes too, elsewhere the space before it. */
function without(source: string, places: readonly Place[]): string {
  let text = "";
  let from = 0;
  for (const [start, end] of places) {
    text += source.slice(from, start);
    const rest = source.slice(end);
    from = end;
    const line = text.slice(text.lastIndexOf("\n") + 1);
    if (line.trim() === "") from += /^[,:;]?[ \t]*/.exec(rest)?.[0].length ?? 0;
    else if (/^(?:[\s,.;:!?)]|$)/.test(rest) && /[ \t]/.test(text.at(-1) ?? "")) {
      text = text.slice(0, -1);
    }
  }
  return (text + source.slice(from)).trim();
}
