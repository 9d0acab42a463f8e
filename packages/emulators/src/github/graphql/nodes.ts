import { liveReactions } from "../show/reactions.ts";
import { iso, isoOrNull, postWeb, repoWeb } from "../show/urls.ts";
import type { Account, Actor } from "../state/account.ts";
import type { Discussion } from "../state/discussion.ts";
import type { Hub } from "../state/hub.ts";
import { type DiscussionComment, type Post, type Reaction, textOf } from "../state/post.ts";
import { associationIn, fullName, type Repo } from "../state/repo.ts";
import type { GitHubReaction } from "../types.ts";
import { connection } from "./connection.ts";
import type { GraphObject } from "./execute.ts";
import { FieldProblem } from "./problem.ts";
import type { Args } from "./values.ts";

/** GraphQL's names of the eight reactions. */
export const CONTENTS: Readonly<Record<GitHubReaction, string>> = {
  "+1": "THUMBS_UP",
  "-1": "THUMBS_DOWN",
  laugh: "LAUGH",
  hooray: "HOORAY",
  confused: "CONFUSED",
  heart: "HEART",
  rocket: "ROCKET",
  eyes: "EYES",
};

/** What GraphQL shows, to one caller. */
export class Nodes {
  readonly #hub: Hub;
  readonly #viewer: Account | null;

  constructor(hub: Hub, actor: Actor) {
    this.#hub = hub;
    this.#viewer = actor.kind === "app" ? null : actor.user;
  }

  /** Of any kind that carries reactions. */
  post(post: Post): GraphObject {
    if (post.kind === "discussion") return this.discussion(post);
    if (post.kind === "discussion-comment") return this.comment(post);
    const typename = {
      thread: post.kind === "thread" && post.pull ? "PullRequest" : "Issue",
      comment: "IssueComment",
      review: "PullRequestReview",
      "review-comment": "PullRequestReviewComment",
    }[post.kind];
    const number = post.kind === "thread" ? { number: () => post.number } : {};
    return { typename, fields: { ...this.#reactable(post), ...number } };
  }

  discussion(discussion: Discussion): GraphObject {
    const { repo, comments } = discussion;
    const top = comments.filter(({ root, deletedAt }) => root === null && deletedAt === null);
    return {
      typename: "Discussion",
      fields: {
        ...this.#written(discussion),
        number: () => discussion.number,
        title: () => discussion.title,
        locked: () => discussion.locked,
        category: () => category(discussion.category),
        repository: () => this.repository(repo),
        comments: (args) => this.#comments("comments", top, args),
      },
    };
  }

  comment(comment: DiscussionComment): GraphObject {
    const { discussion, root } = comment;
    const replies = discussion.comments.filter(
      (one) => one.root === comment && one.deletedAt === null,
    );
    return {
      typename: "DiscussionComment",
      fields: {
        ...this.#written(comment),
        deletedAt: () => isoOrNull(comment.deletedAt),
        isAnswer: () => false,
        isMinimized: () => false,
        discussion: () => this.discussion(discussion),
        replyTo: () => root && this.comment(root),
        replies: (args) => this.#comments("replies", replies, args),
      },
    };
  }

  repository(repo: Repo): GraphObject {
    return {
      typename: "Repository",
      fields: {
        id: () => repo.nodeId,
        databaseId: () => repo.id,
        name: () => repo.name,
        nameWithOwner: () => fullName(repo),
        isPrivate: () => repo.private,
        isArchived: () => repo.archived,
        url: () => repoWeb(this.#hub, repo),
        discussion: ({ number }) => {
          const found = repo.discussions.get(Number(number));
          if (found) return this.discussion(found);
          const what = `Could not resolve to a Discussion with the number of ${number}.`;
          throw new FieldProblem("NOT_FOUND", what);
        },
      },
    };
  }

  /** A bot's login has no `[bot]` in GraphQL, unlike in REST. Deleted accounts are null. */
  actor(account: Account): GraphObject | null {
    if (account.ghost) return null;
    const login = account.login.replace(/\[bot\]$/, "");
    const path = account.type === "Bot" ? `/apps/${login}` : `/${login}`;
    return {
      typename: account.type,
      fields: {
        id: () => account.nodeId,
        databaseId: () => account.id,
        login: () => login,
        url: () => this.#hub.web + path,
        resourcePath: () => path,
        avatarUrl: () => `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
      },
    };
  }

  reaction(reaction: Reaction): GraphObject {
    return {
      typename: "Reaction",
      fields: {
        id: () => reaction.nodeId,
        content: () => CONTENTS[reaction.content],
        createdAt: () => iso(reaction.at),
        user: () => this.actor(reaction.user),
      },
    };
  }

  #comments(name: string, comments: readonly DiscussionComment[], args: Args): GraphObject {
    return connection("DiscussionComment", name, comments, args, (one) => this.comment(one));
  }

  #written(post: Discussion | DiscussionComment): GraphObject["fields"] {
    const repo = post.kind === "discussion" ? post.repo : post.discussion.repo;
    const edit = post.versions.length > 1 ? post.versions.at(-1) : undefined;
    return {
      ...this.#reactable(post),
      body: () => textOf(post),
      bodyText: () => textOf(post),
      author: () => this.actor(post.author),
      authorAssociation: () => associationIn(repo, post.author),
      editor: () => {
        const editor = edit && this.#hub.accounts.get(edit.by.id);
        return editor ? this.actor(editor) : null;
      },
      createdAt: () => iso(post.createdAt),
      updatedAt: () => iso(post.updatedAt),
      publishedAt: () => iso(post.createdAt),
      lastEditedAt: () => isoOrNull(edit?.at),
      includesCreatedEdit: () => false,
      url: () => postWeb(this.#hub, post),
      viewerDidAuthor: () => post.author === this.#viewer,
    };
  }

  #reactable(post: Post): GraphObject["fields"] {
    return {
      id: () => post.nodeId,
      databaseId: () => post.id,
      reactions: (args) => {
        const live = liveReactions(post).filter(
          ({ content }) => args.content === undefined || CONTENTS[content] === args.content,
        );
        return connection("Reaction", "reactions", live, args, (one) => this.reaction(one));
      },
    };
  }
}

function category(name: string): GraphObject {
  return {
    typename: "DiscussionCategory",
    fields: { name: () => name, isAnswerable: () => name === "Q&A" },
  };
}
