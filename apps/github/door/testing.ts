import type { Actor } from "@trunkline/agents/door";
import { Rehearsal } from "@trunkline/agents/door/testing";
import type { GitHubThread, GitHubUser } from "@trunkline/emulators";
import { github } from "@trunkline/transport/github";
import { World } from "../reach/testing.ts";
import type { GitHubSettings } from "../src/env.ts";
import { door } from "./index.ts";

/** A strict GitHub, and the tools as a door uses them. */
export class Desk extends Rehearsal {
  readonly world: World;

  private constructor(world: World) {
    super("github", door(world.settings), () => world.now);
    this.world = world;
  }

  static async begin(): Promise<Desk> {
    return new Desk(await World.begin());
  }

  open(places: string, more: GitHubSettings = {}): void {
    this.parts = door({ ...this.world.settings, ...more, GITHUB_DOOR_PLACES: places });
  }

  /** Somebody who asks below an issue or pull request. */
  asker(user: GitHubUser, thread: GitHubThread): Actor {
    const ctx = this.world.ask(this.world.server.comment(thread, user, "@trunkline please"));
    const conversation = `${github.account(ctx)}/${github.conversation(ctx)}`;
    return { conversation, platform: "github", userId: String(user.id), userName: user.login };
  }
}

/** What a failed call means, in the words of the error table. */
export async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "none";
  } catch (error) {
    const { kind, message } = github.classify(error);
    return `${kind}: ${message}`;
  }
}
