/**
 * The part of GitHub's public schema that is built here, in its own language: names, types and
 * arguments as in "Using the GraphQL API for Discussions" (GH-docs).
 */
export const SDL = `
type Query {
  node(id: ID!): Node
  repository(owner: String!, name: String!, followRenames: Boolean): Repository
  viewer: User!
  rateLimit(dryRun: Boolean): RateLimit
}

type Mutation {
  addDiscussionComment(input: AddDiscussionCommentInput!): AddDiscussionCommentPayload
  updateDiscussionComment(input: UpdateDiscussionCommentInput!): UpdateDiscussionCommentPayload
  deleteDiscussionComment(input: DeleteDiscussionCommentInput!): DeleteDiscussionCommentPayload
  addReaction(input: AddReactionInput!): AddReactionPayload
  removeReaction(input: RemoveReactionInput!): RemoveReactionPayload
}

interface Node {
  id: ID!
}

interface Actor {
  login: String!
  url: URI!
  resourcePath: URI!
  avatarUrl(size: Int): URI!
}

interface Reactable {
  id: ID!
  databaseId: Int
  reactions(after: String, before: String, first: Int, last: Int, content: ReactionContent): ReactionConnection!
}

type Repository implements Node {
  id: ID!
  databaseId: Int
  name: String!
  nameWithOwner: String!
  isPrivate: Boolean!
  isArchived: Boolean!
  url: URI!
  discussion(number: Int!): Discussion
}

type Discussion implements Node & Reactable {
  id: ID!
  databaseId: Int
  number: Int!
  title: String!
  body: String!
  bodyText: String!
  author: Actor
  authorAssociation: CommentAuthorAssociation!
  editor: Actor
  createdAt: DateTime!
  updatedAt: DateTime!
  publishedAt: DateTime
  lastEditedAt: DateTime
  includesCreatedEdit: Boolean!
  locked: Boolean!
  url: URI!
  category: DiscussionCategory!
  repository: Repository!
  viewerDidAuthor: Boolean!
  comments(after: String, before: String, first: Int, last: Int): DiscussionCommentConnection!
  reactions(after: String, before: String, first: Int, last: Int, content: ReactionContent): ReactionConnection!
}

type DiscussionCategory {
  name: String!
  isAnswerable: Boolean!
}

type DiscussionComment implements Node & Reactable {
  id: ID!
  databaseId: Int
  body: String!
  bodyText: String!
  author: Actor
  authorAssociation: CommentAuthorAssociation!
  editor: Actor
  createdAt: DateTime!
  updatedAt: DateTime!
  publishedAt: DateTime
  lastEditedAt: DateTime
  includesCreatedEdit: Boolean!
  deletedAt: DateTime
  isAnswer: Boolean!
  isMinimized: Boolean!
  url: URI!
  discussion: Discussion
  replyTo: DiscussionComment
  viewerDidAuthor: Boolean!
  replies(after: String, before: String, first: Int, last: Int): DiscussionCommentConnection!
  reactions(after: String, before: String, first: Int, last: Int, content: ReactionContent): ReactionConnection!
}

type Issue implements Node & Reactable {
  id: ID!
  databaseId: Int
  number: Int!
  reactions(after: String, before: String, first: Int, last: Int, content: ReactionContent): ReactionConnection!
}

type PullRequest implements Node & Reactable {
  id: ID!
  databaseId: Int
  number: Int!
  reactions(after: String, before: String, first: Int, last: Int, content: ReactionContent): ReactionConnection!
}

type IssueComment implements Node & Reactable {
  id: ID!
  databaseId: Int
  reactions(after: String, before: String, first: Int, last: Int, content: ReactionContent): ReactionConnection!
}

type PullRequestReview implements Node & Reactable {
  id: ID!
  databaseId: Int
  reactions(after: String, before: String, first: Int, last: Int, content: ReactionContent): ReactionConnection!
}

type PullRequestReviewComment implements Node & Reactable {
  id: ID!
  databaseId: Int
  reactions(after: String, before: String, first: Int, last: Int, content: ReactionContent): ReactionConnection!
}

type User implements Node & Actor {
  id: ID!
  databaseId: Int
  login: String!
  url: URI!
  resourcePath: URI!
  avatarUrl(size: Int): URI!
}

type Bot implements Node & Actor {
  id: ID!
  databaseId: Int
  login: String!
  url: URI!
  resourcePath: URI!
  avatarUrl(size: Int): URI!
}

type Organization implements Node & Actor {
  id: ID!
  databaseId: Int
  login: String!
  url: URI!
  resourcePath: URI!
  avatarUrl(size: Int): URI!
}

type Reaction implements Node {
  id: ID!
  content: ReactionContent!
  createdAt: DateTime!
  user: User
}

type RateLimit {
  limit: Int!
  cost: Int!
  remaining: Int!
  used: Int!
  resetAt: DateTime!
}

type PageInfo {
  startCursor: String
  endCursor: String
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
}

type DiscussionCommentConnection {
  totalCount: Int!
  pageInfo: PageInfo!
  nodes: [DiscussionComment]
  edges: [DiscussionCommentEdge]
}

type DiscussionCommentEdge {
  cursor: String!
  node: DiscussionComment
}

type ReactionConnection {
  totalCount: Int!
  pageInfo: PageInfo!
  nodes: [Reaction]
  edges: [ReactionEdge]
}

type ReactionEdge {
  cursor: String!
  node: Reaction!
}

type AddDiscussionCommentPayload {
  clientMutationId: String
  comment: DiscussionComment
}

type UpdateDiscussionCommentPayload {
  clientMutationId: String
  comment: DiscussionComment
}

type DeleteDiscussionCommentPayload {
  clientMutationId: String
  comment: DiscussionComment
}

type AddReactionPayload {
  clientMutationId: String
  reaction: Reaction
  subject: Reactable
}

type RemoveReactionPayload {
  clientMutationId: String
  reaction: Reaction
  subject: Reactable
}

input AddDiscussionCommentInput {
  clientMutationId: String
  discussionId: ID!
  body: String!
  replyToId: ID
}

input UpdateDiscussionCommentInput {
  clientMutationId: String
  commentId: ID!
  body: String!
}

input DeleteDiscussionCommentInput {
  clientMutationId: String
  id: ID!
}

input AddReactionInput {
  clientMutationId: String
  subjectId: ID!
  content: ReactionContent!
}

input RemoveReactionInput {
  clientMutationId: String
  subjectId: ID!
  content: ReactionContent!
}

enum ReactionContent {
  THUMBS_UP
  THUMBS_DOWN
  LAUGH
  HOORAY
  CONFUSED
  HEART
  ROCKET
  EYES
}

enum CommentAuthorAssociation {
  MEMBER
  OWNER
  MANNEQUIN
  COLLABORATOR
  CONTRIBUTOR
  FIRST_TIME_CONTRIBUTOR
  FIRST_TIMER
  NONE
}
`;
