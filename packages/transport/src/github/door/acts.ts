import * as z from "zod/mini";
import type { Steps } from "../call.ts";
import { isGone } from "../classify.ts";
import { gitHubMarkdown } from "../gfm.ts";
import { hasMark, mark } from "../mark.ts";
import { neutral } from "../neutral.ts";
import { identifying } from "../people.ts";
import { issueAt } from "./looks.ts";
import { Issue, labelsOf, loginsOf } from "./records.ts";
import { refused, type Site, type Spot } from "./site.ts";
import type { Told } from "./words.ts";

/** By what an act of ours is known. */
export interface Deed {
  readonly key: string;
  readonly since: Date;
}

const PER_PAGE = 100;
/** Lists of GitHub count in seconds, by its own clock. */
const MARGIN_MS = 60_000;

const at = ({ owner, repo }: Site) => ({ owner, repo });
const issueOf = (spot: Spot) => ({ ...at(spot), issue_number: spot.number });
const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";

/** Markdown as it will stand there: it calls nobody, closes nothing, and hides nothing. */
export function written(markdown: string): string {
  const rendered = gitHubMarkdown.render(markdown);
  if (!gitHubMarkdown.fits(rendered)) throw refused("the text is longer than GitHub takes");
  if (rendered.text.trim() === "") throw refused("nothing would be left of the text");
  return rendered.text;
}

/** A title as it will stand there: one line of plain text. */
export function titled(title: string): string {
  const text = neutral(title.replace(/\s+/g, " ").trim());
  if (text === "") throw refused("the title is empty");
  return text;
}

function* ourOwn(
  route: string,
  place: Readonly<Record<string, string | number>>,
  { key, since }: Deed,
  isApp: boolean,
): Steps<z.infer<typeof Item> | null> {
  const me = yield* identifying(isApp);
  const from = new Date(since.getTime() - MARGIN_MS).toISOString();
  for (let page = 1; ; page += 1) {
    const call = { route, with: { ...place, since: from, per_page: PER_PAGE, page } };
    const listed = z.array(Item).parse(yield call);
    // Anybody can write our mark.
    const own = listed.find(
      ({ user, body }) => String(user?.id) === me.id && hasMark(body ?? "", marked(key)),
    );
    if (own) return own;
    if (listed.length < PER_PAGE) return null;
  }
}

const Item = z.object({
  number: z.optional(z.number()),
  html_url: z.string(),
  body: z.nullish(z.string()),
  user: z.nullish(z.object({ id: z.number() })),
});

/** Apart from the keys of answers. */
function marked(key: string): string {
  return `act:${key}`;
}

function signed(body: string, { key }: Deed): string {
  return [body, mark(marked(key))].filter((part) => part !== "").join("\n\n");
}

const commented = (source: string): Told => ({ text: "The comment stands there.", source });

/** Comments an issue or pull request; the comment carries our mark. */
export function* comment(spot: Spot, text: string, deed: Deed): Steps<Told> {
  // It may have been transferred since: GitHub would lead the write along.
  yield* issueAt(spot);
  const route = `POST ${ISSUE}/comments`;
  const made = yield { route, with: { ...issueOf(spot), body: signed(written(text), deed) } };
  return commented(Item.parse(made).html_url);
}

/** Whether that comment stands there: by us, with our mark. */
export function* commentDone(spot: Spot, deed: Deed, isApp: boolean): Steps<Told | null> {
  const own = yield* ourOwn(`GET ${ISSUE}/comments`, issueOf(spot), deed, isApp);
  return own && commented(own.html_url);
}

/** A new issue, its texts as a person was shown them. */
export interface NewIssue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

const opened = ({ number, html_url }: z.infer<typeof Item>): Told => ({
  text: `Opened #${number}.`,
  source: html_url,
});

/** Opens an issue that carries our mark. */
export function* createIssue(site: Site, draft: NewIssue, deed: Deed): Steps<Told> {
  const body = draft.body === "" ? "" : written(draft.body);
  const made = yield {
    route: "POST /repos/{owner}/{repo}/issues",
    with: {
      ...at(site),
      ...{ title: titled(draft.title), body: signed(body, deed) },
      ...{ labels: draft.labels, assignees: draft.assignees },
    },
  };
  return opened(Item.parse(made));
}

/** Whether that issue was opened: by us, with our mark. */
export function* issueDone(site: Site, deed: Deed, isApp: boolean): Steps<Told | null> {
  const place = { ...at(site), state: "all" };
  const own = yield* ourOwn("GET /repos/{owner}/{repo}/issues", place, deed, isApp);
  return own && opened(own);
}

/** What is put on and taken off. */
export interface Change {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

function isSo({ add, remove }: Change, now: readonly string[]): boolean {
  const lower = now.map((one) => one.toLowerCase());
  const has = (one: string) => lower.includes(one.toLowerCase());
  return add.every(has) && !remove.some(has);
}

const labelled = (issue: Issue): Told => ({
  text: `Labels of #${issue.number} now: ${labelsOf(issue).join(", ") || "none"}.`,
  source: issue.html_url,
});

/** Puts labels on and takes others off; one that is off already is success. */
export function* label(spot: Spot, change: Change): Steps<Told> {
  yield* issueAt(spot);
  if (change.add.length > 0) {
    yield { route: `POST ${ISSUE}/labels`, with: { ...issueOf(spot), labels: change.add } };
  }
  for (const name of change.remove) {
    try {
      yield { route: `DELETE ${ISSUE}/labels/{name}`, with: { ...issueOf(spot), name } };
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return labelled(yield* issueAt(spot));
}

/** Whether the labels are as that change leaves them. */
export function* labelDone(spot: Spot, change: Change): Steps<Told | null> {
  const issue = yield* issueAt(spot);
  return isSo(change, labelsOf(issue)) ? labelled(issue) : null;
}

const assigned = (issue: Issue): Told => ({
  text: `#${issue.number} is assigned to ${loginsOf(issue.assignees).join(", ") || "nobody"} now.`,
  source: issue.html_url,
});

/** Assigns people and takes others off. @throws when nobody of them can be assigned */
export function* assign(spot: Spot, change: Change): Steps<Told> {
  let issue = yield* issueAt(spot);
  for (const [verb, assignees] of [
    ["POST", change.add],
    ["DELETE", change.remove],
  ] as const) {
    if (assignees.length === 0) continue;
    const route = `${verb} ${ISSUE}/assignees`;
    issue = Issue.parse(yield { route, with: { ...issueOf(spot), assignees } });
  }
  const now = loginsOf(issue.assignees).map((login) => login.toLowerCase());
  // Who cannot be assigned is left out in silence (REST API, add assignees to an issue).
  const missing = change.add.filter((login) => !now.includes(login.toLowerCase()));
  const told = assigned(issue);
  if (missing.length === 0) return told;
  const why = `GitHub does not assign ${missing.join(", ")}: they have no part in this repository.`;
  if (missing.length === change.add.length && change.remove.length === 0) throw refused(why);
  return { ...told, text: `${told.text} ${why}` };
}

/** Whether it is assigned as that change leaves it. */
export function* assignDone(spot: Spot, change: Change): Steps<Told | null> {
  const issue = yield* issueAt(spot);
  return isSo(change, loginsOf(issue.assignees)) ? assigned(issue) : null;
}

const standsAs = (issue: Issue): Told => ({
  text: `#${issue.number} is ${issue.state} now.`,
  source: issue.html_url,
});

/** Closes or reopens. @param reason - why an issue is closed; null: none is told */
export function* setState(
  spot: Spot,
  state: "open" | "closed",
  reason: string | null,
): Steps<Told> {
  const issue = yield* issueAt(spot);
  // Of a pull request no reason is kept.
  const why = reason !== null && issue.pull_request === undefined ? { state_reason: reason } : {};
  const route = `PATCH ${ISSUE}`;
  return standsAs(Issue.parse(yield { route, with: { ...issueOf(spot), state, ...why } }));
}

/** Whether it is open or closed as asked. */
export function* stateDone(spot: Spot, state: "open" | "closed"): Steps<Told | null> {
  const issue = yield* issueAt(spot);
  return issue.state === state ? standsAs(issue) : null;
}
