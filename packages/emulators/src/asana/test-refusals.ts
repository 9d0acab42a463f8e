import { expect } from "vitest";
import { type Office, office } from "./test-app.ts";

/** A call that is refused. `{task}` and the like stand for the gids of {@link Refusals}. */
export type Case = readonly [
  name: string,
  verb: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body: unknown,
  status: number,
  message: string,
];

/** What the tables of refusals work on. */
export class Refusals {
  readonly office: Office;
  readonly #gids: ReadonlyMap<string, string>;

  private constructor(opened: Office, gids: ReadonlyMap<string, string>) {
    this.office = opened;
    this.#gids = gids;
  }

  static async open(): Promise<Refusals> {
    const opened = await office({ maxTextChars: 100 });
    const { asana, app } = opened;
    const tess = asana.person({ name: "Tess", token: "tess" });
    const home = asana.project({ name: "Home" });
    const hidden = asana.project({ name: "Hidden", isPrivate: true, members: [tess] });
    const task = asana.createTask(tess, { name: "Task", projects: [home] });
    const closed = asana.createTask(tess, { name: "Closed", projects: [hidden] });
    const hers = asana.comment(task, tess, "hers");
    const made = await app.send("POST", `/tasks/${task.gid}/stories`, { text: "own" });
    const gids = new Map([
      ["ws", asana.workspace.gid],
      ["home", home.gid],
      ["hidden", hidden.gid],
      ["task", task.gid],
      ["closed", closed.gid],
      ["hers", hers.gid],
      ["comment", made.body.data.gid],
      ["system", asana.task(task.gid).stories[0]?.gid ?? ""],
    ]);
    return new Refusals(opened, gids);
  }

  /** The gids in their places. */
  fill(text: string): string {
    return text.replace(/\{(\w+)\}/g, (whole, name) => this.#gids.get(name) ?? whole);
  }

  /** The call is refused in these words, and nothing has changed. */
  async check([, verb, path, body, status, message]: Case): Promise<void> {
    const { asana, app } = this.office;
    const task = this.fill("{task}");
    const before = JSON.stringify(asana.task(task));
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const sent = body === null ? undefined : this.fill(text);
    const answer = await app.call(verb, this.fill(path), sent);
    expect([answer.status, answer.body]).toEqual([
      status,
      {
        errors: [
          {
            message: this.fill(message),
            help: "For more information on API status codes and how to handle them, read the docs on errors: https://developers.asana.com/docs/errors",
          },
        ],
      },
    ]);
    expect(JSON.stringify(asana.task(task))).toBe(before);
    expect(asana.wire.calls.at(-1)).toMatchObject({ applied: false, status });
  }
}
