import type { Shell } from "@trunkline/agents/pool";
import type { BashOptions } from "just-bash/browser";
import { budget, COMMANDS, LIMITS, TOO_LONG } from "./bounds.ts";
import { farApart, guarded, longPattern } from "./guards.ts";

const FOLDER = "/work";

/**
 * A shell that is written in JavaScript: its files are in memory, its commands are functions, and it is given
 * nothing of ours. Leave it out in `../index.ts`, and the bundle is without it.
 */
export const shell: Shell = {
  async run(script, files, signal) {
    // Not before somebody needs it: nothing of it then counts towards the start of the Worker.
    const library = await import("just-bash/browser");
    const coverage = budget(Date.now);
    const options: BashOptions = {
      cwd: FOLDER,
      executionLimits: LIMITS,
      executionLimitProfile: "hardened",
      coverage,
      // It would replace globals of the process, which all of our objects share.
      defenseInDepth: false,
    };
    const bash = new library.Bash({
      ...options,
      files: Object.fromEntries([...files].map(([path, text]) => [`${FOLDER}/${path}`, text])),
      commands: COMMANDS,
      customCommands: [
        guarded(library, "diff", farApart, options),
        ...(["grep", "egrep", "fgrep", "rg", "sed"] as const).map((name) =>
          guarded(library, name, longPattern, options),
        ),
      ],
    });
    try {
      const { stdout, stderr, exitCode } = await bash.exec(script, { signal, rawScript: true });
      return { stdout, stderr: plain(stderr), exitCode };
    } catch (error) {
      // Not every command turns what is thrown into words.
      if (!coverage.spent) throw error;
      return { stdout: "", stderr: `bash: ${TOO_LONG}\n`, exitCode: 124 };
    }
  },
};

/** Advice for who embeds the library is of no use to who writes the script. */
function plain(stderr: string): string {
  return stderr.replaceAll(/, increase executionLimits\.\w+/g, "");
}
