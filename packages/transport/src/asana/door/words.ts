import type { Story } from "../records.ts";
import { wordsOf } from "../words.ts";
import type { Item } from "./records.ts";

/** What somebody or something is called; never empty. */
export const nameOf = (one: { readonly name?: string | null | undefined } | null | undefined) =>
  one?.name?.trim() || "somebody";

/** `Buy milk (open, assigned to Ann, due 2026-12-01; task 12)` */
export function line(item: Item): string {
  const parts = [
    item.completed ? "completed" : "open",
    ...(item.assignee ? [`assigned to ${nameOf(item.assignee)}`] : []),
    ...(item.due_on ? [`due ${item.due_on}`] : []),
  ];
  return `${item.name || "(no name)"} (${parts.join(", ")}; task ${item.gid})`;
}

/** A task with what stands in it. */
export function aboutTask(item: Item): string {
  const projects = (item.projects ?? []).map(({ gid, name }) => `${name} (project ${gid})`);
  return [
    line(item),
    ...(item.parent ? [`part of: ${nameOf(item.parent)} (task ${item.parent.gid})`] : []),
    ...(projects.length > 0 ? [`in: ${projects.join(", ")}`] : []),
    `by ${nameOf(item.created_by)}, ${item.created_at ?? ""}`,
    ...(item.notes?.trim() ? [`\n${item.notes.trim()}`] : []),
  ].join("\n");
}

/** A comment under a line that says whose it is. */
export function said(story: Story): string {
  const text = story.html_text ? wordsOf(story.html_text, "").text : (story.text ?? "");
  return `--- ${nameOf(story.created_by)}, ${story.created_at ?? ""} ---\n${text.trim() || "(no text)"}`;
}

/** One line of plain text, as names are. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .toWellFormed();
}
