import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Refusal } from "../serve/index.ts";
import { refuseIfLocked } from "../serve/launch.ts";

/** What a lock that is held ends with (`launch.sh`). */
const LOCKED = 75;

const ANOTHER = `Ctrl-C where it was started ends it. Another one beside it needs a folder and a port of its own:
TRUNKLINE_DATA=.data/second PORT=8788 npm start`;

/**
 * The empty data folder of this start. Not the one of `npm run serve`: that one holds conversations of
 * real people, and this one is emptied.
 *
 * The emulated Telegram keeps its chats in memory and counts messages from 1. A conversation of an
 * earlier start would remember message ids that do not exist any more, or worse, that are now another
 * message's; so every start begins with nothing.
 *
 * @throws Refusal when another `npm start` runs on it
 */
export function freshFolder(dataDir: string | undefined): string {
  const folder = resolve(dataDir || ".data", "start");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    refuseIfLocked(folder);
  } catch (error) {
    if (!(error instanceof Refusal) || error.exitCode !== LOCKED) throw error;
    // The pid is that of the runtime: whoever kills it gets it back.
    throw new Refusal(`${error.message}\n${ANOTHER}`, LOCKED);
  }
  rmSync(join(folder, "state"), { recursive: true, force: true });
  return folder;
}
