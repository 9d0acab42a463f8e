import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeLines } from "../check/lines.ts";
import { ROOT } from "../serve/prepare.ts";
import { namesOf } from "./names.ts";
import { withRow } from "./row.ts";

describe("names", () => {
  it.each<[string[], object]>([
    [["linear"], { name: "linear", Name: "Linear", NAME: "LINEAR", folder: "apps/linear" }],
    [["linear", "--dir", "examples/linear-2/"], { folder: "examples/linear-2" }],
    [["--dir", "apps/x", "discord", "--no-install"], { name: "discord", folder: "apps/x" }],
  ])("%j", (args, names) => {
    expect(namesOf(args)).toMatchObject(names);
  });

  it.each<[string[], string]>([
    [[], "one lower-case word"],
    [["Linear"], "one lower-case word"],
    [["my-platform"], "one lower-case word"],
    [["my", "platform"], "one lower-case word"],
    [["linear", "--dri", "examples/linear"], "There is no option --dri."],
    [["telegram"], "already"],
    [["shared-agents"], "one lower-case word"],
    [["linear", "--dir", "../elsewhere"], "directly below apps/ or examples/"],
    [["linear", "--dir"], "directly below apps/ or examples/"],
  ])("%j is refused", (args, why) => {
    expect(() => namesOf(args)).toThrow(why);
  });
});

it("puts a row at the end of the apps, with a free port", () => {
  const source =
    'export const APPS: readonly App[] = [\n  {\n    name: "a",\n  },\n];\nconst B = [];\n';
  const after = withRow(source, namesOf(["linear"]), [8801, 8803]);
  expect(after).toContain('    name: "a",\n  },\n  {\n    name: "linear",\n    port: 8804,\n');
  expect(after.endsWith("  },\n];\nconst B = [];\n")).toBe(true);
});

/** What a person writes who has read the guide: the rest of the skeleton is right for the invented platform. */
const READ = `
import type { Delivery, Identity, Inbound } from "@trunkline/transport";
import * as z from "zod/mini";
import type { DiscordContext } from "./context.ts";

const Event = z.object({
  id: z.string(),
  type: z.enum(["message.created", "message.updated"]),
  n: z.number(),
  room: z.string(),
  message: z.object({
    id: z.string(),
    n: z.number(),
    text: z.string(),
    author: z.object({ id: z.string(), name: z.string(), bot: z.boolean() }),
  }),
});

export function readDiscord({ body }: Delivery, _me: Identity): Inbound<DiscordContext>[] {
  const event = Event.safeParse(body);
  if (!event.success) return [{ kind: "ignore", why: "not an event that is for us" }];
  const { id: key, type, n, room, message } = event.data;
  const { id, text, author } = message;
  if (author.bot) return [{ kind: "ignore", why: "not written by a person" }];
  if (!text.startsWith("@bot ")) return [{ kind: "ignore", why: "not addressed to us" }];
  const ctx = { room, message: id, user: author.id, name: author.name, text: text.slice(5) };
  const known = { key, contentKey: id, order: message.n, ctx };
  if (type === "message.updated") return [{ kind: "edit", ...known, version: n }];
  return [{ kind: "message", ...known }];
}
`;
const SEND = `async send(ctx, text) {
      const made = await call("POST", \`/rooms/\${ctx.room}/messages\`, { text: text.text });
      return { room: ctx.room, message: made.id };
    },
    async edit(_ctx, ref, text) {
      await call("PATCH", \`/messages/\${ref.message}\`, { text: text.text });
    },`;

/** Somebody asks in the tab of the playground. */
const ASK = `
const { allFurther } = await import("./scripts/start/further.ts");
const { tab } = await import("./apps/discord/testing/playground.ts");
const { stage } = await tab.open(1, "");
await stage.say("room", { as: "ask", text: "ahoy" });
const { trouble, bubbles } = stage.scene("room").scene;
const [{ conversation }] = stage.places();
const said = bubbles.map(({ text }) => text);
console.log(JSON.stringify({ further: allFurther("."), trouble, said, conversation }));
process.exit();
`;

/** A copy of this workspace without its apps but the pool, and one to take the bindings from. */
let root = "";
const at = (...path: string[]): string => join(root, ...path);
const run = (file: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(file, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PATH: `${at("node_modules/.bin")}:${process.env.PATH}`, NO_COLOR: "1" },
  });
const kit = () => run("vitest", "run", "--config", "vitest.config.mjs");
const asked = (): unknown => {
  const { stdout, stderr } = run("node", "--input-type=module", "-e", ASK);
  expect(stdout, stderr).not.toBe("");
  return JSON.parse(stdout);
};
const inWorkerd = () => run("vitest", "run", "--root", "apps/discord");
/** What the compiler says of the new app; the packages are checked where they lie. */
const types = () =>
  ["tsconfig.workers.json", "tsconfig.json"].flatMap((config) =>
    run("tsc", "-p", config)
      .stdout.split("\n")
      .filter((line) => line.startsWith("apps/")),
  );

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "trunkline-new-"));
  for (const name of [
    "scripts",
    "package.json",
    "biome.json",
    ".gitignore",
    "apps/telegram/wrangler.jsonc",
  ]) {
    cpSync(join(ROOT, name), at(name), { recursive: true });
  }
  for (const name of [
    "node_modules",
    "packages",
    "tests",
    "apps/shared-agents",
    "tsconfig.base.json",
  ]) {
    symlinkSync(join(ROOT, name), at(name));
  }
  // Only what the new app consists of: the rest is checked where it lies.
  for (const name of ["tsconfig.workers.json", "tsconfig.json"]) {
    const config = JSON.parse(readFileSync(join(ROOT, name), "utf8"));
    const include = config.include.filter((one: string) => one.startsWith("apps/"));
    const exclude = [...(config.exclude ?? []), "apps/shared-agents", "**/scripts/**"];
    writeFileSync(at(name), JSON.stringify({ ...config, include, exclude }));
  }
  writeFileSync(
    at("vitest.config.mjs"),
    `export default { test: { include: ["apps/discord/conformance.test.ts"] } };`,
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("npm run new-platform -- discord", { timeout: 240_000 }, () => {
  it("makes an app that type-checks, and says where to begin", () => {
    const made = run("node", "scripts/new-platform.ts", "discord", "--no-install");
    expect(`${made.stdout}${made.stderr}`).toContain("apps/discord is there, and npm run serve");
    expect(made.stdout).toContain("npm start -- --with discord\n");
    expect(made.status).toBe(0);
    // What the install would have linked.
    mkdirSync(at("apps/discord/node_modules/@trunkline"), { recursive: true });
    for (const name of ["agents", "transport", "emulators"]) {
      symlinkSync(at("packages", name), at("apps/discord/node_modules/@trunkline", name));
    }
    symlinkSync(
      join(ROOT, "packages/transport/node_modules/zod"),
      at("apps/discord/node_modules/zod"),
    );
    expect(types()).toEqual([]);
    const lint = run("biome", "check", "apps/discord");
    expect(lint.status, lint.stdout + lint.stderr).toBe(0);
  });

  it("leaves no placeholder behind, binds the pool, and writes the page", () => {
    const files = readdirSync(at("apps/discord"), { recursive: true, encoding: "utf8" })
      .filter((path) => !path.includes("node_modules") && /\.\w+$/.test(path))
      .map((path) => at("apps/discord", path));
    for (const path of [...files, at("docs/discord.md")]) {
      expect(readFileSync(path, "utf8"), path).not.toMatch(/__name__|telegram/i);
    }
    const wrangler = readFileSync(at("apps/discord/wrangler.jsonc"), "utf8");
    expect(wrangler).toContain('"script_name": "shared-agents"');
    expect(readFileSync(at("scripts/serve/settings.ts"), "utf8")).toContain('"DISCORD_TOKEN"');
  });

  it("has a tab in the playground, which says what is not written yet", () => {
    expect(asked()).toEqual({
      further: [{ name: "discord", folder: "apps/discord" }],
      trouble: expect.stringMatching(/not written yet: knowledge\/read\.ts: make a message/),
      said: ["ahoy"],
      conversation: null,
    });
  });

  it("is refused when its name is a word of the core", () => {
    const refused = run("node", "scripts/new-platform.ts", "linear", "--no-install");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/take another\.\npackages\/agents\/src\/.*linear/);
  });

  it("is refused a second time, and nothing is changed", () => {
    const again = run("node", "scripts/new-platform.ts", "discord", "--no-install");
    expect(again.status).toBe(1);
    expect(again.stderr).toContain("already");
  });

  it("fails the kit, which says what is to be written", () => {
    const { status, stdout, stderr } = kit();
    const said = stdout + stderr;
    expect(status).toBe(1);
    expect(said).toMatch(
      /law reading\/question: .*\n.*not written yet: knowledge\/read\.ts: make a/,
    );
    const laws = said.match(/^ *× .*$/gm) ?? [];
    expect(laws.length).toBeGreaterThan(10);
  });

  it("passes the kit when that is written, in less than the lines that are promised", () => {
    writeFileSync(at("apps/discord/knowledge/read.ts"), READ);
    const transport = at("apps/discord/src/transport.ts");
    const skeleton = readFileSync(transport, "utf8");
    writeFileSync(
      transport,
      skeleton
        .replace(/ {4}\/\/ const made[\s\S]*?(?= {4}\/\/ Without `edit`)/, `    ${SEND}\n`)
        .replace('import { todo } from "../todo.ts";\n', ""),
    );
    rmSync(at("apps/discord/todo.ts"));
    expect(types()).toEqual([]);
    expect(asked()).toMatchObject({ trouble: null, conversation: "r1-0" });
    for (const { status, stdout, stderr } of [kit(), inWorkerd()]) {
      expect(stdout + stderr).not.toMatch(/ × /);
      expect(status).toBe(0);
      expect(stdout).toMatch(/Tests {2}\d+ passed/);
    }
    const sources = ["env.ts", "index.ts", "transport.ts"].map((name) =>
      at("apps/discord/src", name),
    );
    const lines = sources.reduce((sum, path) => sum + codeLines(readFileSync(path, "utf8")), 0);
    expect(lines).toBeLessThanOrEqual(60);
  });
});
