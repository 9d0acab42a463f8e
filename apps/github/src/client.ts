import { createPrivateKey } from "node:crypto";
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { type By, github, keyOf, type Steps } from "@trunkline/transport/github";
import type { GitHubSettings } from "./env.ts";

/** Below the core's own limit for a call, so that the client's time-out is the one that is seen. */
const TIMEOUT_MS = 15_000;
const log = { debug() {}, info() {}, warn() {}, error() {} };

const toPkcs8 = (pem: string) => createPrivateKey(pem).export({ type: "pkcs8", format: "pem" });

/**
 * Installation tokens by App and installation; each lives for an hour. Octokit would let all who wait for a
 * token share one promise: on workerd, when the object that fetches it is reset, that never settles.
 */
const tokens = new Map<string, { readonly token: string; readonly until: number }>();

/** A client for one call: by an installation, or by the App itself. A personal token serves for all. */
export async function client(env: GitHubSettings, by: By): Promise<Octokit> {
  const request = { signal: AbortSignal.timeout(TIMEOUT_MS) };
  const base = { baseUrl: env.GITHUB_API_URL ?? "", log, request, userAgent: "trunkline" };
  const appId = env.GITHUB_APP_ID;
  if (!appId) return new Octokit({ ...base, auth: env.GITHUB_TOKEN });
  const key = `${base.baseUrl} ${appId} ${by}`;
  let known = tokens.get(key);
  if (!known || known.until < Date.now()) {
    const privateKey = keyOf(env.GITHUB_APP_PRIVATE_KEY, toPkcs8);
    const app = new Octokit({ ...base, authStrategy: createAppAuth, auth: { appId, privateKey } });
    if (typeof by !== "number") return app;
    const { data } = await app.rest.apps.createInstallationAccessToken({ installation_id: by });
    known = { token: data.token, until: Date.parse(data.expires_at) - 60_000 };
    tokens.set(key, known);
  }
  return new Octokit({ ...base, auth: known.token });
}

/** One call after another, each answered or refused before the next is known; one attempt each. */
export async function perform<T>(env: GitHubSettings, steps: Steps<T>, by?: By): Promise<T> {
  for (let step = steps.next(); ; ) {
    if (step.done) return step.value;
    const { value: call } = step;
    const octokit = await client(env, call.by ?? by);
    const asked =
      "query" in call
        ? octokit.graphql(call.query, call.with)
        : octokit.request(call.route, call.with).then(({ data }): unknown => data);
    step = await asked.then(
      (answer) => steps.next(answer),
      (error: unknown) => {
        // A token that was taken back before its time.
        if (github.classify(error).kind === "unauthorized") tokens.clear();
        return steps.throw(error);
      },
    );
  }
}
