import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { stage } from "./stage.ts";

/** A package as `npm publish` would upload it. */
export interface Tarball {
  /** `@trunkline/agents` */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly files: readonly string[];
  readonly unpackedBytes: number;
  /** The folder that it was packed from. */
  readonly staged: string;
}

/** What `npm pack --json` says of one package, as much as is used. */
interface Said {
  readonly name: string;
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/**
 * Builds the packages and packs them. Asks no network.
 *
 * @param to - gets the tarballs, and the folders that they are packed from
 * @example const [transport] = pack(ROOT, join(ROOT, "dist"));
 * @throws Error when they do not compile
 */
export function pack(root: string, to: string): Tarball[] {
  mkdirSync(to, { recursive: true });
  return stage(root, join(to, "packages")).map((staged) => {
    const args = ["pack", "--json", "--ignore-scripts", "--offline", "--pack-destination", to];
    const env = { ...process.env, NPM_CONFIG_UPDATE_NOTIFIER: "false" };
    const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
    const said = execFileSync("npm", args, { cwd: staged, env, encoding: "utf8", stdio });
    const [one]: readonly (Said | undefined)[] = JSON.parse(said);
    if (!one) throw new Error(`npm pack made nothing of ${staged}.`);
    const { name, filename, unpackedSize: unpackedBytes } = one;
    const files = one.files.map(({ path }) => path);
    return { name, file: join(to, filename), files, unpackedBytes, staged };
  });
}

/** What publint has to say about a tarball, suggestions included. */
export async function complaints({ name, file }: Tarball): Promise<string[]> {
  const tarball = new Uint8Array(readFileSync(file)).buffer;
  const { messages, pkg } = await publint({ strict: true, pack: { tarball } });
  return messages.map((message) => {
    const words = formatMessage(message, pkg, { color: false }) ?? message.code;
    return `${name}: ${message.type}: ${words}`;
  });
}
