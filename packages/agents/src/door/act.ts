import type { Trust } from "@trunkline/transport";
import * as z from "zod/mini";
import { misfit } from "../tools/misfit.ts";
import type { Actor, JsonSchema } from "../tools/tool.ts";

/** What a tool of a platform may use while it works. It holds its own client. */
export interface UseScope {
  /** Who asked, and in which conversation. */
  readonly actor: Actor;
  /** Aborted when nobody waits for the outcome any more: look at it before an effect. */
  readonly signal: AbortSignal;
}

/** What an act may use, on top. */
export interface ActScope extends UseScope {
  /** Idempotency key. Put it where the platform keeps such a thing, so that `done` finds it. */
  readonly key: string;
  /** What must still be so, as the preview said it. */
  readonly state: string;
  /** When the intent was written: nothing older is an effect of this act. */
  readonly since: Date;
}

/** What came of it, for people and models: Markdown or plain text. */
export interface Found {
  readonly text: string;
  /** Where it can be read: a URL. */
  readonly source?: string | undefined;
}

interface About<I> {
  /** `^[a-z][a-z0-9_]{0,63}$`, unique behind its door. */
  readonly name: string;
  /** For the model: what it does, when it is the right one, what it gives back. */
  readonly about: string;
  /** An object of `zod/mini`. What it makes of an input is the input's canonical form: defaults filled in. */
  readonly input: z.ZodMiniType<I>;
  /**
   * Every place it touches, in the words of the setting that opens places ("owner/repository", a project's
   * id). All of them must be open to the asker. None: refused.
   */
  places(input: I, scope: UseScope): readonly string[] | Promise<readonly string[]>;
}

/** A look. What it throws is classified, scrubbed and told to the model. */
export interface ReadTool<I> extends About<I> {
  /** How far its output may steer. */
  readonly trust: Trust;
  /** Its output may hold what not everybody may know. */
  readonly private: boolean;
  run(input: I, scope: UseScope): Promise<Found>;
}

/** What a person is shown before deciding. */
export interface Drawn<I> {
  /** One line: "Merge pull request #7 into main". */
  readonly title: string;
  /** Where: "owner/repository#7". */
  readonly target: string;
  /** Markdown: the text to be posted, the diff, what will be gone. */
  readonly preview: string;
  /** What runs, where that is more exact than what was asked. */
  readonly input?: I;
  /** What must still be so when it runs, e.g. the head SHA; absent: nothing can change. */
  readonly state?: string;
}

/**
 * An act that needs a person's approval. Each method throws what the vendor's client throws: the core
 * classifies it, waits, looks and repeats. To refuse for good, throw a `TransportError` of kind `invalid`;
 * to say that the target is another than was shown, {@link Changed}.
 */
export interface ActTool<I> extends About<I> {
  /** Changes nothing. */
  preview(input: I, scope: UseScope): Promise<Drawn<I>>;
  /** The state as it is now, before the first try; must equal that of the preview. Absent: nothing can change. */
  current?(input: I, scope: ActScope): Promise<string>;
  /**
   * Whether it has happened: asked before any repeat of a try whose outcome is unknown. Our own item with
   * this key or text since `since`, or the target as it should be.
   */
  done(input: I, scope: ActScope): Promise<Found | null>;
  /** One attempt. */
  run(input: I, scope: ActScope): Promise<Found>;
}

/** The target is not what was shown; nothing has happened. */
export class Changed extends Error {
  constructor(why: string) {
    super(why);
    this.name = "Changed";
  }
}

/** A use that somebody wants to make, for {@link DoorParts.mayUse}. */
export interface ToolUse {
  readonly tool: string;
  readonly effect: "read" | "approve";
  readonly places: readonly string[];
  readonly actor: Actor;
}

/**
 * What a platform puts behind its door.
 *
 * @example
 * ```ts
 * import { type DoorParts, readTool } from "@trunkline/agents";
 * import * as z from "zod/mini";
 * export const door = (env: { readonly PLACES?: string }): DoorParts => ({
 *   tools: [
 *     readTool({
 *       name: "read_note",
 *       about: "Reads a note.",
 *       input: z.object({ room: z.string() }),
 *       trust: "untrusted",
 *       private: true,
 *       places: ({ room }) => [room],
 *       run: async ({ room }) => ({ text: `the note of ${room}` }),
 *     }),
 *   ],
 *   places: env.PLACES,
 *   home: (conversation) => conversation,
 * });
 * ```
 */
export interface DoorParts {
  readonly tools: readonly PlatformTool[];
  /** The setting that opens places: see `door/places.ts`. Unset: only a conversation's own place is open. */
  readonly places?: string | null | undefined;
  /** The place where a conversation of this platform stands; its full name is given. Null: nowhere. */
  home(conversation: string): string | null | Promise<string | null>;
  /**
   * The last word, where only the platform knows: asked for every use whose places are open.
   *
   * @returns null, or why not, in words for the asker
   */
  mayUse?(use: ToolUse): Promise<string | null>;
}

/** One use of a tool, its input parsed. */
export interface Bound {
  /** In canonical form. */
  readonly input: unknown;
  places(scope: UseScope): Promise<readonly string[]>;
}
/** A look with its input, parsed: what is left is to run it. */
export interface BoundRead extends Bound {
  run(scope: UseScope): Promise<Found>;
}
/** An act with its input, parsed: previewed, compared with what was shown, looked up, run. */
export interface BoundAct extends Bound {
  preview(scope: UseScope): Promise<Drawn<unknown>>;
  /** Null: nothing can change. */
  current(scope: ActScope): Promise<string | null>;
  done(scope: ActScope): Promise<Found | null>;
  run(scope: ActScope): Promise<Found>;
}
/** Null: the input does not fit; `wrong` says why. */
export type Binding<B> = { readonly use: B } | { readonly use: null; readonly wrong: string };

interface Erased {
  readonly name: string;
  readonly about: string;
  schema(): JsonSchema;
  readonly trust: Trust;
  readonly private: boolean;
}
/** A tool whose input only it knows: made by {@link readTool} and {@link actTool}. */
export type PlatformTool =
  | (Erased & { readonly effect: "read"; bind(raw: unknown): Binding<BoundRead> })
  | (Erased & { readonly effect: "approve"; bind(raw: unknown): Binding<BoundAct> });

/** Puts a look behind the door. */
export function readTool<I>(tool: ReadTool<I>): PlatformTool {
  const { name, about, trust } = tool;
  return {
    ...{ name, about, trust, private: tool.private, effect: "read" },
    schema: () => schemaOf(tool.input),
    bind: (raw) =>
      bound<I, BoundRead>(tool, raw, (parsed) => ({
        ...at(tool, parsed),
        run: (scope) => tool.run(parsed, scope),
      })),
  };
}

/** Puts an act behind the door. Its answers are our own words about what has happened. */
export function actTool<I>(tool: ActTool<I>): PlatformTool {
  const { name, about } = tool;
  return {
    ...{ name, about, trust: "member", private: false, effect: "approve" },
    schema: () => schemaOf(tool.input),
    bind: (raw) =>
      bound<I, BoundAct>(tool, raw, (parsed) => ({
        ...at(tool, parsed),
        preview: (scope) => tool.preview(parsed, scope),
        current: async (scope) => (await tool.current?.(parsed, scope)) ?? null,
        done: (scope) => tool.done(parsed, scope),
        run: (scope) => tool.run(parsed, scope),
      })),
  };
}

/** Here and not in the core: an app without tools does not carry the 22 KB that make it. */
function schemaOf(input: z.core.$ZodType): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: "input" });
  return schema;
}

function at<I>(tool: About<I>, input: I): Bound {
  return { input, places: async (scope) => tool.places(input, scope) };
}

function bound<I, B>(tool: About<I>, raw: unknown, use: (input: I) => B): Binding<B> {
  const parsed = tool.input.safeParse(raw);
  if (parsed.success) return { use: use(parsed.data) };
  return { use: null, wrong: `the input does not fit: ${misfit(parsed.error.issues)}` };
}
