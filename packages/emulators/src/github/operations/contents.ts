import { acceptOf } from "../api/media.ts";
import type { Operation } from "../api/operation.ts";
import { pageOf } from "../api/paging.ts";
import { notFound } from "../api/refusal.ts";
import { repoOperation } from "../api/repo-operation.ts";
import { showApp } from "../show/app.ts";
import { iso, repoApi, repoWeb } from "../show/urls.ts";
import type { App } from "../state/account.ts";
import type { Hub } from "../state/hub.ts";
import { nodeId, sha } from "../state/ids.ts";
import type { CheckRun, Repo } from "../state/repo.ts";
import type { Json } from "../types.ts";

/** A file, or the list of what a folder holds. There is one state for every `ref`. */
const getContent = repoOperation({
  name: "getContent",
  id: "repos/get-content",
  verb: "GET",
  path: "/contents/{path}",
  docs: "repos/contents#get-repository-content",
  needs: ["contents"],
  run({ world, repo, params, call }) {
    const path = (params.path ?? "").replace(/\/$/, "");
    const text = repo.files.get(path);
    if (text !== undefined) {
      if (acceptOf(call.headers.accept, call.method) === "raw") {
        return { status: 200, body: text, headers: { "content-type": "text/plain" } };
      }
      const content = Buffer.from(text)
        .toString("base64")
        .replace(/(.{60})/g, "$1\n");
      const entry = showEntry(world.hub, repo, path, "file", text);
      return { status: 200, body: { ...entry, encoding: "base64", content: `${content}\n` } };
    }
    const below = path === "" ? "" : `${path}/`;
    const names = new Set(
      [...repo.files.keys()]
        .filter((file) => file.startsWith(below))
        .map((file) => file.slice(below.length).split("/")[0] ?? ""),
    );
    if (names.size === 0) throw notFound();
    const entries = [...names].toSorted().map((name) => {
      const content = repo.files.get(below + name);
      const type = content === undefined ? "dir" : "file";
      return showEntry(world.hub, repo, below + name, type, content ?? "");
    });
    return { status: 200, body: entries };
  },
});

const listChecks = repoOperation({
  name: "listChecks",
  id: "checks/list-for-ref",
  verb: "GET",
  path: "/commits/{ref}/check-runs",
  docs: "checks/runs#list-check-runs-for-a-git-reference",
  needs: ["checks"],
  run(context) {
    const { world, repo, params } = context;
    const head = [...repo.threads.values()].find(({ pull }) => pull?.head.ref === params.ref);
    const commit = head?.pull?.head.sha ?? params.ref;
    const runs = repo.checks.filter((run) => run.sha === commit);
    const [app] = world.hub.apps;
    return pageOf(
      context,
      runs,
      (run) => showCheck(world.hub, repo, run, app),
      (check_runs) => ({ total_count: runs.length, check_runs }),
    );
  },
});

/** GH-oas content-file and content-directory. */
function showEntry(hub: Hub, repo: Repo, path: string, type: "file" | "dir", text: string): Json {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const url = `${repoApi(hub, repo)}/contents/${encoded}?ref=${repo.defaultBranch}`;
  const blob = sha(path + text);
  const kind = type === "file" ? "blobs" : "trees";
  const git_url = `${repoApi(hub, repo)}/git/${kind}/${blob}`;
  const page = type === "file" ? "blob" : "tree";
  const html_url = `${repoWeb(hub, repo)}/${page}/${repo.defaultBranch}/${encoded}`;
  const download_url =
    type === "file" ? `${repoWeb(hub, repo)}/raw/${repo.defaultBranch}/${encoded}` : null;
  return {
    name: path.split("/").at(-1),
    path,
    sha: blob,
    size: Buffer.byteLength(text),
    url,
    html_url,
    git_url,
    download_url,
    type,
    _links: { self: url, git: git_url, html: html_url },
  };
}

/** GH-oas check-run. */
function showCheck(hub: Hub, repo: Repo, run: CheckRun, app: App | undefined): Json {
  const done = run.status === "completed";
  return {
    id: run.id,
    head_sha: run.sha,
    node_id: nodeId("CR", run.id),
    external_id: "",
    url: `${repoApi(hub, repo)}/check-runs/${run.id}`,
    html_url: `${repoWeb(hub, repo)}/runs/${run.id}`,
    details_url: "https://example.com",
    status: run.status,
    conclusion: run.conclusion,
    started_at: iso(run.startedAt),
    completed_at: done ? iso(run.startedAt) : null,
    output: {
      title: null,
      summary: null,
      text: null,
      annotations_count: 0,
      annotations_url: `${repoApi(hub, repo)}/check-runs/${run.id}/annotations`,
    },
    name: run.name,
    check_suite: { id: run.id },
    app: app ? showApp(hub, app) : null,
    pull_requests: [],
  };
}

export const CONTENTS: readonly Operation[] = [getContent, listChecks];
