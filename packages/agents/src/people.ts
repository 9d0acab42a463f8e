/**
 * Whether a person may use the bot.
 *
 * @param list - comma-separated ids; `*` opens to everybody; unset or empty: nobody
 */
export function isAllowed(list: string | null | undefined, userId: string): boolean {
  const ids = (list ?? "").split(",").map((id) => id.trim());
  return ids.includes("*") || (userId !== "" && ids.includes(userId));
}
