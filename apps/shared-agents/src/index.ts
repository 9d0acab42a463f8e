import { createPool } from "@trunkline/agents/pool";
import { agent } from "./agent.ts";
import { shell } from "./shell/index.ts";

/** A `define` of `wrangler.jsonc`: whether the code worker has a shell. What that costs is in docs/agents.md. */
declare const CODE_SHELL: boolean;

const pool = createPool(CODE_SHELL ? { shell, ...agent } : agent);

export class RouterAgent extends pool.RouterAgent {}
export class SimpleAgent extends pool.SimpleAgent {}
export class OrchestratorAgent extends pool.OrchestratorAgent {}
export class HITLAgent extends pool.HITLAgent {}
export class LeadResearcherAgent extends pool.LeadResearcherAgent {}
export class InfoAgent extends pool.InfoAgent {}
export class MemoryAgent extends pool.MemoryAgent {}
export class BudgetAgent extends pool.BudgetAgent {}
export class DirectoryAgent extends pool.DirectoryAgent {}
export class CodeWorker extends pool.CodeWorker {}
export class ResearchWorker extends pool.ResearchWorker {}
export class GitHubWorker extends pool.doorWorker("github") {}

/** The pool has no public door: apps reach its objects through their bindings. */
export default {
  fetch: (): Response => Response.json({ error: "not found" }, { status: 404 }),
};
