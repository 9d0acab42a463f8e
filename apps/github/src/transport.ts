import type { Transport } from "@trunkline/transport";
import {
  asking,
  deleting,
  editing,
  finding,
  type GitHubContext,
  identifying,
  parseGitHub,
  reacting,
  type Steps,
  sending,
} from "@trunkline/transport/github";
import { gather } from "../reach/gather.ts";
import { sweep } from "../reach/sweep.ts";
import { perform } from "./client.ts";
import type { GitHubSettings } from "./env.ts";

export function connect(env: GitHubSettings): Transport<GitHubContext> {
  const isApp = Boolean(env.GITHUB_APP_ID);
  const at = <T>(ctx: GitHubContext, steps: Steps<T>) => perform(env, steps, ctx.installation);
  return {
    send: (ctx, text, options) => at(ctx, sending(ctx, text, options)),
    edit: (ctx, ref, text, options) => at(ctx, editing(ctx, ref, text, options)),
    delete: (ctx, ref) => at(ctx, deleting(ctx, ref)),
    react: (ctx, ref, emoji) => at(ctx, reacting(ctx, ref, emoji)),
    find: (ctx, lost) => at(ctx, finding(ctx, lost, isApp)),
    mayAsk: (ctx) => at(ctx, asking(ctx)),
    whoAmI: () => perform(env, identifying(isApp)),
    parseContext: parseGitHub,
    gather: (ctx) => gather(env, ctx),
    sweep: (cursor) => sweep(env, cursor),
  };
}
