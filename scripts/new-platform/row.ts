import type { Names } from "./names.ts";

/**
 * `scripts/serve/settings.ts` with a row for the new app, so that `npm run serve` starts it. Pure.
 *
 * @param ports - that are taken
 */
export function withRow(source: string, { name, NAME }: Names, ports: readonly number[]): string {
  const row = `  {
    name: "${name}",
    port: ${Math.max(8800, ...ports) + 1},
    portSetting: "${NAME}_PORT",
    ways: [["${NAME}_TOKEN", "${NAME}_WEBHOOK_SECRET"]],
    optional: ["${NAME}_API_URL", "${NAME}_ALLOWED_USERS"],
  },
`;
  const from = source.indexOf("export const APPS");
  const end = source.indexOf("\n];", from);
  if (from < 0 || end < 0) throw new Error("APPS is not where it was in scripts/serve/settings.ts");
  return source.slice(0, end + 1) + row + source.slice(end + 1);
}
