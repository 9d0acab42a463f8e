/** A package.json of the workspace, as much as a published one is made of. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly type: "module";
  /** Entry points, each a TypeScript source: `./src/index.ts`. */
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Where an entry point is compiled to. */
interface Compiled {
  /** First: a resolver takes the first condition that it knows. */
  readonly types: string;
  readonly default: string;
}

/** What stands in the package.json of a tarball. */
export interface Published extends Omit<Manifest, "exports"> {
  readonly exports: Readonly<Record<string, Compiled | string>>;
  readonly files: readonly string[];
  readonly sideEffects: false;
  readonly engines: Readonly<Record<string, string>>;
}

/** `npm` takes a dependency of the workspace by this, and nobody else knows it. */
const WORKSPACE = "workspace:*";

/**
 * The package.json that is published: entry points are compiled files, versions are real. Pure.
 *
 * @param versions - of the packages that are published together, by name
 * @throws Error when it depends on something that is not published
 */
export function published(
  manifest: Manifest,
  versions: Readonly<Record<string, string>>,
): Published {
  const { name, version, description, license, type } = manifest;
  const entries = Object.entries(manifest.exports).map(([path, source]) => [
    path,
    compiled(source),
  ]);
  const dependencies = Object.entries(manifest.dependencies).map(([dependency, range]) => {
    if (range !== WORKSPACE) return [dependency, range];
    const own = versions[dependency];
    if (own === undefined) throw new Error(`${name} depends on ${dependency}: not published.`);
    return [dependency, own];
  });
  return {
    ...{ name, version, description, license, type },
    exports: { ...Object.fromEntries(entries), "./package.json": "./package.json" },
    files: ["dist"],
    sideEffects: false,
    // As wrangler, without which there is nothing to do with it.
    engines: { node: ">=22" },
    dependencies: Object.fromEntries(dependencies),
  };
}

function compiled(source: string): Compiled {
  const stem = /^\.\/src\/(.+)\.ts$/.exec(source)?.[1];
  if (stem === undefined) throw new Error(`${source} is no source below ./src.`);
  return { types: `./dist/${stem}.d.ts`, default: `./dist/${stem}.js` };
}
