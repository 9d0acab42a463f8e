import type { GitHubContext } from "./context.ts";
import { isSwept } from "./missed.ts";
import type { Payload, Repository, User } from "./payload.ts";
import type { Said } from "./said.ts";

/** What one delivery says, and who has made it happen. */
export interface Heard {
  /** Of the delivery. */
  readonly key: string;
  readonly said: Said;
  readonly payload: Payload;
  readonly repository: Repository;
  readonly author: User;
  readonly sender: User;
  /** Numeric ids of those that the settings name as bots. */
  readonly bots: readonly string[];
}

/** The most of an opening that goes with each message below it. */
const MOST_BODY = 16_000;

/**
 * What is kept of it.
 *
 * @param actor - whose wish it is
 * @param text - in his words, or ours
 */
export function contextOf(heard: Heard, actor: User, text: string): GitHubContext {
  const { said, repository, author, payload } = heard;
  const { installation } = payload;
  const { subject, place, message } = said;
  const { head } = subject;
  const whole = message.kind === place.kind && actor.id === author.id;
  return {
    ...(installation ? { installation: installation.id } : {}),
    repository: repository.id,
    owner: repository.owner.login,
    repo: repository.name,
    ...place,
    message,
    actor: { id: actor.id, login: actor.login, type: actor.type ?? "User" },
    ...(heard.bots.includes(String(actor.id)) ? { bot: true } : {}),
    association: actor.id === author.id ? said.association : "NONE",
    text,
    subject: {
      title: subject.title,
      ...(whole ? {} : { body: cut(subject.body ?? "") }),
      author: subject.user?.login ?? "ghost",
      association: subject.author_association ?? "NONE",
      at: Date.parse(subject.created_at) || 0,
      state: subject.state ?? "open",
      labels: (subject.labels ?? []).flatMap((one) => {
        return (typeof one === "string" ? one : one.name) ?? [];
      }),
    },
    url: said.url,
    at: said.at,
    updated: said.updated,
    ...(isEdited(heard) ? { edited: true } : {}),
    private: repository.private,
    ...(head ? { fork: head.repo?.id !== repository.id } : {}),
  };
}

/**
 * A text that a sweep has found is as it is now, and only the webhook tells who has edited it. A review tells
 * not even whether ("submitted_at" is all that is listed).
 */
function isEdited({ key, payload, said }: Heard): boolean {
  if (payload.action === "edited") return said.was !== null;
  return isSwept(key) && (said.message.kind === "review" || said.updated > said.at);
}

function cut(body: string): string {
  return body.replace(/\r\n?/g, "\n").slice(0, MOST_BODY).toWellFormed();
}
