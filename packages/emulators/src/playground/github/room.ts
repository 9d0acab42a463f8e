import type { GitHubPost, GitHubThread, GitHubUser } from "../../github/index.ts";
import { HttpError } from "../http.ts";
import type { Place, Writer } from "../stage.ts";

/** A page of GitHub: an issue, a pull request, or a thread at one of its lines. */
export interface GitHubRoom {
  readonly id: string;
  readonly thread: GitHubThread;
  /** Under which comment it is talked, and the end of the diff above it. */
  readonly line?: {
    readonly top: GitHubPost;
    readonly path: string;
    readonly diff: readonly string[];
  };
  readonly tab: string;
  readonly about: string;
  readonly people: readonly [GitHubUser, ...GitHubUser[]];
}

/**
 * @param begun - has anybody written there yet?
 * @param notes - what is special about some of the people, by their id
 */
export function placeOf(
  { id, tab, about, people: [first, ...rest], ...room }: GitHubRoom,
  begun: boolean,
  notes: ReadonlyMap<number, string>,
): Place {
  const writer = (user: GitHubUser): Writer => {
    const note = notes.get(user.id);
    const about = note === undefined ? {} : { about: note };
    return { id: String(user.id), name: user.login, ...about };
  };
  return {
    ...{ id, title: tab, about },
    conversation: begun ? conversationOf(room) : null,
    writers: [writer(first), ...rest.map(writer)],
  };
}

/** By the numeric id of its repository: names change. */
function conversationOf({ thread, line }: Pick<GitHubRoom, "thread" | "line">): string {
  return `${thread.repo.id}#${thread.number}${line ? `:r${line.top.id}` : ""}`;
}

/** The person behind an id, if he may write here. */
export function personIn({ people }: GitHubRoom, id: string): GitHubUser {
  const person = people.find((one) => String(one.id) === id);
  if (!person) throw new HttpError(404, "nobody of that id is here");
  return person;
}
