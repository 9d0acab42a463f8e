import type { GitHubContext } from "./context.ts";

type Parameters = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** By the App itself, or by an installation; unset: by whom a message came through. */
export type By = "app" | number | undefined;

/** A call as data: by REST, or by GraphQL where there is no other way (discussions). */
export type Call = (
  | { readonly route: string; readonly with: Parameters }
  | { readonly query: string; readonly with: Parameters }
) & { readonly by?: By };

/**
 * What is to be done: one call after another. Whoever performs it puts each answer in, or throws in what was
 * thrown; nothing here calls anybody.
 *
 * @example
 * ```ts
 * import type { Steps } from "@trunkline/transport/github";
 * function* name(): Steps<unknown> {
 *   return yield { route: "GET /user", with: {} };
 * }
 * ```
 */
export type Steps<T> = Generator<Call, T, unknown>;

/** One call and its answer. */
export function* only(call: Call): Steps<unknown> {
  return yield call;
}

/** The repository of a message, as routes name it. */
export function at({ owner, repo }: GitHubContext): { owner: string; repo: string } {
  return { owner, repo };
}
