/** Source of a typed face (":)", "xD", "<3", "\o/", the Russian ")))"). */
export const EMOTICON = String.raw`[:;=][-']?[)(DPpOo3*|]+|[xX]D+|<3+|\^_?\^|\\?o\/|\)+`;

/** A thumb or a tick may be the answer to an approval, or to a question of somebody else. */
const DECIDES = /[👍👎👌✅✔☑❌❎✖🚫⛔🛑🆗🙅🙆💯🤝🫡👊✊🤙]/u;
const TONE = String.raw`\p{Emoji_Modifier}?\ufe0f?`;
const YES = new RegExp(String.raw`^(?:[👍✅✔☑👌🆗🙏🚀💯🤝🫡]${TONE}|[:=]-?\)+)$`, "u");
const NO = new RegExp(String.raw`^[👎❌❎✖🚫⛔🛑🙅]${TONE}(?:\u200d[♂♀]\ufe0f?)?$`, "u");

const FACES =
  "\\u{1f600}-\\u{1f644}\\u{1f910}-\\u{1f917}\\u{1f920}-\\u{1f92f}\\u{1f970}-\\u{1f97a}\\u{1fae0}-\\u{1fae8}";
const HEARTS = "❤\\u{1f493}-\\u{1f49f}🖤🤍🤎🧡🫶";
const CHEERS = "🎉🎊✨🌟👏🙌💪👋🙏☕🍻🥂";
/** Faces, hearts and cheers only show a mood. Things ("🗑️", "🔥") may mean an act. */
const MOOD = new RegExp(`^(?:[${FACES}${HEARTS}${CHEERS}]${TONE}|${EMOTICON})$`, "u");

export const decides = (emoji: readonly string[]): boolean =>
  emoji.some((one) => DECIDES.test(one));
export const saysYes = (emoji: readonly string[]): boolean => emoji.every((one) => YES.test(one));
export const saysNo = (emoji: readonly string[]): boolean => emoji.every((one) => NO.test(one));

/** Nothing but moods. */
export const isMood = (emoji: readonly string[]): boolean =>
  emoji.length > 0 && emoji.every((one) => MOOD.test(one) && !DECIDES.test(one));
