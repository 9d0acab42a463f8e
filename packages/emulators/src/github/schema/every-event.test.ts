import { afterAll, beforeAll, expect, test } from "vitest";
import { type Place, place } from "../testing.ts";
import { Checker } from "./checker.ts";
import { EXEMPTIONS } from "./exempt.ts";
import { theSpec } from "./spec.ts";

const PATCH = "@@ -1,3 +1,4 @@\n one\n-two\n+2\n+two and a half\n three";

/** Milliseconds. Only bounds a test that hangs: schemas are large and the machine may be busy. */
const COMPILING = 120_000;

let here: Place;

beforeAll(async () => {
  here = await place({ checked: true });
});
afterAll(() => here.close());

test("every event fits GitHub's description", { timeout: COMPILING }, async () => {
  const { github, repo, acme, tess, rob, installation, receiver } = here;
  const hook = github.hook(repo, { url: github.hooks[0]?.url ?? "" });
  for (const { id } of github.hooks) github.ping(id, tess);
  github.setHook(hook.id, { active: false });
  github.grant(repo, rob, "read", "CONTRIBUTOR");
  const annex = github.repository({ owner: acme, name: "annex" });
  const issue = github.issue(repo, tess, { title: "One" });
  const comment = github.comment(issue, rob, "- [ ] Do it");
  github.tick(comment, tess, 0);
  await here.call("POST /repos/acme/shop/issues", { title: "By the App" });
  github.editIssue(issue, tess, { title: "Two", body: "More" });
  github.deleteComment(comment, rob);
  github.assign(issue, tess, rob);
  github.unassign(issue, tess, rob);
  github.label(issue, tess, "bug");
  github.unlabel(issue, tess, "bug");
  github.lock(issue, tess, "resolved");
  github.unlock(issue, tess);
  github.closeIssue(issue, tess);
  github.reopenIssue(issue, tess);
  github.transferIssue(issue, tess, annex);
  github.deleteIssue(github.issue(repo, rob, { title: "Gone" }), tess);
  const files = [{ path: "a.ts", patch: PATCH }];
  const pull = github.pull(repo, rob, { title: "Mend", draft: true, files });
  github.ready(pull, rob);
  github.convertToDraft(pull, rob);
  github.requestReview(pull, rob, tess);
  github.editIssue(pull, rob, { body: "Closes nothing" });
  github.comment(pull, tess, "In the conversation");
  github.review(pull, tess, { state: "changes_requested", body: "Not yet" });
  const inline = github.inline(pull, tess, { path: "a.ts", line: 2, body: "Why?" });
  const reply = github.reply(inline, rob, "Because");
  github.editComment(reply, rob, "Because!");
  github.deleteComment(reply, rob);
  github.push(pull, rob, [{ path: "a.ts", patch: "@@ -1 +1 @@\n-one\n+1" }]);
  github.reply(inline, rob, "It is outdated now");
  github.label(pull, tess, "bug");
  github.assign(pull, tess, tess);
  github.lock(pull, tess);
  github.unlock(pull, tess);
  github.merge(pull, tess);
  const discussion = github.discussion(repo, rob, { title: "Idea", body: "What if?" });
  const answer = github.discuss(discussion, tess, "Then");
  github.discuss(discussion, rob, "And then?", answer);
  github.editComment(answer, tess, "Then this");
  github.deleteComment(answer, tess);
  github.ghost(rob);
  github.comment(github.issue(repo, tess, { title: "After" }), tess, "hi");
  github.renameRepository(repo, tess, "store");
  github.transferRepository(repo, tess, tess);
  github.archive(repo, tess);
  github.archive(repo, tess, false);
  github.changeRepositories(installation, tess, "added", [annex]);
  github.changeRepositories(installation, tess, "removed", [annex]);
  github.suspend(installation, tess);
  github.suspend(installation, tess, false);
  github.uninstall(installation, tess);
  await github.idle();
  const names = [...new Set(receiver.names())].toSorted();
  expect(names).toMatchInlineSnapshot(`
    [
      "discussion.created",
      "discussion_comment.created",
      "discussion_comment.deleted",
      "discussion_comment.edited",
      "installation.deleted",
      "installation.suspend",
      "installation.unsuspend",
      "installation_repositories.added",
      "installation_repositories.removed",
      "issue_comment.created",
      "issue_comment.deleted",
      "issue_comment.edited",
      "issues.assigned",
      "issues.closed",
      "issues.deleted",
      "issues.edited",
      "issues.labeled",
      "issues.locked",
      "issues.opened",
      "issues.reopened",
      "issues.transferred",
      "issues.unassigned",
      "issues.unlabeled",
      "issues.unlocked",
      "ping",
      "pull_request.assigned",
      "pull_request.closed",
      "pull_request.converted_to_draft",
      "pull_request.edited",
      "pull_request.labeled",
      "pull_request.locked",
      "pull_request.opened",
      "pull_request.ready_for_review",
      "pull_request.review_requested",
      "pull_request.synchronize",
      "pull_request.unlocked",
      "pull_request_review.submitted",
      "pull_request_review_comment.created",
      "pull_request_review_comment.deleted",
      "pull_request_review_comment.edited",
      "repository.archived",
      "repository.renamed",
      "repository.transferred",
      "repository.unarchived",
    ]
  `);
  const undescribed = github.deliveries.filter((one) => !theSpec().event(one.event, one.action));
  expect(undescribed).toEqual([]);
  expect(github.violations).toEqual([]);
});

test("nothing is exempt without need", () => {
  const checker = new Checker();
  for (const one of here.github.deliveries) checker.event(one.event, one.action, one.payload);
  expect(checker.violations).toEqual([]);
  const idle = EXEMPTIONS.filter(
    ({ where, problem }) =>
      !checker.exempted.some((one) => one.startsWith(where) && one.includes(problem)),
  );
  expect(idle).toEqual([]);
});
