import { actTool, fenced, type PlatformTool } from "@trunkline/agents/door";
import {
  createIssue,
  IssueInput,
  issueDone,
  nameOf,
  titled,
  written,
} from "@trunkline/transport/github/door";
import type { Sites } from "./sites.ts";

export function newIssue(sites: Sites, safe: (text: string) => string): PlatformTool {
  return actTool({
    name: "github_create_issue",
    about: "Opens a new issue.",
    input: IssueInput,
    places: (input, { actor }) => sites.places(input, actor),
    async preview(asked, { actor }) {
      const site = await sites.of(asked, actor);
      const target = nameOf(site);
      const texts = { title: safe(asked.title), body: safe(asked.body) };
      const { labels, assignees } = asked;
      const parts = [
        fenced(titled(texts.title)),
        ...(texts.body === "" ? [] : [fenced(written(texts.body), "markdown")]),
        ...(labels.length > 0 ? [`Labels:\n${fenced(labels.join(", "))}`] : []),
        ...(assignees.length > 0 ? [`Assigned to:\n${fenced(assignees.join(", "))}`] : []),
      ];
      const input = { ...asked, ...texts, repository: target };
      return { title: `Open an issue in ${target}`, target, preview: parts.join("\n\n"), input };
    },
    async done(input, scope) {
      const site = await sites.of(input, scope.actor);
      return sites.perform(site, issueDone(site, scope, sites.isApp));
    },
    async run(input, scope) {
      const site = await sites.of(input, scope.actor);
      return sites.perform(site, createIssue(site, input, scope));
    },
  });
}
