import { createServer } from "node:net";
import type { Environment } from "./check-settings.ts";
import type { Prepared } from "./prepare.ts";
import { Refusal } from "./refusal.ts";
import { APPS } from "./settings.ts";

/**
 * Asks for each port before workerd does: another process there would answer for it and look ready.
 *
 * @throws Refusal that names the port and the setting that changes it.
 */
export async function refuseTakenPorts({ apps }: Pick<Prepared, "apps">): Promise<void> {
  for (const { name, port } of apps) {
    if (await isFree(port)) continue;
    const setting = APPS.find((app) => app.name === name)?.portSetting ?? "another port";
    throw new Refusal(`Port ${port} is in use, ${name} needs it. Free it, or set ${setting}.`);
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** What is legal and probably not meant. */
export function hints(env: Environment, { apps }: Pick<Prepared, "apps">): string[] {
  return apps.flatMap(({ name }) => {
    const people = `${name.toUpperCase()}_ALLOWED_USERS`;
    const closed = APPS.find((app) => app.name === name)?.optional.includes(people) && !env[people];
    return [
      ...(closed ? [`${people} is not set: nobody is answered.`] : []),
      ...(name === "asana" && !env.PUBLIC_URL
        ? ["PUBLIC_URL is not set: no project can be subscribed to."]
        : []),
    ];
  });
}
