import { expect, test } from "vitest";
import type { Environment } from "./check-settings.ts";
import { ROOT } from "./prepare.ts";
import { APPS } from "./settings.ts";
import { checkSpelling } from "./spelling.ts";

const TELEGRAM = "telegram";
const GITHUB = "github";
const ASANA = "asana";
const SLACK = "slack";
const KNOWN = [...APPS, { name: "slack", folder: "examples/slack" }];
const check = (started: string[], values: Environment) =>
  checkSpelling(ROOT, { apps: started.map((name) => ({ name })), values }, KNOWN);

test.each<[string[], Environment]>([
  [[TELEGRAM, GITHUB, ASANA], {}],
  [[TELEGRAM], { TELEGRAM_ALLOWED_USERS: "7527593, chat:-1001234567890", TELEGRAM_ADMINS: "7" }],
  [[TELEGRAM], { TELEGRAM_ALLOWED_USERS: "*", GITHUB_ALLOWED_BOTS: "not started" }],
  [[GITHUB], { GITHUB_ALLOWED_BOTS: "49699333", APPROVERS: "github:583231, 583231" }],
  [[GITHUB], { GITHUB_DOOR_PLACES: "acme/site, read@acme/*, github_comment@Acme/docs" }],
  [[GITHUB], { GITHUB_DOOR_PLACES: "-github_merge@*" }],
  [[ASANA], { ASANA_DOOR_PLACES: "1209876543210, read@1201112223334, -asana_due@task/77" }],
  [[SLACK], { SLACK_ALLOWED_USERS: "U012AB3CD, W7", APPROVERS: "slack:U012AB3CD" }],
  [[TELEGRAM, SLACK], { APPROVERS: "slack:U012AB3CD, telegram:7, asana:8, chat:-100" }],
])("%j %j", async (started, env) => {
  await expect(check(started, env)).resolves.toBeUndefined();
});

test.each<[string[], Environment, RegExp]>([
  [
    [TELEGRAM],
    { TELEGRAM_ALLOWED_USERS: "@olive" },
    /^TELEGRAM_ALLOWED_USERS: "@olive" must be a num/,
  ],
  [[TELEGRAM], { TELEGRAM_ADMINS: "7,*" }, /^TELEGRAM_ADMINS: "\*" must be a numeric id/],
  [[GITHUB], { GITHUB_ALLOWED_BOTS: "dependabot" }, /^GITHUB_ALLOWED_BOTS: "dependabot" must be/],
  [
    [GITHUB],
    { APPROVERS: "octocat" },
    /^APPROVERS: "octocat" must be a numeric id .* github:<id>\.$/,
  ],
  [[GITHUB], { APPROVERS: "github:octocat" }, /^APPROVERS: "github:octocat" must be github: and/],
  [
    [GITHUB],
    { APPROVERS: "githb:1" },
    /^APPROVERS: "githb:1" must begin with one of telegram: github:/,
  ],
  [
    [GITHUB],
    { GITHUB_DOOR_PLACES: "-github_marge@*" },
    /"-github_marge@\*" must be .*github_merge/,
  ],
  [[GITHUB], { GITHUB_DOOR_PLACES: "foo bar" }, /^GITHUB_DOOR_PLACES: "foo bar" must be/],
  [[GITHUB], { GITHUB_DOOR_PLACES: "acme" }, /"acme" must be a repository like acme\/site/],
  [
    [ASANA],
    { ASANA_ALLOWED_USERS: "olive@example.org" },
    /^ASANA_ALLOWED_USERS: "olive@example.org"/,
  ],
  [[ASANA], { ASANA_DOOR_PLACES: "Launch" }, /"Launch" must be the gid of a project/],
  [[SLACK], { SLACK_ALLOWED_USERS: "olive" }, /"olive" must be the id of a member like U012AB3CD/],
  [[TELEGRAM, GITHUB], { TELEGRAM_ADMINS: "x", APPROVERS: "y" }, /TELEGRAM_ADMINS.*\n.*APPROVERS/],
])("%j %j is refused before anything starts", async (started, env, words) => {
  await expect(check(started, env)).rejects.toThrow(words);
});
