import type { Call } from "../../wire.ts";
import type { Answer, Operation } from "../api/operation.ts";
import type { Json } from "../types.ts";
import { isExempt } from "./exempt.ts";
import { type Described, type Parameter, theSpec } from "./spec.ts";
import { Validator } from "./validator.ts";

/** Something that does not fit GitHub's own description. */
export interface GitHubViolation {
  /** `createComment body`, `getIssue 200`, `issue_comment.created`. */
  readonly where: string;
  readonly problems: readonly string[];
  /** Position of the call in the wire's journal, 0 for an event. */
  readonly call: number;
}

let validators: { strict: Validator; loose: Validator } | undefined;

/**
 * Checks calls, answers and events, when somebody asks for the result: compiling a schema takes up
 * to half a second, in which no webhook would be answered. Schemas are compiled once in a process.
 */
export class Checker {
  /** What would have been a violation. */
  readonly exempted: string[] = [];
  readonly #violations: GitHubViolation[] = [];
  #pending: (() => void)[] = [];

  /** Of everything so far. */
  get violations(): readonly GitHubViolation[] {
    validators ??= { strict: new Validator(true), loose: new Validator(false) };
    const pending = this.#pending;
    this.#pending = [];
    for (const check of pending) check();
    return this.#violations;
  }

  call(operation: Operation, call: Call, answer: Answer): void {
    // As it goes over the wire: without undefined, and as it is now.
    const sent = answer.body === undefined ? answer : { ...answer, body: copy(answer.body) };
    this.#pending.push(() => this.#checkCall(operation, call, sent));
  }

  event(event: string, action: string | null, payload: Json): void {
    const sent = copy(payload);
    this.#pending.push(() => {
      const schema = theSpec().event(event, action);
      const where = action === null ? event : `${event}.${action}`;
      if (schema) this.#note(0, where, validators?.strict.of(schema)(sent) ?? []);
    });
  }

  #checkCall(operation: Operation, call: Call, answer: Answer): void {
    const described = theSpec().operation(operation.id);
    if (!described) return;
    const { name } = operation;
    this.#note(call.n, `${name} query`, queryProblems(described, call));
    // What GitHub refuses need not fit; how it is refused is checked.
    if (answer.status < 400) this.#note(call.n, `${name} body`, bodyProblems(described, call));
    this.#note(call.n, `${name} ${answer.status}`, answerProblems(described, answer));
  }

  #note(call: number, where: string, problems: readonly string[]): void {
    const left = problems.filter((problem) => !isExempt(where, problem));
    const exempt = problems.filter((problem) => !left.includes(problem));
    this.exempted.push(...exempt.map((problem) => `${where} ${problem}`));
    if (left.length > 0) this.#violations.push({ where, problems: left, call });
  }
}

function queryProblems({ parameters }: Described, call: Call): string[] {
  const known = new Map(parameters.filter((one) => one.in === "query").map((p) => [p.name, p]));
  const query = new URLSearchParams(call.path.split("?")[1] ?? "");
  return [...query].flatMap(([name, value]) => {
    const parameter = known.get(name);
    return parameter ? parameterProblems(parameter, value) : [`${name} is not described`];
  });
}

function parameterProblems({ name, schema }: Parameter, value: string): string[] {
  if (!schema) return [];
  const typed =
    schema.type === "integer"
      ? Number(value)
      : schema.type === "boolean"
        ? value === "true"
        : value;
  return (validators?.loose.of(schema)(typed) ?? []).map((problem) => `${name}: ${problem}`);
}

function bodyProblems({ body }: Described, call: Call): string[] {
  if (call.raw === "") return [];
  if (!body) return ["a body is not described"];
  const problems = validators?.strict.of(body)(call.body) ?? [];
  const type = call.headers["content-type"] ?? "";
  // GitHub reads any type as JSON (utterance/utterances#536); a client should not rely on it.
  return type.startsWith("application/json") ? problems : [...problems, `content-type ${type}`];
}

/** Errors may say more than is described: `status` is on each of them. */
function answerProblems({ answers }: Described, { status, body }: Answer): string[] {
  const schema = answers.get(String(status));
  if (schema === undefined) {
    // Refusals that come before any operation are described nowhere; see exempt.ts.
    return status < 300 ? [`status ${status} is not described`] : [];
  }
  // Of some refusals only the status is described; GitHub sends its words all the same.
  if (!schema) return !body || status >= 400 ? [] : ["no body is described"];
  if (typeof body === "string") return [];
  const validator = status < 300 ? validators?.strict : validators?.loose;
  return validator?.of(schema)(body) ?? [];
}

function copy(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
