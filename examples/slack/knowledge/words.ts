/**
 * What a person wrote, as text. In a message that is received `<` begins something that is no text: a person, a
 * channel, a link; and `&`, `<`, `>` themselves are escaped (docs.slack.dev, formatting message text).
 *
 * @param bot - our user id: the mention of us is left out
 */
export function wordsOf(text: string, bot: string): string {
  return text
    .replace(/<([^<>]*)>/g, (_whole, inside: string) => spelled(inside, bot))
    .replace(/&(lt|gt|amp);/g, (_whole, name: string) => NAMED[name] ?? "")
    .replace(/ {2,}/g, " ")
    .trim();
}

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&" };

function spelled(inside: string, bot: string): string {
  const [target = "", label] = inside.split("|", 2);
  switch (target[0]) {
    case "@":
      return target === `@${bot}` ? "" : `@${label ?? target.slice(1)}`;
    case "#":
      return `#${label ?? target.slice(1)}`;
    case "!":
      // `!here`, `!subteam^S1|@team`, `!date^…|tomorrow`
      return label ?? `@${target.slice(1)}`;
    default:
      return label === undefined || says(label, target) ? target : `${label} (${target})`;
  }
}

/** A bare address is linked by Slack itself, with itself as the label. */
function says(label: string, target: string): boolean {
  const bare = (one: string) => one.replace(/^(?:https?:\/\/|mailto:)/, "").replace(/\/$/, "");
  return bare(label) === bare(target);
}
