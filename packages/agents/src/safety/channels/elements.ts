import { cleanAddress } from "./address.ts";
import { unseen } from "./color.ts";
import type { Channel, Edit } from "./edit.ts";
import { character, hidesByClass, hidesByStyle } from "./style.ts";

/** Elements that show nothing of what is in them. */
const DARK =
  /^(?:template|head|svg|object|datalist|canvas|audio|video|select|rp|dialog|applet|map|meter|progress)$/;
/** Elements without content. */
export const VOID =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|basefont|frame)$/;
/** Elements whose tag says something about what is seen. Tags of all others are removed. */
const KNOWN =
  /^(?:a|abbr|address|article|aside|b|bdi|bdo|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd|label|li|main|mark|nav|ol|p|picture|pre|q|rt|ruby|s|samp|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|wbr)$/;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
const COLLAPSED = "(collapsed)";

export function isKnown(name: string): boolean {
  return KNOWN.test(name);
}

/** Attributes by lower-case name; of two with one name the first counts (HTML, attribute name state). */
function attributesOf(source: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", double, single, bare] of source.matchAll(ATTRIBUTE)) {
    const value = (double ?? single ?? bare ?? "").replace(
      /&(?:#(\d{1,9})|#x([\da-f]{1,8})|(colon|semi|lpar|num));?/gi,
      (_, decimal?: string, hex?: string, word?: string) =>
        word === undefined
          ? character(decimal ? Number(decimal) : Number.parseInt(hex ?? "", 16))
          : ({ colon: ":", semi: ";", lpar: "(", num: "#" }[word.toLowerCase()] ?? ""),
    );
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), value);
  }
  return found;
}

/** Whether an element, with all that is in it, is out of sight. */
export function isHidden(name: string, source: string): boolean {
  if (DARK.test(name)) return true;
  if (source === "") return false;
  const attributes = attributesOf(source);
  const color = attributes.get("color")?.toLowerCase();
  return (
    attributes.has("hidden") ||
    attributes.get("aria-hidden")?.trim().toLowerCase() === "true" ||
    hidesByClass(attributes.get("class") ?? "") ||
    hidesByStyle(attributes.get("style") ?? "") ||
    (color !== undefined && unseen(color, attributes.get("bgcolor")?.toLowerCase()))
  );
}

/** The opening tag with what is seen of it: of all attributes the address only. */
export function shown(
  name: string,
  source: string,
  page: string,
  end: number,
): Omit<Edit, "start" | "end"> | null {
  if (name === "details") return details(source, page.startsWith(COLLAPSED, end));
  if (source === "" || source === "/") return null;
  const attribute = name === "a" ? "href" : name === "img" ? "src" : null;
  const address = attribute && cleanAddress(attributesOf(source).get(attribute) ?? "");
  const kept = address ? `<${name} ${attribute}="${address.replaceAll('"', "%22")}">` : `<${name}>`;
  const channel: Channel | null = kept === `<${name} ${source}>` ? null : "attribute";
  return channel && { put: kept, channel };
}

/** Closed, its content is seen on demand. */
function details(source: string, marked: boolean): Omit<Edit, "start" | "end"> | null {
  const open = attributesOf(source).has("open");
  const put = open ? "<details open>" : `<details>${marked ? "" : COLLAPSED}`;
  if (source === "") return marked ? null : { put, channel: null };
  return source === "open" ? null : { put, channel: "attribute" };
}
