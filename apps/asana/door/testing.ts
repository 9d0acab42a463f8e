import type { Actor } from "@trunkline/agents/door";
import { Rehearsal, type Shown } from "@trunkline/agents/door/testing";
import { type AsanaOptions, AsanaServer } from "@trunkline/emulators";
import { ASANA_ACCOUNT, asana } from "@trunkline/transport/asana";
import type { AsanaSettings } from "../src/env.ts";
import { door } from "./index.ts";

const TOKEN = "2/100/200:token-of-the-test";

/** A strict Asana, and the tools as a door uses them; unless somebody else is named, Ann asks. */
export class Desk extends Rehearsal {
  readonly server: AsanaServer;
  readonly ann: ReturnType<AsanaServer["person"]>;
  readonly house: ReturnType<AsanaServer["project"]>;
  readonly task: ReturnType<AsanaServer["createTask"]>;
  readonly #settings: AsanaSettings;

  private constructor(server: AsanaServer, settings: AsanaSettings) {
    super("asana", door(settings));
    this.server = server;
    this.#settings = settings;
    this.ann = server.person({ name: "Ann" });
    this.house = server.project({ name: "House" });
    const notes = "two litres";
    this.task = server.createTask(this.ann, { name: "Buy milk", notes, projects: [this.house] });
  }

  static async begin(options: Partial<AsanaOptions> = {}): Promise<Desk> {
    const server = new AsanaServer({ token: TOKEN, retryScale: 0.001, ...options });
    const ASANA_API_URL = await server.listen();
    return new Desk(server, { ASANA_ACCESS_TOKEN: TOKEN, ASANA_API_URL });
  }

  open(places: string): void {
    this.parts = door({ ...this.#settings, ASANA_DOOR_PLACES: places });
  }

  /** Somebody who asks on a task. */
  asker(user: { gid: string; name: string } = this.ann, task: { gid: string } = this.task): Actor {
    const conversation = `${ASANA_ACCOUNT}/${task.gid}`;
    return { conversation, platform: "asana", userId: user.gid, userName: user.name };
  }

  override read(name: string, input: object, actor = this.asker()) {
    return super.read(name, input, actor);
  }
  override preview(name: string, input: object, actor = this.asker()) {
    return super.preview(name, input, actor);
  }
  override run(name: string, shown: Shown, actor = this.asker()) {
    return super.run(name, shown, actor);
  }
  override done(name: string, shown: Shown, actor = this.asker()) {
    return super.done(name, shown, actor);
  }
}

/** What a failed call means, in the words of the error table. */
export async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "none";
  } catch (error) {
    const { kind, message } = asana.classify(error);
    return `${kind}: ${message}`;
  }
}
