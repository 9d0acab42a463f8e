import { randomBytes } from "node:crypto";
import { ASANA_LIMITS, AsanaServer } from "@trunkline/emulators";
import { AsanaStage } from "@trunkline/emulators/playground";
import type { Environment } from "../serve/check-settings.ts";
import type { LocalPlatform } from "./platform.ts";
import { freePort, readPort } from "./port.ts";

/** How much sooner than Asana the emulator delivers again: nobody wants to wait for minutes on the page. */
const RETRY_SCALE = 0.1;

/** An emulated Asana: a project with three tasks, two colleagues who are on the list, and one who is not. */
export async function localAsana(shell: Environment, adminToken: string): Promise<LocalPlatform> {
  const port = await freePort(readPort("ASANA_PORT", shell.ASANA_PORT, 8803));
  const asana = new AsanaServer({
    token: `2/1200000000000001/${randomBytes(24).toString("hex")}`,
    workspaceName: "Harbour",
    retryScale: RETRY_SCALE,
    // As where the workspace is paid for.
    limits: { ...ASANA_LIMITS, perMinute: 1_500 },
  });
  const person = (name: string) => asana.person({ name });
  const [robin, mika, sam] = [person("Robin"), person("Mika"), person("Sam")];
  const people = [robin, mika, sam] as const;
  const fair = asana.project({ name: "Harbour fair", members: [robin, mika] });
  const task = (name: string, html: string) =>
    asana.createTask(robin, { name, notes: { html }, projects: [fair], followers: [mika, sam] });
  const invite = task(
    "Invite the choir",
    "<body>They sing <strong>shanties</strong>, twice:\n<ul><li>at noon, on the pier</li><li>at six, on the stage</li></ul></body>",
  );
  const boats = task("Count the boats", "<body>How many come, and how long are they?</body>");
  const signs = task("Paint the signs", "<body>Blue, and <em>large</em>.</body>");
  const stage = new AsanaStage({
    asana,
    rooms: [
      { id: "choir", tab: "The choir", task: invite, people },
      { id: "boats", tab: "The boats", task: boats, people },
      { id: "signs", tab: "The signs", task: signs, people },
    ],
    notes: new Map([[sam.gid, "not on the list of allowed people: never answered"]]),
  });
  return {
    stage,
    operator: { url: `http://127.0.0.1:${port}`, token: adminToken },
    port,
    settings: {
      ASANA_ACCESS_TOKEN: asana.token,
      ASANA_API_URL: await asana.listen(),
      ASANA_ALLOWED_USERS: [robin, mika].map(({ gid }) => gid).join(),
      ASANA_PROJECTS: fair.gid,
      // Open also to those who write elsewhere.
      ASANA_DOOR_PLACES: fair.gid,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
    },
    // The bot subscribes by itself.
    connect: async () => {},
    close: () => asana.close(),
  };
}
