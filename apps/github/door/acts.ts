import { Changed, fenced, guard, type PlatformTool } from "@trunkline/agents/door";
import {
  AssignInput,
  AtSpot,
  assign,
  assignDone,
  CloseInput,
  CommentInput,
  checksOf,
  comment,
  commentDone,
  fileLine,
  filesAt,
  type Issue,
  issueAt,
  LabelInput,
  label,
  labelDone,
  labelsOf,
  line,
  loginsOf,
  MergeInput,
  merge,
  mergeable,
  mergeDone,
  mergeState,
  pullAtSpot,
  ReviewInput,
  refused,
  requestReview,
  reviewDone,
  type Spot,
  setState,
  sizeOf,
  stateDone,
  written,
} from "@trunkline/transport/github/door";
import { actingAt } from "./act.ts";
import { newIssue } from "./new-issue.ts";
import type { Sites } from "./sites.ts";

/** A person reads no longer list. */
const MOST_FILES = 50;

/** What can be done, each after a person has approved it. @param secrets - never leave, whoever wrote them */
export function acts(sites: Sites, secrets: readonly string[]): PlatformTool[] {
  const safe = (text: string) => guard(text, { secrets }).text;
  const actAt = actingAt(sites);
  return [
    actAt({
      name: "github_comment",
      about: "Writes a comment below an issue or pull request.",
      input: CommentInput,
      look: issueAt,
      clean: (input) => ({ ...input, text: safe(input.text) }),
      draw(now, { text }) {
        if (now.locked) throw refused(`the conversation of #${now.number} is locked`);
        const title = `Comment on #${now.number}`;
        return { title, preview: shown(now, fenced(written(text), "markdown")) };
      },
      run: (spot, { text }, scope) => comment(spot, text, scope),
      done: (spot, _input, scope) => commentDone(spot, scope, sites.isApp),
    }),
    newIssue(sites, safe),
    actAt({
      name: "github_label",
      about: "Puts labels on an issue or pull request, or takes them off.",
      input: LabelInput,
      look: issueAt,
      draw(now, { add, remove }) {
        const labels = `Labels now: ${listed(labelsOf(now))}`;
        const effect = `${changes(add, remove)}\n\nA label that does not exist yet is made.`;
        return {
          title: `Change the labels of #${now.number}`,
          preview: shown(now, labels, effect),
        };
      },
      run: (spot, input) => label(spot, input),
      done: (spot, input) => labelDone(spot, input),
    }),
    actAt({
      name: "github_assign",
      about: "Assigns people to an issue or pull request, or takes them off.",
      input: AssignInput,
      look: issueAt,
      draw(now, { add, remove }) {
        const people = `Assigned now: ${listed(loginsOf(now.assignees))}`;
        const preview = shown(now, people, changes(add, remove));
        return { title: `Change who is assigned to #${now.number}`, preview };
      },
      run: (spot, input) => assign(spot, input),
      done: (spot, input) => assignDone(spot, input),
    }),
    actAt({
      ...{ name: "github_close", input: CloseInput },
      about: "Closes an issue, or a pull request without merging it.",
      look: issueAt,
      draw(now, { reason }) {
        unless(now, "closed");
        const how = now.pull_request === undefined ? ` as ${reason.replace("_", " ")}` : "";
        return { title: `Close #${now.number}${how}`, preview: shown(now) };
      },
      state: ({ state }) => state,
      run: (spot, { reason }) => setState(spot, "closed", reason),
      done: (spot) => stateDone(spot, "closed"),
    }),
    actAt({
      ...{ name: "github_reopen", input: AtSpot },
      about: "Opens a closed issue or pull request again.",
      look: issueAt,
      draw(now) {
        unless(now, "open");
        return { title: `Reopen #${now.number}`, preview: shown(now) };
      },
      state: ({ state }) => state,
      run: (spot) => setState(spot, "open", null),
      done: (spot) => stateDone(spot, "open"),
    }),
    actAt({
      name: "github_request_review",
      about: "Asks people for a review of a pull request.",
      input: ReviewInput,
      look: pullAtSpot,
      draw(now, { reviewers }) {
        if (now.state !== "open") throw refused(`#${now.number} is not open`);
        const waiting = `Asked so far: ${listed(loginsOf(now.requested_reviewers))}`;
        const preview = shown(now, waiting, `Asked in addition: ${listed(reviewers)}`);
        return { title: `Ask for a review of #${now.number}`, preview };
      },
      run: (spot, { reviewers }) => requestReview(spot, reviewers),
      done: (spot, { reviewers }) => reviewDone(spot, reviewers),
    }),
    actAt({
      name: "github_merge",
      about: "Merges a pull request into its base branch.",
      input: MergeInput,
      look: pullAtSpot,
      draw(now, { method }) {
        mergeable(now);
        const how = method === "merge" ? "" : ` (${method})`;
        const head = fenced(`${now.head.ref} at ${now.head.sha}\n${sizeOf(now)}`);
        return {
          title: `Merge #${now.number} into ${now.base.ref}${how}`,
          preview: shown(now, head),
        };
      },
      *more(spot, { head, mergeable_state: can = "unknown" }) {
        const checks = yield* checksOf(spot, head.sha);
        const files = yield* filesAt(spot);
        const rest = files.length > MOST_FILES ? [`and ${files.length - MOST_FILES} more`] : [];
        const listing = fenced([...files.slice(0, MOST_FILES).map(fileLine), ...rest].join("\n"));
        // "blocked": rules of the branch are not met; "behind", "unstable" and so on (GraphQL, MergeStateStatus).
        return [`${checks}. GitHub says: ${can}.`, listing].join("\n\n");
      },
      state: mergeState,
      *run(spot, { method }, { state }) {
        try {
          return yield* merge(spot, method, state);
        } catch (error) {
          // "Head branch was modified", or the base while it was being merged.
          if (!(error instanceof Error && "status" in error && error.status === 409)) throw error;
          throw new Changed(`#${spot.number} is not what was shown any more`);
        }
      },
      done: (spot: Spot, _input, { state }) => mergeDone(spot, state),
    }),
  ];
}

/** Words of strangers stand between fences: they are no part of what we say. */
function shown(now: Issue, ...parts: readonly string[]): string {
  return [fenced(line(now)), ...parts].join("\n\n");
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : `\n${fenced(names.join(", "))}`;
}

function unless({ number, state }: Issue, wanted: string): void {
  if (state === wanted) throw refused(`#${number} is ${state} already`);
}

function changes(add: readonly string[], remove: readonly string[]): string {
  if (add.length + remove.length === 0) throw refused("say what to add or to remove");
  const parts: [string, readonly string[]][] = [
    ["Added", add],
    ["Taken off", remove],
  ];
  return parts
    .flatMap(([what, all]) => (all.length > 0 ? `${what}: ${listed(all)}` : []))
    .join("\n\n");
}
