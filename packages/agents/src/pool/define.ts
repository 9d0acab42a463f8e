import type { Tool } from "../tools/tool.ts";

/** A server of the Model Context Protocol, over streamable HTTP. */
export interface McpServer {
  /** Lower case; its tools are named after it. */
  readonly name: string;
  readonly url: string;
  /** Name of the setting that holds its bearer token, if it wants one. */
  readonly tokenSetting?: string;
}

/** What is spent at the most; absent: no limit. */
export interface Budgets {
  /** Answered turns for a person in a day. */
  readonly turnsPerPersonAndDay?: number;
  /** Tokens, in and out, for a conversation in a day. */
  readonly tokensPerConversationAndDay?: number;
  /** Tokens, in and out, of the whole pool in a day. */
  readonly tokensPerDay?: number;
  /** US dollars of the whole pool in a day. */
  readonly dollarsPerDay?: number;
  /** Seconds of work for one answer. */
  readonly secondsPerTurn?: number;
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
}

/** Checks a definition where it is written. @throws Error that says what is wrong with it */
export function defineAgent(definition: AgentDefinition): AgentDefinition {
  return definition;
}
