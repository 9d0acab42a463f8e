import type { Call, Wire } from "../wire.ts";
import type { CallLine } from "./calls.ts";
import type { Fault } from "./faults/fault.ts";
import type { Said } from "./said.ts";

/** Somebody whom the page can write as. */
export interface Writer {
  readonly id: string;
  readonly name: string;
  /** What is special about him, in a few words. */
  readonly about?: string;
}

/** One place where people talk: a chat, an issue, a task. */
export interface Place {
  /** Part of a path: lower-case letters, digits and `-`. */
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** Its name in the operator's API; null until somebody has begun it, because asking would create it. */
  readonly conversation: string | null;
  readonly writers: readonly [Writer, ...Writer[]];
}

export interface Scene {
  /** Plain JSON for the platform's module of the page. */
  readonly scene: object;
  /** When it changes by itself, epoch milliseconds; 0: it does not. */
  readonly staleAt: number;
}

/** What is fetched on demand: JSON, or bytes of a type. */
export type Found =
  | { readonly json: unknown }
  | { readonly type: string; readonly bytes: Uint8Array };

/** An approved act, in the words of its approval. */
export interface Act {
  readonly tool: string;
  readonly target: string;
}

/** Calls that carry out what somebody has approved. */
export interface Deeds {
  readonly wire: Wire;
  is(call: Call): boolean;
  /** Of those: does this one carry out that act? */
  does(call: Call, act: Act): boolean;
}

/**
 * One platform on the page: its people, its places, and what can go wrong there. Everything else (the
 * system's side, faults of the model, the runtime) is the same for all platforms. Its counterpart in
 * the browser is `page/<name>/stage.js`, or that of {@link Stage.page}; docs/playground.md says how to add one.
 *
 * What a person cannot do is an `HttpError` with one sentence, see `refusing`.
 */
export interface Stage {
  /** Lower-case name: part of paths. */
  readonly name: string;
  /** As it stands on the tab. */
  readonly title: string;
  /** Folder of its module in the page; absent: its name. */
  readonly page?: string;
  /** The platform's own faults; those of its wire come from `faults/wire.ts`. */
  readonly faults: readonly Fault[];
  /** Absent: nothing can be done there that needs an approval. */
  readonly deeds?: Deeds;
  /** The first one is shown at first. */
  places(): readonly [Place, ...Place[]];
  /** What people see in a place. */
  scene(place: string, now: number): Scene;
  /** Tells of every change of any scene, and of every call. @returns an unsubscribe function */
  feed(changed: () => void): () => void;
  /** Somebody writes something. */
  say(place: string, said: Said): void | Promise<void>;
  /** Anything else that people do: edit, press, attach, react. @returns what the page is told */
  act(place: string, name: string, body: unknown): object | undefined | Promise<object | undefined>;
  /** More of a place on demand: earlier versions, a picture. @returns null: there is no such thing */
  find(place: string, name: string, query: URLSearchParams): Found | null;
  /** The last calls between the platform and the runtime, both ways. @param startedAt - of the runtime */
  calls(startedAt: number): readonly CallLine[];
}
