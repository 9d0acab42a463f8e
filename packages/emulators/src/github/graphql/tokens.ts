import type { Location } from "./ast.ts";

export interface Token {
  readonly kind: "name" | "punctuator" | "string" | "number" | "end";
  readonly text: string;
  readonly at: Location;
}

/** Not GraphQL. The message is written as GitHub's parser does. */
export class SyntaxProblem extends Error {
  readonly at: Location;

  constructor(message: string, at: Location) {
    super(message);
    this.at = at;
  }
}

const TOKEN =
  /(?<skip>[\s,\ufeff]+|#[^\n]*)|(?<block>"""[\s\S]*?""")|(?<string>"(?:\\.|[^"\\\n])*")|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<name>[_A-Za-z]\w*)|(?<punctuator>\.\.\.|[!$&()[\]{}:=@|])/y;

export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  const at = (): Location => {
    const before = source.slice(0, index).split("\n");
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  while (index < source.length) {
    TOKEN.lastIndex = index;
    const groups = TOKEN.exec(source)?.groups;
    if (!groups) {
      const { line, column } = at();
      const text = JSON.stringify(source[index]);
      throw new SyntaxProblem(`Parse error on ${text} (error) at [${line}, ${column}]`, at());
    }
    const { block, string, number, name, punctuator, skip } = groups;
    const text = block ?? string ?? number ?? name ?? punctuator;
    if (block !== undefined) {
      tokens.push({ kind: "string", text: block.slice(3, -3).trim(), at: at() });
    } else if (string !== undefined) {
      tokens.push({ kind: "string", text: JSON.parse(string), at: at() });
    } else if (text !== undefined) {
      const kind = number !== undefined ? "number" : name !== undefined ? "name" : "punctuator";
      tokens.push({ kind, text, at: at() });
    }
    index += (text ?? skip ?? "").length;
  }
  tokens.push({ kind: "end", text: "", at: at() });
  return tokens;
}
