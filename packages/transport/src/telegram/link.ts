/**
 * Whether Telegram makes a link of this address. It drops others without a word, and hosts without
 * a dot too (TDLib LinkManager.cpp get_checked_link): then the address must stand in the text.
 */
export function isLinkable(url: string): boolean {
  if (/[\s\p{Cc}]/u.test(url)) return false;
  // It would be no link but call that person (Bot API, formatting options: inline mention of a user).
  if (/^tg:(?:\/\/)?user\b/i.test(url)) return false;
  if (/^(?:tg|mailto):./i.test(url)) return true;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return false;
  return new URL(url).hostname.includes(".");
}
