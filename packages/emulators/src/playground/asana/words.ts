import type { AsanaContent, AsanaPerson } from "../../asana/index.ts";

/** What of it takes a name, so that `@Robin` is not found in `@Robinson`. */
const NAME_GOES_ON = /^[\p{L}\p{N}_-]/u;

/**
 * What somebody types, as Asana keeps it: `@Name` of somebody who is there becomes a mention, as when he is
 * chosen from the list that Asana opens. Text without a mention stays plain.
 */
export function typed(
  text: string,
  people: readonly AsanaPerson[],
  mention: (person: AsanaPerson) => string,
): AsanaContent {
  // The longer name first: somebody may be called like the beginning of somebody else.
  const called = [...people].sort((a, b) => b.name.length - a.name.length);
  let html = "";
  let rest = text;
  let mentions = 0;
  while (rest !== "") {
    const person = called.find(
      ({ name }) => rest.startsWith(`@${name}`) && !NAME_GOES_ON.test(rest.slice(name.length + 1)),
    );
    if (person) {
      html += mention(person);
      mentions += 1;
      rest = rest.slice(person.name.length + 1);
    } else {
      const [char = ""] = rest;
      html += escaped(char);
      rest = rest.slice(char.length);
    }
  }
  return mentions === 0 ? text : { html: `<body>${html}</body>` };
}

/** The other way round: what whoever wrote a comment would find in the field to correct it. */
export function retyped(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
