import type { Nodes } from "mdast";
import { parse } from "../markdown/parse.ts";
import { wordsOf } from "../markdown/tree.ts";
import { dataOf } from "./mark.ts";

/** A box in a list of tasks. */
interface Box {
  readonly data: string;
  readonly checked: boolean;
}

/** What a box without hidden data stands for: a model may have written its label, so it is no data of ours. */
const LABELLED = "box: ";

/**
 * The boxes that an edit has ticked: everything else is as it was. A box stands for the data hidden in it,
 * otherwise for its label; either can have been written by whoever may edit.
 */
export function ticked(before: string, after: string): string[] {
  const was = boxes(before);
  const now = boxes(after);
  if (was.length !== now.length || now.some(({ data }, i) => data !== was[i]?.data)) return [];
  return now.flatMap(({ data, checked }, i) => (checked && was[i]?.checked === false ? data : []));
}

function boxes(body: string): Box[] {
  const found: Box[] = [];
  const walk = (node: Nodes): void => {
    if (node.type === "listItem" && typeof node.checked === "boolean") {
      const [first] = node.children;
      const parts = first && "children" in first ? first.children : [];
      const data = parts.map((part) => (part.type === "html" ? dataOf(part.value) : null));
      const words = parts.map((part) => (part.type === "html" ? "" : wordsOf(part))).join("");
      found.push({
        data: data.find((one) => one !== null) ?? LABELLED + words.trim(),
        checked: node.checked,
      });
    }
    if ("children" in node) node.children.forEach(walk);
  };
  walk(parse(body));
  return found;
}
