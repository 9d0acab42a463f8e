/**
 * The link as Telegram stores it, or `null`: then the anchor is dropped silently and its text
 * stays (TDLib LinkManager.cpp get_checked_link). Schemes: http, https, tg, mailto.
 */
export function checkedLink(source: string): string | null {
  const link = source.trim();
  if (/^tg:(\/\/)?\S+$/i.test(link)) return link;
  if (/^mailto:\S+$/i.test(link)) return link;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(link)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") return null;
  const url = URL.parse(scheme === undefined ? `http://${link}` : link);
  // A host without a dot is no link for Telegram: `http://localhost` is dropped.
  if (!url?.hostname.includes(".") || /\s/.test(link)) return null;
  return url.href;
}

/** The user id in `tg://user?id=N`, or `null`. TDLib LinkManager.cpp get_link_user_id. */
export function linkedUserId(link: string): number | null {
  const id = /^tg:(?:\/\/)?user\?id=(\d+)$/i.exec(link)?.[1];
  return id === undefined ? null : Number(id);
}
