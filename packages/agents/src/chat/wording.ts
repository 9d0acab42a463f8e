import { plainTwin, preview, type Rendered } from "@trunkline/transport";
import { guard } from "../safety/guard.ts";
import { safeLength } from "../safety/guard-tail.ts";
import type { Conversation } from "./conversation.ts";
import { doingLine } from "./doing.ts";
import type { Stage } from "./lane.ts";
import { notices } from "./notices.ts";
import type { Body } from "./posts.ts";
import { languageOf } from "./said.ts";
import type { Post } from "./schema.ts";

/** What each message of ours says at a moment: a placeholder, progress, or its final. */
export class Wording<C> {
  readonly #c: Conversation<C>;
  readonly #stage: Pick<Stage, "streamed" | "doing">;
  /** The line about what is being done that is shown; in memory only, too. */
  #done = "";
  /** The sentence of patience that is shown; in memory only, a restart may show it again. */
  #turn = 0;
  /** What was made of the streamed text that was seen last: it is asked for at every wake-up. */
  #previewed: { readonly of: string; readonly shown: Rendered } | null = null;

  constructor(conversation: Conversation<C>, stage: Pick<Stage, "streamed" | "doing">) {
    this.#c = conversation;
    this.#stage = stage;
  }

  text(post: Post): Rendered {
    if (post.body !== null) return post.plain ? plainTwin(bodyOf(post)) : bodyOf(post);
    const shown = this.progress(post, Date.now())?.shown ?? plain("");
    return post.plain ? plainTwin(shown) : shown;
  }

  placeholder(post: Post): Rendered {
    return plain(notices(languageOf(this.#c, post.ctx)).placeholder);
  }

  /** Before the final is known: as much of the streamed text as fits, what is done, or a sentence of patience. */
  progress(post: Post, now: number): { readonly shown: Rendered; readonly fresh: boolean } | null {
    const batch = post.batch === null ? null : this.#c.batches.get(post.batch);
    if (batch?.state !== "active") return null;
    const streamed = this.#stage.streamed(batch.id);
    if (streamed.trim() !== "") {
      // What may become a secret is not shown before it is known what it is.
      const length = safeLength(streamed, this.#c.secrets);
      const shown = this.#preview(streamed.slice(0, length));
      // It only grows: a run that begins again does not take back what was read.
      return { shown, fresh: shown.plain.length > post.visible };
    }
    const doing = doingLine(this.#stage.doing(batch.id), now, languageOf(this.#c, post.ctx));
    if (doing !== null) {
      const shown = this.#preview(doing);
      return { shown, fresh: post.visible === 0 && shown.plain !== this.#done };
    }
    const turn = this.#turnAt(now);
    const { patience } = notices(languageOf(this.#c, post.ctx));
    const shown = plain(patience[(turn - 1) % patience.length] ?? "");
    return { shown, fresh: turn > 0 && post.visible === 0 && turn !== this.#turn };
  }

  #preview(markdown: string): Rendered {
    if (this.#previewed?.of !== markdown) {
      const { secrets, platform } = this.#c;
      const safe = guard(markdown, { secrets });
      const shown = preview(safe.text, platform.dialect) ?? plain("");
      this.#previewed = { of: markdown, shown };
    }
    return this.#previewed.shown;
  }

  /** Notes what is about to be written. @returns how much of an answer will then be seen */
  grown(post: Post, text: Rendered, final: boolean): number {
    this.#turn = this.#turnAt(Date.now());
    this.#done = text.plain;
    const streams = post.batch !== null && this.#stage.streamed(post.batch).trim() !== "";
    return final || (streams && post.ref !== null) ? text.plain.length : 0;
  }

  /** How often the sentence of patience has changed by now. */
  #turnAt(now: number): number {
    const from = this.#c.batches.active()?.started_at ?? now;
    return Math.floor((now - from) / this.#c.timings.rotateMs);
  }
}

/** What must be seen in the end; empty while that is not known. */
export function bodyOf(post: Post): Body {
  return post.body === null ? plain("") : (JSON.parse(post.body) as Body);
}

function plain(text: string): Rendered {
  return { text, plain: text, format: "plain" };
}
