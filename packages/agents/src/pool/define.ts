import type { Trust } from "@trunkline/transport";
import type { Shell } from "../tools/shell.ts";
import type { Tool } from "../tools/tool.ts";

/** A server of the Model Context Protocol, over streamable HTTP. */
export interface McpServer {
  /** Lower case; its tools are named after it. */
  readonly name: string;
  readonly url: string;
  /** Name of the setting that holds its bearer token, if it wants one: `MCP_` and more. */
  readonly tokenSetting?: string;
  /** Tools that are offered although the server does not call them read-only. */
  readonly tools?: readonly string[];
  /** How far its results may steer; default `untrusted`. */
  readonly trust?: Trust;
  /** Default true: what it tells is not for everybody. */
  readonly private?: boolean;
  /** True: the simple agent may use it, too. */
  readonly everywhere?: boolean;
}

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Default: as input. */
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

/** What is spent at the most, in a day of UTC; absent: no limit. */
export interface Budgets {
  /** Answered turns for a person in a day. */
  readonly turnsPerPersonAndDay?: number;
  /** Tokens, in and out, for a conversation in a day. */
  readonly tokensPerConversationAndDay?: number;
  /** Tokens, in and out, of the whole pool in a day. */
  readonly tokensPerDay?: number;
  /** US dollars of the whole pool in a day. */
  readonly dollarsPerDay?: number;
  /** By the name that the model gives itself in its answers; needed for dollars. */
  readonly prices?: Readonly<Record<string, Price>>;
  /** Seconds of work for one answer. */
  readonly secondsPerTurn?: number;
  /** Tokens, in and out, after which no further step of a plan is begun. */
  readonly tokensPerTurn?: number;
  /** Steps of a plan; never more than ten. */
  readonly stepsPerTurn?: number;
}

/** What makes the bot one's own. */
export interface AgentDefinition {
  readonly prompt?: {
    /** Who speaks: "You are Ada, the release manager of Example Ltd." */
    readonly persona?: string;
    /** What it should know and how it should behave. */
    readonly instructions?: string;
  };
  /** Tools of your own, beside those of the doors. */
  readonly tools?: readonly Tool[];
  readonly mcp?: readonly McpServer[];
  /** Models by role; `MODEL_FAST` and `MODEL_MAIN` have the last word for their roles. */
  readonly model?: { readonly fast?: string; readonly main?: string; readonly planner?: string };
  readonly budgets?: Budgets;
  /** Runs scripts of the code worker over files in memory; absent: it has no shell. */
  readonly shell?: Shell;
}

/**
 * Checks a definition where it is written, so that a mistake stops the start and not an answer.
 *
 * @throws Error that names everything that is wrong with it
 */
export function defineAgent(definition: AgentDefinition): AgentDefinition {
  const wrong = [
    ...twice("tool", definition.tools ?? []),
    ...twice("MCP server", definition.mcp ?? []),
    ...(definition.mcp ?? []).flatMap(wrongServer),
    ...wrongBudgets(definition.budgets ?? {}),
    ...Object.entries(definition.model ?? {}).flatMap(([role, name]) =>
      name === "" ? [`model.${role} is empty`] : [],
    ),
  ];
  if (wrong.length > 0) throw new Error(`defineAgent: ${wrong.join("; ")}`);
  return definition;
}

function twice(what: string, named: readonly { readonly name: string }[]): string[] {
  const names = named.map(({ name }) => name);
  const doubled = names.filter((name, at) => names.indexOf(name) !== at);
  return [...new Set(doubled)].map((name) => `the ${what} "${name}" is there twice`);
}

function wrongServer({ name, url, tokenSetting = "MCP_X" }: McpServer): string[] {
  const wrong: string[] = [];
  if (!/^[a-z][a-z0-9_]{0,23}$/.test(name)) {
    wrong.push(`an MCP server cannot be called "${name}": a-z, 0-9 and _, at most 24`);
  }
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    wrong.push(`the url of the MCP server "${name}" is no http(s) address`);
  }
  // Under any other name it would not reach the pool, or be a key of somebody else's.
  if (!/^MCP_[A-Z0-9_]+$/.test(tokenSetting)) {
    wrong.push(`the setting "${tokenSetting}" of the MCP server "${name}" must begin with MCP_`);
  }
  return wrong;
}

function wrongBudgets({ prices, ...limits }: Budgets): string[] {
  const wrong = Object.entries(limits).flatMap(([name, most]) =>
    typeof most === "number" && Number.isFinite(most) && most > 0
      ? []
      : [`budgets.${name} is not a number above 0`],
  );
  for (const name of ["stepsPerTurn", "turnsPerPersonAndDay"] as const) {
    if ((limits[name] ?? 1) < 1) wrong.push(`budgets.${name} is less than 1`);
  }
  if (limits.dollarsPerDay !== undefined && Object.keys(prices ?? {}).length === 0) {
    wrong.push("budgets.dollarsPerDay needs budgets.prices");
  }
  return wrong;
}
