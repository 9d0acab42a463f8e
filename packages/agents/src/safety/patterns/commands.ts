/** What may stand before a command and still leave it at the start of what is seen. */
const BEFORE = String.raw`^((?:[\t\v\f\p{Zs}\p{Cf}>*+_~#[|-]|\d{1,9}[.)](?=\s)|<br\s{0,2}\/?>)*)`;
/** A word with a slash, also when the slash is written in another way; a path goes on with another one. */
const SLASH = String.raw`(?:\\?\/|&#0{0,5}47;|&#x0{0,4}2f;|&sol;)[a-z][\w-]{0,63}(?:@[\w-]{1,64})?(?=[.,!?:;]?(?:[\s*_~\])|]|$))`;
const VERBS = [
  "r[+=-][^\\s`]{0,64}",
  "(?:re)?(?:merge|base|try|run|test|build|open|queue|start|create|deploy|approve)",
  "squash(?:\\s{1,4}and\\s{1,4}merge)?",
  "close|cancel|lgtm|land|ship|release|publish|backport|update|refresh|ignore|delegate[+=]?|retest|recheck",
].join("|");
/** A bot by its name, then what it is to do. */
const NAMED = String.raw`(?:@[\w-]{1,64}(?:\[bot\])?|bors|homu|jenkins|mergify|renovate)[,:]?\s{1,4}(?:${VERBS})(?![\w-])`;
/** Sentences that build servers wait for. */
const SENTENCES = "(?:re)?test this(?: please)?|ok to test|add to whitelist|please retest";

/** `^` is also after the line separators of Unicode: who reads with `m` finds commands there too. */
export const COMMAND = new RegExp(
  `${BEFORE}(${SLASH}|${NAMED}|(?:${SENTENCES})(?![\\w-]))`,
  "gimu",
);
