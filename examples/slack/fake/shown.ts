/**
 * What people read of a text: Slack's mrkdwn without its signs, escapes decoded (docs.slack.dev, formatting
 * message text). Knows nothing of how the adapter writes.
 */
export function shown(text: string): string {
  const blocks = text.split("```");
  // An odd number of fences: the last one is shown as it is.
  const closed = blocks.length % 2 === 1 ? blocks.length : blocks.length - 1;
  return blocks
    .map((block, i) => {
      if (i >= closed) return `\`\`\`${lines(block)}`;
      return i % 2 === 1 ? decoded(block.replace(/^\n|\n$/g, "")) : lines(block);
    })
    .join("")
    .replaceAll("\u200B", "")
    .trim();
}

function lines(text: string): string {
  return text.split("\n").map(line).join("\n");
}

function line(text: string): string {
  const quoted = /^(?:>|&gt;) ?/.exec(text)?.[0] ?? "";
  return styled(text.slice(quoted.length));
}

/** Inside of code nothing else is seen; a style begins and ends at the edge of a word, without white space inside. */
function styled(text: string): string {
  const parts = text.split(/(`[^`\n]+`|<[^<>]*>)/);
  let plain = "";
  const kept: string[] = [];
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 0) plain += part;
    else {
      kept.push(part.startsWith("`") ? decoded(part.slice(1, -1)) : label(part.slice(1, -1)));
      plain += `\uF000${kept.length - 1}\uF001`;
    }
  }
  for (let before = ""; before !== plain; ) {
    before = plain;
    plain = plain.replace(
      /(?<![\p{L}\p{N}])([*_~])(?!\s)([^*_~\n]+|[^\n]*?[^\s])(?<!\s)\1(?![\p{L}\p{N}])/u,
      "$2",
    );
  }
  return decoded(plain).replace(/\uF000(\d+)\uF001/g, (_, i: string) => kept[Number(i)] ?? "");
}

function label(inside: string): string {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const name = bar < 0 ? null : inside.slice(bar + 1);
  return decoded(name ?? (/^[@#!]/.test(target) ? `@${target.slice(1)}` : target));
}

function decoded(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
