import type { Edit, Range } from "./edit.ts";
import type { Outline } from "./outline.ts";

/** Not shown either, so no other word may stand there. */
const LANGUAGE =
  /^(?:abnf|ada|asm|astro|awk|bash|bat|c|c\+\+|c#|cc|clj|clojure|cmake|cmd|cobol|conf|console|cpp|cs|csharp|css|csv|cue|d|dart|diff|docker|dockerfile|dotenv|ebnf|elixir|elm|env|erb|erlang|ex|fish|fortran|fsharp|geojson|gherkin|go|golang|gradle|graphql|groovy|h|haskell|hbs|hcl|hpp|hs|html|http|ini|java|javascript|jinja|jq|js|json|json5|jsonc|jsonl|jsx|julia|kotlin|kt|latex|less|lisp|log|lua|make|makefile|markdown|math|matlab|md|mdx|mermaid|mjs|mysql|nginx|nim|nix|objc|objective-c|ocaml|output|pascal|patch|perl|php|plain|plaintext|postgres|powershell|prisma|prolog|properties|proto|protobuf|ps1|psql|pug|py|python|r|rb|regex|rs|ruby|rust|sass|scala|scheme|scss|sed|sh|shell|shell-session|sol|solidity|sql|sqlite|stl|styl|suggestion|svelte|svg|swift|tcl|terraform|tex|text|tf|toml|topojson|ts|tsv|tsx|txt|typescript|vb|verilog|vhdl|vim|vue|wasm|wat|xml|yaml|yml|zig|zsh)(?=[\s{,:]|$)/i;
/** Fences that are shown as a figure with no word of the source in it. */
const FIGURE = /^(?:geojson|topojson|stl)$/i;
/** Lines of a diagram that draw nothing: comments, directives, descriptions for readers of screens. */
const UNDRAWN = /^[ \t>]*(?:%%.*|accTitle\b.*|accDescr\b(?:\s*\{[^}]*\}|.*))$/gm;

/** What the fences of a document hide: words behind the language, and what a figure does not draw. */
export function fenceEdits(
  text: string,
  infos: Outline["infos"],
): { readonly edits: Edit[]; readonly formulas: readonly Range[] } {
  const edits: Edit[] = [];
  const formulas: Range[] = [];
  for (const { start, end, body } of infos) {
    const info = text.slice(start, end);
    const language = LANGUAGE.exec(info.trim())?.[0] ?? "";
    if (info.trim() !== language) edits.push({ start, end, put: language, channel: "fence info" });
    if (/^math$/i.test(language)) formulas.push(body);
    const source = text.slice(body.start, body.end);
    if (FIGURE.test(language) && source.trim() !== "") {
      edits.push({ ...body, put: "", channel: "figure" });
    }
    if (!/^mermaid$/i.test(language)) continue;
    for (const { 0: line, index } of source.matchAll(UNDRAWN)) {
      const at = body.start + index;
      edits.push({ start: at, end: at + line.length, put: "", channel: "figure" });
    }
  }
  return { edits, formulas };
}
