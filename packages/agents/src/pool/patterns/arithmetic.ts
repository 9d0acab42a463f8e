const ASKED =
  /^(?:what'?s|what is|how much is|calculate|compute|was ist|wie ?viel ist|combien font|cu[aá]nto es|quanto fa|quanto [eé]|сколько будет) /u;
const OF = "of|von|de|di|от";
const NUMBER = String.raw`\(*-?\d+(?:[.,]\d+)*%?\)*`;
const OPERATOR = String.raw`\s*(?:[+*×÷^/x-]|(?<=%\s*)(?:${OF}))\s*`;
const SUM = new RegExp(`^${NUMBER}(?:${OPERATOR}${NUMBER})+$`, "u");
/** "10/12" is a date, "24/7" a habit and "555-1234" a telephone. */
const CLEAR = new RegExp(String.raw`[+*×÷^]|\s[-/x]\s|\dx\d|% ?(?:${OF})`, "u");

/** Is the whole message one sum, asked for or bare ("what's 15% of 240?", "12*12")? */
export function isSum(text: string): boolean {
  if (text.length > 80) return false;
  const line = text.trim().toLowerCase().replaceAll("’", "'").replace(/^¿/, "");
  const sum = line.replace(/\s*=?\s*[?!.]*$/, "").replace(ASKED, "");
  return SUM.test(sum) && CLEAR.test(sum);
}
