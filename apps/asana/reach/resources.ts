/** The gids of a comma-separated setting. */
export function listed(setting: string | null | undefined): string[] {
  return (setting ?? "")
    .split(",")
    .map((gid) => gid.trim())
    .filter((gid) => gid !== "");
}
