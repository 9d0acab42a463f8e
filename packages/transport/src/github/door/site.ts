import * as z from "zod/mini";
import { TransportError } from "../../faults.ts";
import type { By, Steps } from "../call.ts";

/** A repository under the name that it has now, and through whom it is reached. */
export interface Site {
  readonly owner: string;
  readonly repo: string;
  readonly by: By;
}

/** An issue or pull request in it. */
export interface Spot extends Site {
  readonly number: number;
}

/** Where a conversation stands. */
export interface Standing {
  readonly by: By;
  /** Numeric id: names change. */
  readonly repository: number;
  /** Of the issue or pull request; null: it stands below something else. */
  readonly number: number | null;
}

/**
 * Where a conversation stands; null: it is none of ours.
 *
 * @param conversation - full name, e.g. `github:5/9#7` or `github:token/9#7:r12`
 */
export function standing(conversation: string): Standing | null {
  const match = /^github:(token|\d+)\/(\d+)([#d])(\d+)(?::\w+)?$/.exec(conversation);
  if (!match) return null;
  const [, through, repository, kind, number] = match;
  return {
    by: through === "token" ? undefined : Number(through),
    repository: Number(repository),
    number: kind === "#" ? Number(number) : null,
  };
}

/** As people write it: `owner/repository`. */
export function nameOf({ owner, repo }: Pick<Site, "owner" | "repo">): string {
  return `${owner}/${repo}`;
}

/** As the setting that opens places writes it. */
export function placeOf(site: Pick<Site, "owner" | "repo">): string {
  return nameOf(site).toLowerCase();
}

const Repository = z.object({ name: z.string(), owner: z.object({ login: z.string() }) });
const Installation = z.object({ id: z.number() });

function siteIn(answer: unknown, by: By): Site {
  const { name, owner } = Repository.parse(answer);
  return { owner: owner.login, repo: name, by };
}

/** The repository of a conversation. Every redirect of GitHub's leads to such an address. */
export function* siteOf({ by, repository }: Standing): Steps<Site> {
  const route = "GET /repositories/{repository_id}";
  return siteIn(yield { route, with: { repository_id: repository }, by }, by);
}

/** A repository by its name, or a former one. */
export function* siteNamed(name: string, isApp: boolean): Steps<Site> {
  const [owner = "", repo = ""] = name.split("/");
  const place = { owner, repo };
  let by: By;
  if (isApp) {
    const route = "GET /repos/{owner}/{repo}/installation";
    by = Installation.parse(yield { route, with: place, by: "app" }).id;
  }
  return siteIn(yield { route: "GET /repos/{owner}/{repo}", with: place, by }, by);
}

/** A refusal of our own: the same call would end the same way. */
export function refused(message: string): TransportError {
  return new TransportError({ kind: "invalid", message });
}
