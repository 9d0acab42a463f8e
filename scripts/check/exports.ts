import { join, relative } from "node:path";
// The compiler itself knows what a name stands for. This interface may change with its version, which is pinned.
import { API, type Checker, type Symbol as Named, SymbolFlags } from "typescript/unstable/sync";

/** What the entry points of a package export. */
export interface Exports {
  readonly count: number;
  /** Names without TSDoc, as the operator is told. */
  readonly undocumented: readonly string[];
}

/**
 * Looks at each name that is exported from an entry point.
 *
 * @param config - the tsconfig whose program holds the entries, relative to the root
 * @param entries - absolute paths
 * @throws Error when an entry is not in that program, or exports nothing
 */
export function exportsOf(root: string, config: string, entries: readonly string[]): Exports {
  const api = new API({ cwd: root });
  try {
    const snapshot = api.updateSnapshot({ openProjects: [join(root, config)] });
    const project = snapshot.getProject(join(root, config));
    if (!project) throw new Error(`${config} is no project.`);
    const { program, checker } = project;
    // A name that two entries export is one name; what it is called there is told with its file.
    const bare = new Set<string>();
    const all = new Set<number>();
    for (const entry of entries) {
      const file = program.getSourceFile(entry);
      const module = file && checker.getSymbolAtLocation(file);
      if (!module)
        throw new Error(`${relative(root, entry)} exports nothing, or is no part of it.`);
      for (const exported of checker.getExportsOfModule(module)) {
        const target = targetOf(checker, exported);
        all.add(target.id);
        if (checker.getDocumentationCommentOfSymbol(target).trim() !== "") continue;
        const place = target.declarations[0]?.path ?? entry;
        bare.add(`${relative(root, place)}: ${exported.name} has no TSDoc.`);
      }
    }
    return { count: all.size, undocumented: [...bare].toSorted() };
  } finally {
    api.close();
  }
}

/** `export { a } from` is an alias of what is declared elsewhere. */
function targetOf(checker: Checker, symbol: Named): Named {
  return symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
