import { type PlatformTool, type ReadTool, readTool } from "@trunkline/agents/door";
import type { Steps } from "@trunkline/transport/github";
import {
  AtSpot,
  ChecksInput,
  DiffInput,
  FileInput,
  ListInput,
  listed,
  lookAtChecks,
  lookAtDiff,
  lookAtFile,
  lookAtFiles,
  lookAtIssue,
  lookAtPull,
  SearchInput,
  type Site,
  type Spot,
  type SpotInput,
  searched,
  type Told,
} from "@trunkline/transport/github/door";
import type { Sites } from "./sites.ts";

type In = { readonly repository?: string | undefined };
type Look<I> = Pick<ReadTool<I>, "name" | "about" | "input">;

/** What can be looked at. */
export function looks(sites: Sites): PlatformTool[] {
  /** Strangers write in public repositories, and whether one is private is not known before it is named. */
  const usual = { trust: "untrusted", private: true } as const;
  const look = <I extends In>(tool: Look<I>, at: (site: Site, input: I) => Steps<Told>) =>
    readTool<I>({
      ...{ ...tool, ...usual },
      places: (input, { actor }) => sites.places(input, actor),
      async run(input, { actor }) {
        const site = await sites.of(input, actor);
        return sites.perform(site, at(site, input));
      },
    });
  const lookAt = <I extends SpotInput>(tool: Look<I>, at: (spot: Spot, input: I) => Steps<Told>) =>
    readTool<I>({
      ...{ ...tool, ...usual },
      places: (input, { actor }) => sites.places(input, actor),
      async run(input, { actor }) {
        const spot = await sites.spot(input, actor);
        return sites.perform(spot, at(spot, input));
      },
    });
  return [
    lookAt(
      {
        name: "github_issue",
        about: "Reads an issue, or the conversation of a pull request: its text, latest comments.",
        input: AtSpot,
      },
      lookAtIssue,
    ),
    lookAt(
      {
        name: "github_pull_request",
        about: "Reads a pull request: text, branches, size, whether it can be merged, reviews.",
        input: AtSpot,
      },
      lookAtPull,
    ),
    lookAt(
      {
        name: "github_diff",
        about: "Reads what a pull request changes, line by line; long files are cut.",
        input: DiffInput,
      },
      (spot, { path }) => lookAtDiff(spot, path),
    ),
    lookAt(
      {
        name: "github_files",
        about: "Lists the files that a pull request changes.",
        input: AtSpot,
      },
      lookAtFiles,
    ),
    readTool({
      ...usual,
      name: "github_checks",
      about: "Tells how the checks of a pull request's head went, or those of a branch or commit.",
      input: ChecksInput,
      places: (input, { actor }) => sites.places(input, actor),
      async run(input, { actor }) {
        const site = await sites.of(input, actor);
        const ref = input.ref ?? (await sites.spot(input, actor));
        return sites.perform(site, lookAtChecks(site, ref));
      },
    }),
    look(
      {
        name: "github_list",
        about: "Lists issues or pull requests of a repository, the newest first.",
        input: ListInput,
      },
      (site, { kind, state }) => listed(site, kind, state),
    ),
    look(
      {
        name: "github_search",
        about: "Searches the issues, the pull requests or the code of one repository.",
        input: SearchInput,
      },
      (site, { kind, query }) => searched(site, kind, query),
    ),
    look(
      {
        name: "github_file",
        about: "Reads a file of a repository, or lists a folder.",
        input: FileInput,
      },
      (site, { path, ref }) => lookAtFile(site, path, ref),
    ),
  ];
}
