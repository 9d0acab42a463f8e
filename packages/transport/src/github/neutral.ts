/** Breaks a name for GitHub and for nobody else: it is not drawn. */
const BREAK = "\u200B";

/** After a letter it is a mail address or a version: `a@b`, `pkg@1`. */
const MENTION = /(?<![A-Za-z0-9_])@(?=[A-Za-z0-9])/g;
const ISSUE = /#(?=\d)/g;
const OLD_ISSUE = /\bGH-(?=\d)/gi;

/** `Fixes https://…/issues/1`: with `#1` the keyword has lost its number already. */
const CLOSING = /\b(c|f|r)(lose[sd]?|ix(?:e[sd])?|esolve[sd]?)(:?\s*)$/i;
const ISSUE_URL = /\/(?:issues|pull)\/\d/;

/**
 * A text that pings nobody and refers to nothing: a model writes `@user`, `@org/team`, `#1`, `owner/repo#1`
 * and `GH-1` without knowing what they do. In code they do nothing.
 */
export function neutral(text: string): string {
  return text
    .replace(MENTION, `@${BREAK}`)
    .replace(ISSUE, `#${BREAK}`)
    .replace(OLD_ISSUE, (found) => found + BREAK);
}

/** What stands before a link to an issue closes nothing. */
export function notClosing(text: string, url: string): string {
  return ISSUE_URL.test(url) ? text.replace(CLOSING, `$1${BREAK}$2$3`) : text;
}
