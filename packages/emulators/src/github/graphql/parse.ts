import type { Document, Field, Query, Selection, Value, Variable } from "./ast.ts";
import { SyntaxProblem, type Token, tokensOf } from "./tokens.ts";

/** Queries and mutations with variables and fragments; no directives, no subscriptions. */
export function parse(source: string): Document {
  return new Parser(tokensOf(source)).document();
}

class Parser {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  document(): Document {
    const queries: Query[] = [];
    const fragments = new Map<string, { on: string; selections: Selection[] }>();
    while (this.#next.kind !== "end") {
      if (this.#next.text !== "fragment") {
        queries.push(this.#query());
        continue;
      }
      this.#take();
      const name = this.#name();
      this.#expect("on");
      fragments.set(name, { on: this.#name(), selections: this.#selections() });
    }
    if (queries.length === 0) throw this.#unexpected();
    return { queries, fragments };
  }

  #query(): Query {
    const { at, text } = this.#next;
    if (text === "{") {
      const selections = this.#selections();
      return { type: "query", name: null, variables: [], selections, at };
    }
    if (text !== "query" && text !== "mutation") throw this.#unexpected();
    this.#take();
    const name = this.#next.kind === "name" ? this.#name() : null;
    const variables = this.#next.text === "(" ? this.#variables() : [];
    return { type: text, name, variables, selections: this.#selections(), at };
  }

  #variables(): Variable[] {
    return this.#between("(", ")", () => {
      this.#expect("$");
      const name = this.#name();
      this.#expect(":");
      const type = this.#type();
      return { name, type, otherwise: this.#accept("=") ? this.#value() : null };
    });
  }

  #type(): string {
    let type: string;
    if (this.#accept("[")) {
      type = `[${this.#type()}]`;
      this.#expect("]");
    } else {
      type = this.#name();
    }
    return this.#accept("!") ? `${type}!` : type;
  }

  #selections(): Selection[] {
    const { at } = this.#next;
    const found = this.#between("{", "}", () => this.#selection());
    if (found.length === 0) throw new SyntaxProblem('Parse error on "}" (RCURLY)', at);
    return found;
  }

  #selection(): Selection {
    const { at } = this.#next;
    if (!this.#accept("...")) return this.#field();
    if (this.#accept("on")) {
      return { kind: "inline", on: this.#name(), selections: this.#selections() };
    }
    if (this.#next.text === "{") {
      return { kind: "inline", on: null, selections: this.#selections() };
    }
    return { kind: "spread", name: this.#name(), at };
  }

  #field(): Field {
    const { at } = this.#next;
    const alias = this.#name();
    const name = this.#accept(":") ? this.#name() : alias;
    const args = new Map(this.#next.text === "(" ? this.#pairs("(", ")") : []);
    const selections = this.#next.text === "{" ? this.#selections() : [];
    return { kind: "field", name, alias, args, selections, at };
  }

  #pairs(open: string, close: string): [string, Value][] {
    return this.#between(open, close, () => {
      const name = this.#name();
      this.#expect(":");
      return [name, this.#value()];
    });
  }

  #value(): Value {
    const { kind, text } = this.#next;
    if (text === "$" && kind === "punctuator") {
      this.#take();
      return { kind: "variable", name: this.#name() };
    }
    if (text === "[" && kind === "punctuator") {
      return { kind: "list", items: this.#between("[", "]", () => this.#value()) };
    }
    if (text === "{" && kind === "punctuator") {
      return { kind: "object", fields: new Map(this.#pairs("{", "}")) };
    }
    this.#take();
    if (kind === "string") return { kind: "literal", value: text };
    if (kind === "number") return { kind: "literal", value: Number(text) };
    if (kind !== "name") throw this.#unexpected(-1);
    if (text === "true" || text === "false") return { kind: "literal", value: text === "true" };
    return text === "null" ? { kind: "literal", value: null } : { kind: "enum", name: text };
  }

  #between<Item>(open: string, close: string, read: () => Item): Item[] {
    this.#expect(open);
    const items: Item[] = [];
    while (!this.#accept(close)) items.push(read());
    return items;
  }

  get #next(): Token {
    const token = this.#tokens[this.#index] ?? this.#tokens.at(-1);
    if (!token) throw new Error("there is always an end");
    return token;
  }

  #take(): Token {
    const token = this.#next;
    this.#index += 1;
    return token;
  }

  #accept(text: string): boolean {
    const { kind } = this.#next;
    if (this.#next.text !== text || kind === "string" || kind === "end") return false;
    this.#take();
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#unexpected();
  }

  #name(): string {
    if (this.#next.kind !== "name") throw this.#unexpected();
    return this.#take().text;
  }

  #unexpected(offset = 0): SyntaxProblem {
    const token = this.#tokens[this.#index + offset] ?? this.#next;
    const { line, column } = token.at;
    const message =
      token.kind === "end"
        ? "Unexpected end of document"
        : `Parse error on ${JSON.stringify(token.text)} at [${line}, ${column}]`;
    return new SyntaxProblem(message, token.at);
  }
}
