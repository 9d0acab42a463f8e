/** What the person at the terminal reads once everything runs. Pure. */
export function welcome({
  url,
  tabs,
  pid,
  offline,
}: {
  readonly url: string;
  /** Of platforms that were asked for. */
  readonly tabs: readonly { readonly title: string; readonly url: string }[];
  readonly pid: number | null;
  readonly offline: boolean;
}): string {
  const model = offline
    ? "offline: canned answers, no key, no internet (set ANTHROPIC_API_KEY to talk to Claude)"
    : "the real one: ANTHROPIC_API_KEY is set, answers cost money";
  const more = tabs.map((tab) => `\n  ${tab.title.padEnd(9)} ${tab.url}`).join("");
  return `
Trunkline runs on this machine.

  Page      ${url}${more}
  Runtime   workerd, pid ${pid}
  Model     ${model}

Open the page and write something. Then write "slow", and while it answers, kill the runtime, on the
page or here:

  kill -9 ${pid}

It is started again, and you still get the one answer. Ctrl-C stops everything.
`;
}

export interface Hidden {
  /** What it is replaced by. */
  readonly as: string;
  readonly text: string;
}

/** A text of somebody else as we may show it: without machine paths and secrets. */
export function withoutHidden(text: string, hidden: readonly Hidden[]): string {
  return [...hidden]
    .filter((one) => one.text.length > 3)
    .sort((a, b) => b.text.length - a.text.length)
    .reduce((shown, one) => shown.replaceAll(one.text, one.as), text);
}
