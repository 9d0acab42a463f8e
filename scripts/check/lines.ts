import { existsSync, readdirSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { APPS } from "../serve/settings.ts";
import { isTest, type Source, sourcesBelow } from "./sources.ts";

/** The promise "about 50 lines per platform": the most an adapter may have, in code lines. */
const LIMITS: Readonly<Record<string, number>> = { github: 80, asana: 80 };
const LIMIT = 60;
const LONGEST_FILE = 300;

/** Code lines: without imports, types, interfaces, comments and blank lines. */
export function codeLines(typescript: string): number {
  // Blanks types out in place, `import type` and interfaces included.
  const javascript = withoutComments(stripTypeScriptTypes(typescript));
  const code = javascript.replace(/^import\b[^;()]*?(["'])[^"'\n]*\1[^;\n]*;?$/gm, "");
  return code.split("\n").filter((line) => /[^\s;]/.test(line)).length;
}

const TOKENS = [
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/, // strings: may hold // and /*
  /(?<=[(,=:[!&|?{};\n]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//, // regular expressions: too
  /\/\/[^\n]*|\/\*[\s\S]*?\*\//,
];
const TOKEN = new RegExp(TOKENS.map(({ source }) => source).join("|"), "g");

function withoutComments(javascript: string): string {
  return javascript.replace(TOKEN, (token) => (/^\/[/*]/.test(token) ? "" : token));
}

export interface Count {
  platform: string;
  /** Of the app, relative to the root. */
  folder: string;
  lines: number;
  limit: number;
}

/** The adapters of the apps that are served, and of the examples. */
export function adapterLines(root: string): Count[] {
  const examples = join(root, "examples");
  const folders = [
    ...APPS.map(({ name }) => `apps/${name}`),
    ...(existsSync(examples) ? readdirSync(examples) : []).map((name) => `examples/${name}`),
  ];
  return folders.flatMap((folder) => {
    const sources = sourcesBelow(root, `${folder}/src`).filter((source) => !isTest(source));
    if (sources.length === 0) return [];
    const lines = sources.reduce((sum, { text }) => sum + codeLines(text), 0);
    const platform = folder.slice(folder.indexOf("/") + 1);
    return [{ platform, folder, lines, limit: LIMITS[platform] ?? LIMIT }];
  });
}

/** What stands beside an adapter: looking around, and the tools. Not limited, but not hidden either. */
export function linesBeside(root: string, folder: string): string[] {
  return ["reach", "door"].flatMap((name) => {
    const sources = sourcesBelow(root, `${folder}/${name}`).filter(
      (source) => !isTest(source) && !source.path.endsWith("/testing.ts"),
    );
    const lines = sources.reduce((sum, { text }) => sum + codeLines(text), 0);
    return lines === 0 ? [] : [`${name} ${lines}`];
  });
}

export const tooManyLines = (counts: readonly Count[]): string[] =>
  counts
    .filter(({ lines, limit }) => lines > limit)
    .map(
      (count) => `${count.folder}/src has ${count.lines} code lines; the limit is ${count.limit}.`,
    );

/** Files that hold more than one idea. */
export function tooLong(root: string): string[] {
  return ["packages", "apps", "examples", "scripts"]
    .flatMap((folder) => sourcesBelow(root, folder))
    .filter((source) => !isTest(source) && !source.path.endsWith(".d.ts"))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > LONGEST_FILE)
    .map(({ path, lines }) => `${path} has ${lines} lines; split it (at most ${LONGEST_FILE}).`);
}

/** Platform names where the core must not know any platform. */
export function leakedNames(
  root: string,
  names: readonly string[] = APPS.map(({ name }) => name),
): string[] {
  return [
    ...sourcesBelow(root, "packages/agents/src").flatMap((source) => mentions(source, names)),
    ...sourcesBelow(root, "packages/transport/src").flatMap((source) =>
      mentions(
        source,
        names.filter((name) => !source.path.startsWith(`packages/transport/src/${name}/`)),
      ),
    ),
  ];
}

function mentions(source: Source, names: readonly string[]): string[] {
  if (isTest(source) || names.length === 0) return [];
  const pattern = new RegExp(names.join("|"), "i");
  return source.text
    .split("\n")
    .flatMap((line, index) =>
      pattern.test(line) ? [`${source.path}:${index + 1}: ${line.trim()}`] : [],
    );
}
