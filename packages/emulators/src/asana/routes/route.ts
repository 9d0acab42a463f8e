import type { ApiCall } from "../call.ts";
import type { DataFields } from "../data.ts";
import type { Deeds } from "../deeds.ts";
import type { Downloads } from "../downloads.ts";
import type { EventLog } from "../events.ts";
import type { Resource } from "../resource.ts";
import type { SyncTokens } from "../sync.ts";
import type { Hooks } from "../webhook/hooks.ts";
import type { World } from "../world.ts";

/** What a route works on. */
export interface Context {
  readonly world: World;
  readonly deeds: Deeds;
  readonly log: EventLog;
  readonly hooks: Hooks;
  readonly downloads: Downloads;
  readonly sync: SyncTokens;
  /** Of `text` and `html_text`; how much Asana takes is not documented. */
  readonly maxTextChars: number;
  /** Whether the workspace pays: search is for those. */
  readonly isPremium: boolean;
}

/** What stands in the answer; the fields that were asked for are picked afterwards. */
export type Answer =
  | {
      readonly kind: "one";
      readonly resource: Resource;
      /** 201 instead of 200: where the new object is, below `/api/1.0`. */
      readonly newAt?: string;
      /** Beside `data`. */
      readonly more?: Readonly<Record<string, unknown>>;
    }
  /** Compact records, in pages. */
  | { readonly kind: "list"; readonly resources: readonly Resource[] }
  /** Full records that come with their own way of paging. */
  | {
      readonly kind: "batch";
      readonly resources: readonly Resource[];
      readonly more: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "empty" };

/** One operation of Asana's OpenAPI file. */
export interface Route {
  /** The `operationId`: so a call is named in the journal. */
  readonly name: string;
  readonly verb: "GET" | "POST" | "PUT" | "DELETE";
  /** `/tasks/{task_gid}`, below `/api/1.0`. */
  readonly path: string;
  /** What it knows in the query, besides paging and `opt_`. */
  readonly query?: readonly string[];
  readonly data?: DataFields;
  /** @throws Refusal */
  run(context: Context, call: ApiCall): Answer | Promise<Answer>;
}
