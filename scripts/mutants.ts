// `npm run mutants`: the conformance kit can fail. Each mutant is a mistake of a few lines that the compiler
// accepts; the law that is named must catch it, and must hold without it. Words select mutants by name, `--quick`
// takes one for each law that needs no workerd, `--docs` writes the tables of docs/conformance.md and runs nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MUTANTS, type Mutant, patchesOf } from "../tests/conformance/mutants/index.ts";
import { Copies } from "./mutants/copies.ts";
import { checkPage } from "./mutants/docs.ts";
import { type Attempt, type Outcome, runInside, runLaws } from "./mutants/run.ts";
import { typeErrors } from "./mutants/types.ts";
import { ROOT } from "./serve/prepare.ts";

const MOST_LINES = 5;

/** What is wrong with a patch itself. */
function malformed(mutant: Mutant): string[] {
  const which = `${mutant.app}, ${mutant.name}`;
  const patches = patchesOf(mutant);
  const missing = patches.flatMap(({ file, search }) => {
    const count = readFileSync(join(ROOT, file), "utf8").split(search).length - 1;
    return count === 1 ? [] : [`${which}: what it patches stands ${count} times in ${file}`];
  });
  const linesOf = (text: string) => text.split("\n").length;
  const lines = patches.reduce(
    (sum, { search, replace }) => sum + Math.max(linesOf(search), linesOf(replace)),
    0,
  );
  return lines <= MOST_LINES ? missing : [...missing, `${which}: ${lines} lines`];
}

/** Laws of whole answers need the Worker inside workerd. */
const isInside = (law: string): boolean => law.startsWith("answering/");

/** Runs each law where it belongs. @returns outcomes by copy */
async function outcomesOf(
  copies: Copies,
  attempts: readonly Attempt[],
): Promise<ReadonlyMap<string, Outcome>> {
  const outside = attempts.filter(({ law }) => !isInside(law));
  const found = new Map(await runLaws(ROOT, copies.folder, outside));
  for (const attempt of attempts.filter(({ law }) => isInside(law))) {
    found.set(attempt.copy, await runInside(ROOT, attempt));
  }
  return found;
}

/** Each app without a patch, with the laws that are named. */
function plainOf(copies: Copies, chosen: readonly Mutant[]): Attempt[] {
  const groups = Map.groupBy(
    chosen,
    ({ app, law }) => `${app}-${isInside(law) ? "inside" : "node"}`,
  );
  return [...groups].flatMap(([name, [first, ...rest]]) => {
    if (!first) return [];
    const laws = [first, ...rest].map(({ law }) => law);
    const copy = copies.add(`plain-${name}`, [], true);
    return [{ copy, app: first.app, law: [...new Set(laws)].join() }];
  });
}

async function survivors(chosen: readonly Mutant[]): Promise<string[]> {
  const copies = new Copies(ROOT);
  try {
    const wrong = await typeErrors(ROOT, copies, chosen);
    const plain = plainOf(copies, chosen);
    const attempts = chosen.map((mutant, n) => {
      const copy = copies.add(`mutant-${n}`, [mutant], isInside(mutant.law));
      return { copy, app: mutant.app, law: mutant.law, mutant };
    });
    const outcomes = await outcomesOf(copies, [...plain, ...attempts]);
    for (const { copy, app, law: named } of plain) {
      const laws = [...(outcomes.get(copy)?.laws ?? [])];
      const broken = laws.filter(([, why]) => why !== null);
      console.log(`${app} as it is: ${laws.length} laws, ${broken.length} broken`);
      if (laws.length !== named.split(",").length)
        wrong.push(`${app}: not all of ${named} was run`);
      wrong.push(...broken.map(([law, why]) => `${app} as it is breaks ${law} ${why}`));
    }
    for (const { copy, mutant } of attempts) {
      const { laws, error } = outcomes.get(copy) ?? { laws: new Map(), error: "was not run" };
      const said = laws.get(mutant.law);
      const caught = typeof said === "string" && said.includes(`law ${mutant.law}:`);
      const which = `${mutant.app}, ${mutant.name}`;
      console.log(`${caught ? "caught  " : "SURVIVES"} ${which}: ${mutant.law}`);
      if (!caught) wrong.push(`${which} is not caught by ${mutant.law} ${said ?? error}`);
    }
    return wrong;
  } finally {
    copies.close();
  }
}

const has = (flag: string): boolean => process.argv.includes(flag);
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const first = (mutant: Mutant): boolean =>
  !isInside(mutant.law) && MUTANTS.find(({ law }) => law === mutant.law) === mutant;
const chosen = MUTANTS.filter((mutant) => {
  const { app, name, law } = mutant;
  const wanted = words.every((word) => `${app} ${name} ${law}`.includes(word));
  return wanted && (!has("--quick") || first(mutant));
});
const wrong = [...MUTANTS.flatMap(malformed), ...checkPage(ROOT, has("--docs"))];
if (wrong.length === 0 && !has("--docs")) wrong.push(...(await survivors(chosen)));
for (const line of wrong) console.log(line);
if (!has("--docs")) console.log(`${chosen.length} mutants, ${wrong.length} things wrong`);
process.exitCode = wrong.length > 0 ? 1 : 0;
