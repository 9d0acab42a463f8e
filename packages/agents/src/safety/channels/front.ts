/** `---`, lines of YAML, `---` or `...`, as the first thing of a document. */
const FRONT = /^---[ \t]*\n((?:[^\n]*\n){1,200}?)(?:---|\.\.\.)[ \t]*(?:\n|$)/;
const YAML_LINE = /^(?:[\w.-]{1,60}:(?: .*)?|[ \t]+.*|-(?: .*)?|#.*|)$/;

/** How long the front matter is; 0: there is none. What is no YAML is text between two rules. */
export function frontMatterEnd(text: string): number {
  const [front = "", body = ""] = FRONT.exec(text) ?? [];
  const lines = body.split("\n");
  const yaml = lines.every((line) => YAML_LINE.test(line));
  return yaml && lines.some((line) => /^[\w.-]{1,60}:/.test(line)) ? front.length : 0;
}
