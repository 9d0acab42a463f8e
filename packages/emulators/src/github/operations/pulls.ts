import { acceptOf } from "../api/media.ts";
import type { Operation } from "../api/operation.ts";
import { pageOf } from "../api/paging.ts";
import { repoOperation } from "../api/repo-operation.ts";
import { showFile, showPull } from "../show/pull.ts";
import { showReview } from "../show/review.ts";
import type { Pull } from "../state/thread.ts";
import { pullOf } from "./target.ts";

const NEEDS = ["pull_requests"];

/** As JSON, or as its diff. */
const getPull = repoOperation({
  name: "getPull",
  id: "pulls/get",
  verb: "GET",
  path: "/pulls/{pull_number}",
  docs: "pulls/pulls#get-a-pull-request",
  needs: NEEDS,
  run({ world, repo, params, call }) {
    const { thread, pull } = pullOf(repo, params);
    const format = acceptOf(call.headers.accept, call.method);
    if (format === "json") return { status: 200, body: showPull(world.hub, thread, pull) };
    const type = `application/vnd.github.v3.${format}; charset=utf-8`;
    return { status: 200, body: diffOf(pull), headers: { "content-type": type } };
  },
});

const listFiles = repoOperation({
  name: "listFiles",
  id: "pulls/list-files",
  verb: "GET",
  path: "/pulls/{pull_number}/files",
  docs: "pulls/pulls#list-pull-requests-files",
  needs: NEEDS,
  run(context) {
    const { thread, pull } = pullOf(context.repo, context.params);
    return pageOf(context, pull.files, (file) => showFile(context.world.hub, thread, pull, file));
  },
});

/** Oldest first, those with an empty body included. */
const listReviews = repoOperation({
  name: "listReviews",
  id: "pulls/list-reviews",
  verb: "GET",
  path: "/pulls/{pull_number}/reviews",
  docs: "pulls/reviews#list-reviews-for-a-pull-request",
  needs: NEEDS,
  run(context) {
    const { pull } = pullOf(context.repo, context.params);
    return pageOf(context, pull.reviews, (review) => showReview(context.world.hub, review));
  },
});

function diffOf({ files }: Pull): string {
  return files
    .map(({ path, patch }) => {
      const head = `diff --git a/${path} b/${path}\n`;
      return patch === undefined ? head : `${head}--- a/${path}\n+++ b/${path}\n${patch}\n`;
    })
    .join("");
}

export const PULLS: readonly Operation[] = [getPull, listFiles, listReviews];
