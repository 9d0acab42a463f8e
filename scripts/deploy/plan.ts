import { POOL, settingsOf } from "../serve/settings.ts";

/** One upload of one Worker. */
export interface Deployment {
  worker: string;
  /** Of the pool: the apps whose doors it is bound to. */
  doors: readonly string[];
  /** Names of the settings that go along as secrets. */
  secrets: readonly string[];
}

/** Tests only: a deployed Worker must not report its steps to anybody. */
const NEVER = new Set(["TRUNKLINE_FAILPOINTS"]);

/**
 * What is uploaded in which order. Pure. Apps bind objects of the pool, and the pool binds the doors of the
 * apps; Cloudflare takes no binding to a Worker that is not there. So a first deployment goes round: the pool
 * without doors, the apps, the pool with their doors.
 *
 * @param update - all of them are there already: once each, the pool first
 */
export function deployments(
  apps: readonly string[],
  values: Readonly<Record<string, string>>,
  update: boolean,
): Deployment[] {
  const one = (worker: string, doors: readonly string[] = []): Deployment => ({
    ...{ worker, doors },
    secrets: settingsOf(worker, Object.keys(values)).filter(
      (name) => name in values && !NEVER.has(name),
    ),
  });
  const platforms = apps.map((app) => one(app));
  const pool = one(POOL, apps);
  return update ? [pool, ...platforms] : [one(POOL), ...platforms, pool];
}
