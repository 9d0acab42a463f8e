/** Something the offline model can do, so that a playground is more than an echo. */
interface Skill {
  readonly name: string;
  readonly asked: RegExp;
  readonly answer: (line: string) => string;
}

const CODE = [
  "```ts",
  "/** Greets, politely and offline. */",
  "export function greet(name: string): string {",
  '  return ["Hello", name].join(", ");',
  "}",
  "```",
].join("\n");

const LIST = [
  "1. Write to the bot: it shows that it works, and streams its answer.",
  "2. Write three messages quickly: they become one batch and get one answer.",
  "3. Write /stop in the middle of an answer: it stops, and goes on with what waits.",
  "4. Kill the runtime in the middle of an answer: the answer still arrives, once.",
].join("\n");

const HELP = [
  "I am small, but I can show how answers look. Try:",
  "",
  "- `help`: this text",
  "- `count to 20`: counting",
  "- `list`: a numbered list",
  "- `code`: a block of code",
  "- `long`: several thousand characters of Markdown",
  "- `slow`: an answer that takes its time",
  "- `remember that …` and `what do you remember?`: what is kept, also after /new",
  "- `merge`, `close` (a pull request, an issue), `complete this task`: an act, which somebody has to approve",
  "- `compare three … step by step`: a plan with several workers",
].join("\n");

function count(line: string): string {
  const to = Math.min(Number(/\d+/.exec(line.replace(/\bfrom \d+/i, ""))?.[0] ?? 10), 1000);
  return `${Array.from({ length: to }, (_, i) => i + 1).join(", ")}.`;
}

function long(): string {
  const chapters = ["Arriving", "Collecting", "Thinking", "Answering", "Remembering", "Resting"];
  const paragraph = (title: string, n: number): string =>
    [
      `## ${n}. ${title}`,
      `This is part ${n} of ${chapters.length}, about **${title.toLowerCase()}**. It is long on purpose: a long answer shows how a platform with a limit per message splits text, and whether a list, a table or a block of code survives the split.`,
      `- A point with *emphasis* about ${title.toLowerCase()}\n- A point with \`code\`\n- A point with a [link](https://example.com/${n})`,
      `| step | what happens | takes |\n| --- | --- | --- |\n| ${n}a | ${title} begins | ${n * 10} ms |\n| ${n}b | ${title} ends | ${n * 15} ms |`,
      `Nothing here is news, and nothing here is true of the real world. It is only text, the same each time, so that two runs can be compared letter by letter.`,
      CODE,
    ].join("\n\n");
  return ["# A long answer", ...chapters.map((title, i) => paragraph(title, i + 1))].join("\n\n");
}

const SLOW = Array.from(
  { length: 12 },
  (_, i) => `Slowly, sentence ${i + 1} of 12 finds its way to you.`,
).join(" ");

/** Bare words ("long", "/help") or a plain wish ("write a long answer"), never a word in passing. */
const SKILLS: readonly Skill[] = [
  { name: "help", asked: /^help\b|\bwhat can you do\b/i, answer: () => HELP },
  { name: "count", asked: /^count\b|\bcount (?:from \d+ )?to \d+/i, answer: count },
  { name: "long", asked: /^long\b|\blong (?:answer|text|reply|message)\b/i, answer: long },
  { name: "slow", asked: /^slow(?:ly)?\b|\b(?:answer|reply|write) slowly\b/i, answer: () => SLOW },
  {
    name: "code",
    asked: /^code\b|\b(?:write|show) (?:me )?(?:some |a )?code\b/i,
    answer: () => CODE,
  },
  { name: "list", asked: /^list\b|\b(?:write|make|give) (?:me )?a list\b/i, answer: () => LIST },
];

// "@bot help", "/help" and "Alice: help" all ask for help.
const ADDRESS = /^[\s>*]*(?:@\S+\s+|[\p{L}\p{N} ._@()-]{1,40}:\s+)*\/?/u;

/** The lines of a turn without whom they are addressed to. */
export function plainLines(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.split("\n")).map((line) => line.replace(ADDRESS, ""));
}

/** The skills that the lines of a turn ask for, each once, with its answer. */
export function skillsFor(texts: readonly string[]): { name: string; answer: string }[] {
  const lines = plainLines(texts);
  return SKILLS.flatMap(({ name, asked, answer }) => {
    const line = lines.find((one) => asked.test(one));
    return line === undefined ? [] : [{ name, answer: answer(line) }];
  });
}
