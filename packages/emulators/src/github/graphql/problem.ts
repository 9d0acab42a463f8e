import type { Location } from "./ast.ts";

/** One entry of `errors`. */
export interface GraphError {
  readonly message: string;
  /** Of what went wrong while answering: `NOT_FOUND`, `FORBIDDEN`, `UNPROCESSABLE`. */
  readonly type?: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly Location[];
  /** Of what is wrong with the query itself. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A field that cannot be answered; it becomes null. */
export class FieldProblem extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export function noNode(id: string): FieldProblem {
  return new FieldProblem("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

export function notForIntegration(): FieldProblem {
  return new FieldProblem("FORBIDDEN", "Resource not accessible by integration");
}
