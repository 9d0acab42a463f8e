import type { Account } from "../state/account.ts";
import type { Hub } from "../state/hub.ts";
import type { Json } from "../types.ts";
import { iso } from "./urls.ts";

/** GH-oas simple-user. */
export function showUser(hub: Hub, account: Account): Json {
  const { id, nodeId, login, type } = account;
  const api = `${hub.origin}/users/${encodeURIComponent(login)}`;
  // A bot's page is that of its App.
  const page = type === "Bot" ? `apps/${login.replace(/\[bot\]$/, "")}` : login;
  return {
    login,
    id,
    node_id: nodeId,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: "",
    url: api,
    html_url: `${hub.web}/${page}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** Null for deleted accounts: `comment.user` may be null (platforms.md 2.7). */
export function showAuthor(hub: Hub, account: Account): Json | null {
  return account.ghost ? null : showUser(hub, account);
}

/** GH-oas public-user. */
export function showPublicUser(hub: Hub, account: Account): Json {
  return {
    ...showUser(hub, account),
    name: null,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: iso(account.createdAt),
    updated_at: iso(account.createdAt),
  };
}

/** GH-oas organization-simple-webhooks. */
export function showOrganization(hub: Hub, account: Account): Json {
  const api = `${hub.origin}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    description: null,
  };
}
