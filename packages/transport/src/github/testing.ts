import type { Delivery } from "../contract.ts";
import { readGitHub } from "./read.ts";
import type { Me } from "./who.ts";

/** Deliveries as GitHub makes them, as far as we read them. Shapes: platforms.md 2.7. */
export const me: Me = { id: "900", name: "trunkline" };
export const tess = { id: 1, login: "tess", type: "User" };
export const rob = { id: 2, login: "rob", type: "User" };
export const us = { id: 900, login: "trunkline[bot]", type: "Bot" };
export const other = { id: 901, login: "dependabot[bot]", type: "Bot" };

const AT = "2026-11-21T10:00:00Z";
export const LATER = "2026-11-21T10:05:00Z";
export const MS = Date.parse(AT);

export const repository = {
  id: 9,
  name: "shop",
  full_name: "acme/shop",
  owner: { login: "acme", id: 3, type: "Organization" },
  private: false,
  archived: false,
};
export const issue = {
  id: 70,
  node_id: "I_70",
  number: 7,
  title: "It breaks",
  body: "So:\r\n1",
  user: rob,
  author_association: "NONE",
  html_url: "https://github.com/acme/shop/issues/7",
  state: "open",
  locked: false,
  labels: [{ name: "bug" }],
  created_at: AT,
  updated_at: AT,
};
export const pull = {
  ...issue,
  id: 80,
  node_id: "PR_80",
  number: 8,
  title: "Mend it",
  head: { sha: "abc", repo: { id: 9 } },
};
export const comment = {
  id: 700,
  node_id: "IC_700",
  body: "@trunkline why?",
  user: tess,
  author_association: "MEMBER",
  html_url: "https://github.com/acme/shop/issues/7#issuecomment-700",
  created_at: AT,
  updated_at: AT,
  performed_via_github_app: null,
};
export const lineComment = {
  ...comment,
  id: 800,
  node_id: "PRRC_800",
  path: "src/a.ts",
  line: 12,
  original_line: 12,
  side: "RIGHT",
  diff_hunk: "@@ -1 +1 @@\n-a\n+b",
  commit_id: "def",
};
export const discussion = { ...issue, id: 60, node_id: "D_60", number: 6, title: "Colours" };
export const remark = { ...comment, id: 600, node_id: "DC_600", parent_id: null };

export function delivery(event: string, body: object, guid = "guid-1"): Delivery {
  const headers = new Headers({ "x-github-event": event, "x-github-delivery": guid });
  const whole = { sender: tess, repository, installation: { id: 5 }, ...body };
  return { body: whole, header: (name) => headers.get(name) };
}

export function read(event: string, body: object, who: Me = me) {
  return readGitHub(delivery(event, body), who);
}
