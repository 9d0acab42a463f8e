// `npm run mutants`: the conformance kit can fail. Each mutant is a mistake of a few lines that the compiler
// accepts; the law that is named must catch it, and must hold without it. `--docs` writes the tables of
// docs/conformance.md and runs nothing; words select mutants by name.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MUTANTS, type Mutant, patchesOf } from "../tests/conformance/mutants/index.ts";
import { Copies } from "./mutants/copies.ts";
import { checkPage } from "./mutants/docs.ts";
import { runLaws } from "./mutants/run.ts";
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

async function survivors(chosen: readonly Mutant[]): Promise<string[]> {
  const copies = new Copies(ROOT);
  try {
    const wrong = await typeErrors(ROOT, copies, chosen);
    const apps = [...new Set(chosen.map(({ app }) => app))];
    const plain = apps.map((app) => {
      const laws = chosen.filter((one) => one.app === app).map(({ law }) => law);
      const law = [...new Set(laws)].join();
      return { copy: copies.add(`plain-${app}`, [], true), app, law };
    });
    const attempts = chosen.map((mutant, n) => ({
      ...{ copy: copies.add(`mutant-${n}`, [mutant]), app: mutant.app, law: mutant.law, mutant },
    }));
    const outcomes = await runLaws(ROOT, copies.folder, [...plain, ...attempts]);
    for (const { copy, app } of plain) {
      const laws = [...(outcomes.get(copy)?.laws ?? [])];
      const broken = laws.filter(([, why]) => why !== null).map(([law]) => law);
      console.log(`${app} as it is: ${laws.length} laws, ${broken.length} broken`);
      if (laws.length === 0) wrong.push(`${app}: no law was run`);
      wrong.push(...broken.map((law) => `${app} as it is breaks ${law}`));
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

const [...words] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const chosen = MUTANTS.filter(({ app, name, law }) =>
  words.every((word) => `${app} ${name} ${law}`.includes(word)),
);
const docsOnly = process.argv.includes("--docs");
const wrong = [...chosen.flatMap(malformed), ...checkPage(ROOT, docsOnly)];
if (wrong.length === 0 && !docsOnly) wrong.push(...(await survivors(chosen)));
for (const line of wrong) console.log(line);
if (!docsOnly) console.log(`${chosen.length} mutants, ${wrong.length} things wrong`);
process.exitCode = wrong.length > 0 ? 1 : 0;
