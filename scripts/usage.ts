/** Prints how a command is used and ends it, when that is what was asked for. Before anything else is done. */
export function helped(usage: string): void {
  if (!process.argv.slice(2).some((arg) => arg === "--help" || arg === "-h")) return;
  console.log(usage);
  process.exit(0);
}

/** What a command was told, or its usage. What it does not know is said without a stack, and ends it. */
export function readOr<T>(usage: string, read: () => T): T {
  helped(usage);
  try {
    return read();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(1);
  }
}
