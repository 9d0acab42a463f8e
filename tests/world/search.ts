import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The forms in which a secret may lie somewhere. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Base64 of a part of a longer text begins at one of three offsets; the middle is the same.
  const shifted = [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    return whole.slice(offset === 0 ? 0 : 4, -4);
  });
  return [...new Set([secret, encodeURIComponent(secret), ...shifted])];
}

/** Every file below a folder: databases with their -wal and -shm, locks, pid files. */
export function filesBelow(folder: string): { name: string; bytes: Buffer }[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    try {
      if (statSync(path).isDirectory()) return filesBelow(path);
      return [{ name: path, bytes: readFileSync(path) }];
    } catch (error) {
      // Databases are deleted while we look.
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
  });
}

/** Where a secret is found, in any form. */
export function findSecret(
  secret: string,
  places: readonly { name: string; bytes: Buffer | string }[],
): string[] {
  const forms = formsOf(secret);
  return places
    .filter(({ bytes }) => forms.some((form) => bytes.includes(form)))
    .map(({ name }) => name);
}
