import { Broken } from "./broken.ts";
import type { Capability, Subject, WireCall } from "./kit.ts";
import { Scene } from "./scene.ts";

/** One sentence of the contract, and how to see whether it holds. */
export interface Law {
  /** `part/what`: part of the test's name, and stable. */
  readonly id: string;
  /** What breaks for people when it does not hold. */
  readonly protects: string;
  /** It is about these, and says nothing about a transport without them. */
  readonly needs?: readonly Capability[];
  /** @throws {Broken} with what was seen and what was expected */
  holds<C>(scene: Scene<C>): Promise<void>;
}

/** Whether a law says something about what can do this much. */
export function concerns({ needs = [] }: Law, can: readonly Capability[]): boolean {
  return needs.every((capability) => can.includes(capability));
}

/** Whether a law is one of those that are asked for: by its id, or by the part before its slash. */
export function isWanted({ id }: Pick<Law, "id">, only: string | undefined): boolean {
  return !only || only.split(",").some((one) => id === one || id.startsWith(`${one}/`));
}

/**
 * Runs a law in a world of its own.
 *
 * @returns what it could not see, for the platform knows no such deed
 * @throws an error that says everything about it
 */
export async function uphold<C>(law: Law, subject: Omit<Subject<C>, "test">): Promise<string[]> {
  const ground = await subject.begin();
  const from = (await ground.driver.calls()).length;
  try {
    const scene = new Scene(subject.platform, subject.facts, ground);
    await law.holds(scene);
    return scene.unseen;
  } catch (error) {
    const calls = await ground.driver.calls().catch(() => []);
    throw new Error(report(law, error, calls.slice(from)), { cause: error });
  } finally {
    await ground.close();
  }
}

/** What is told about a broken law. */
export function report(
  { id, protects }: Pick<Law, "id" | "protects">,
  error: unknown,
  calls: readonly WireCall[],
): string {
  const why =
    error instanceof Broken
      ? [`expected: ${show(error.expected)}`, `seen:     ${show(error.seen)}`]
      : [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  return [
    `law ${id}: ${protects}`,
    ...(error instanceof Broken ? [error.message] : []),
    ...why,
    "wire calls seen:",
    ...(calls.length === 0 ? ["none"] : calls.map(lineOf)).map((line) => `  ${line}`),
  ].join("\n");
}

const lineOf = ({ call, sent, status }: WireCall): string =>
  `${call} ${status === 0 ? "never answered" : status} ${show(sent)}`;

/** As one line; what is very long is cut in the middle. */
function show(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const shown =
    text.length <= MOST_SHOWN
      ? text
      : `${text.slice(0, MOST_SHOWN / 2)} … (${text.length} letters) … ${text.slice(-MOST_SHOWN / 4)}`;
  // Half of a letter does not travel.
  return shown.toWellFormed();
}
const MOST_SHOWN = 600;
