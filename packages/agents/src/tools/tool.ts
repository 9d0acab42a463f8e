import type { Trust } from "@trunkline/transport";
import type { Seen } from "../safety/rule-of-two.ts";

/**
 * What a tool does to the world, and so what it needs:
 * - `read`: looks; free.
 * - `write`: changes something of ours (memory); free unless the Rule of Two says otherwise.
 * - `approve`: acts outside; a person decides before it runs.
 */
export type Effect = "read" | "write" | "approve";

/** Who may be offered a tool. */
export type AgentName =
  | "simple"
  | "orchestrator"
  | "hitl"
  | "researcher"
  | "info"
  | "code-worker"
  | "research-worker"
  | "door-worker";

/** JSON schema of an object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What is known of a tool without running it. */
export interface ToolSpec {
  /** `^[a-z][a-z0-9_]{0,63}$`, unique among the tools of one agent. */
  readonly name: string;
  /** For the model: what it does, when it is the right one, what it gives back. */
  readonly about: string;
  readonly schema: JsonSchema;
  readonly effect: Effect;
  /** How far its output may steer. */
  readonly trust: Trust;
  /** Its output may hold what not everybody may know. */
  readonly private: boolean;
  readonly agents: readonly AgentName[];
  /** Platforms of the conversations in which it is offered; absent: everywhere. */
  readonly platforms?: readonly string[] | undefined;
}

/** For whom a tool works. */
export interface Actor {
  /** Full name of the conversation. */
  readonly conversation: string;
  readonly platform: string;
  /** A stable id on that platform, never a name. */
  readonly userId: string;
  readonly userName: string;
  /** Who else has spoken to the same turn. */
  readonly with?: readonly { readonly userId: string; readonly userName: string }[] | undefined;
}

/** Everybody who may have wanted what is done for an actor, each alone, the newest first. */
export function each({ with: others = [], ...newest }: Actor): [Actor, ...Actor[]] {
  const { conversation, platform } = newest;
  return [newest, ...others.map((other) => ({ conversation, platform, ...other }))];
}

/** Errors are data for the model: it may try something else. */
export type ToolOutput =
  | {
      readonly ok: true;
      readonly text: string;
      readonly source?: string | undefined;
      /** Of this output, where it is known better than that of the tool. */
      readonly trust?: Trust | undefined;
    }
  | { readonly ok: false; readonly error: string };

/** What a tool may use while it works. */
export interface ToolScope {
  readonly actor: Actor;
  /** Stable for this call, also after a crash: what makes a write idempotent. */
  readonly key: string;
  /** What the turn has had in front of it. */
  readonly seen: Seen;
  readonly signal: AbortSignal;
}

/** A tool that the pool can run itself, or, with `effect: "approve"`, hand to a door once it is approved. */
export interface Tool extends ToolSpec {
  /** Name of the door behind it; absent: our own. */
  readonly door?: string | undefined;
  /** @param input - as the model wrote it: parsed here, and what does not fit is an error of the output */
  run(input: unknown, scope: ToolScope): Promise<ToolOutput>;
}
