/** GitHub has no other way to a discussion than GraphQL. */
const FOUND = "nodes { id databaseId body viewerDidAuthor }";

export const CREATE = `mutation($discussionId: ID!, $replyToId: ID, $body: String!) {
  addDiscussionComment(input: { discussionId: $discussionId, replyToId: $replyToId, body: $body }) {
    comment { id databaseId }
  }
}`;

export const UPDATE = `mutation($id: ID!, $body: String!) {
  updateDiscussionComment(input: { commentId: $id, body: $body }) { comment { id } }
}`;

export const REMOVE = `mutation($id: ID!) {
  deleteDiscussionComment(input: { id: $id }) { comment { id } }
}`;

export const REACT = `mutation($id: ID!, $content: ReactionContent!) {
  addReaction(input: { subjectId: $id, content: $content }) { reaction { content } }
}`;

/** The top comment of the thread that a comment stands in. */
export const TOP = `query($id: ID!) {
  node(id: $id) { ... on DiscussionComment { replyTo { id } } }
}`;

/** The newest comments below a discussion. */
export const COMMENTS = `query($id: ID!) {
  node(id: $id) { ... on Discussion { comments(last: 100) { ${FOUND} } } }
}`;

/** The newest replies in the thread that a comment stands in, or begins. */
export const REPLIES = `query($id: ID!) {
  node(id: $id) {
    ... on DiscussionComment {
      replies(last: 100) { ${FOUND} }
      replyTo { replies(last: 100) { ${FOUND} } }
    }
  }
}`;

const REMARK = "databaseId body author { login } authorAssociation createdAt lastEditedAt";

/** What was said in the thread of a comment, newest last. */
export const THREAD = `query($id: ID!) {
  node(id: $id) {
    ... on DiscussionComment {
      replyTo { ${REMARK} replies(last: 100) { nodes { ${REMARK} } } }
      replies(last: 100) { nodes { ${REMARK} } }
    }
  }
}`;

/** What was said at the top of a discussion, page by page from the end. */
export const REMARKS = `query($id: ID!, $before: String) {
  node(id: $id) {
    ... on Discussion {
      comments(last: 50, before: $before) {
        pageInfo { hasPreviousPage startCursor }
        nodes { ${REMARK} }
      }
    }
  }
}`;
