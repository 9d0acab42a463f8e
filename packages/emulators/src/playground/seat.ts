import type { ServerResponse } from "node:http";
import type { ModelServer } from "../model/index.ts";
import { approvalViews, decisionIn } from "./approvals.ts";
import { Arrivals } from "./arrivals.ts";
import type { Books, Reply } from "./books.ts";
import { lastCalls, modelLines } from "./calls.ts";
import { Chronicle } from "./chronicle.ts";
import { type Fault, viewFault } from "./faults/fault.ts";
import { timesDone } from "./faults/kill.ts";
import { Feed, type Sight } from "./feed.ts";
import { HttpError } from "./http.ts";
import { type Conversation, isOpen } from "./inspection.ts";
import { Look } from "./look.ts";
import type { Operator } from "./operator.ts";
import { Reading } from "./reading.ts";
import type { RuntimePort } from "./runtime.ts";
import type { Deeds, Place, Stage } from "./stage.ts";
import { type Death, type Recovery, recoveryOf } from "./story.ts";
import { timeline } from "./timeline.ts";
import {
  type ConversationView,
  type ReplyView,
  type StageView,
  type View,
  viewPacing,
} from "./view.ts";
import { workOf } from "./work.ts";

export interface SeatOptions {
  readonly stage: Stage;
  readonly operator: Operator;
  /** Null: the runtime talks to the real one. */
  readonly model: ModelServer | null;
  readonly runtime: RuntimePort;
  readonly since: number;
  readonly stages: () => readonly StageView[];
  readonly deaths: () => readonly Death[];
  /** What lies on the runtime's disk; null: it cannot be read. */
  readonly books: Books | null;
  /** Where approved acts are carried out, on every platform. */
  readonly deeds: readonly Deeds[];
  /** All that may be switched on while one sits here. */
  readonly faults: readonly Fault[];
  /** Other places in which something was open when the runtime died. */
  readonly elsewhere: () => readonly string[];
  /** It is now known whether something was open here. */
  readonly onStory: () => void;
}

/** Who sits here looks at one place: what is seen there, and what the system knows of it. */
export class Seat {
  readonly #place: string;
  readonly #options: SeatOptions;
  readonly #feed: Feed;
  readonly #look: Look;
  readonly #chronicle = new Chronicle();
  readonly #reading: Reading;
  /** The last death of the runtime, and what was seen before it. */
  #atDeath: { readonly diedAt: number; readonly seen: Conversation | null };
  readonly #arrivals = new Arrivals();
  /** What the runtime has told last, with the times at which messages came. */
  #seen: Conversation | null = null;
  #askedAt = 0;
  /** When the question was asked that was answered last. */
  #freshAt = 0;
  #interrupted: string | null = null;
  /** The story of a death that has ended. */
  #told: Recovery | null = null;

  constructor(place: string, options: SeatOptions) {
    this.#place = place;
    this.#options = options;
    this.#atDeath = { diedAt: options.deaths().at(-1)?.diedAt ?? 0, seen: null };
    this.#look = new Look({
      ask: () => {
        this.#askedAt = Date.now();
        return options.operator.look(this.#where().conversation);
      },
      // Whether something was open here is also of interest to those who look elsewhere.
      wanted: () => this.#feed.watched || this.#isUntold(),
      onNews: () => this.#looked(),
    });
    this.#reading = new Reading({
      books: options.books,
      name: () => this.#look.seen?.name ?? null,
      busy: () => {
        const { unasked } = this.#reading.entries;
        return this.#feed.watched && ((this.#seen && isOpen(this.#seen)) || unasked.length > 0);
      },
      onNews: () => {
        this.#arrivals.note(this.#reading.entries.unasked);
        this.#feed.changed();
      },
    });
    this.#feed = new Feed(() => this.#sight(Date.now()));
  }

  watch(response: ServerResponse): void {
    this.#feed.add(response);
    this.#look.now();
  }

  async settle(batch: string, act: "replay" | "drop"): Promise<void> {
    const { conversation } = this.#where();
    const { operator } = this.#options;
    const done = conversation === null ? false : await operator.settle(conversation, batch, act);
    if (done === null) throw new HttpError(503, "the runtime does not answer");
    if (!done) throw new HttpError(409, "there is no such dead letter any more");
    this.#look.now();
  }

  /** This place, if something was open in it when the runtime died last; null: not, or not known yet. */
  interrupted(): string | null {
    const death = this.#options.deaths().at(-1);
    if (!death || this.#freshAt <= death.diedAt || this.#story(death).open === 0) return null;
    return `${this.#where().title} on ${this.#options.stage.title}`;
  }

  /** The same, shown anew. */
  show(): void {
    this.#feed.changed();
  }

  #isUntold(): boolean {
    const death = this.#options.deaths().at(-1);
    return (
      death !== undefined && this.#freshAt <= death.diedAt && this.#where().conversation !== null
    );
  }

  #looked(): void {
    const { seen, fresh } = this.#look;
    if (fresh) this.#freshAt = this.#askedAt;
    if (seen) {
      this.#seen = this.#arrivals.in(seen);
      this.#chronicle.note(this.#seen, Date.now());
      this.#reading.journal.forgetAllBut(seen.batches.map(({ id }) => id));
    }
    this.#reading.now();
    this.#feed.changed();
    const interrupted = this.interrupted();
    if (interrupted === this.#interrupted) return;
    this.#interrupted = interrupted;
    this.#options.onStory();
  }

  /** Something on a wire or in the process has changed. */
  changed(): void {
    const diedAt = this.#options.deaths().at(-1)?.diedAt ?? 0;
    if (diedAt !== this.#atDeath.diedAt) this.#atDeath = { diedAt, seen: this.#seen };
    this.#reading.now();
    this.#feed.changed();
    this.#look.now();
  }

  close(): void {
    this.#reading.close();
    this.#look.close();
    this.#feed.close();
  }

  #where(): Place {
    const place = this.#options.stage.places().find(({ id }) => id === this.#place);
    if (!place) throw new HttpError(404, "there is no such place");
    return place;
  }

  #sight(now: number): Sight {
    const { stage, model, runtime, since, stages, deaths, faults } = this.#options;
    const { startedAt } = runtime.view();
    const { scene, staleAt } = stage.scene(this.#place, now);
    const ours = stage.calls(startedAt);
    const asked = model ? modelLines(model, startedAt) : [];
    const shown = faults
      .filter((fault) => fault.fits?.(this.#place) ?? true)
      .map((fault) => viewFault(fault, this.#place, now));
    const { account, fresh, problem } = this.#look;
    const { entries, unread } = this.#reading;
    const death = deaths().at(-1);
    const view: View = {
      v: 2,
      since,
      offline: model !== null,
      runtime: runtime.view(),
      recovery: death ? this.#story(death) : null,
      elsewhere: this.#options.elsewhere(),
      stages: stages(),
      stage: stage.name,
      place: this.#place,
      scene,
      system: {
        conversation: this.#conversation([...ours, ...asked]),
        pacing: account ? viewPacing(account, stage.places(), now) : null,
        unasked: entries.unasked,
        approvals: approvalViews(entries),
        replies: entries.replies.map(replyView),
        fresh,
        problem: problem ?? (unread ? "its disk" : null),
      },
      faults: shown,
      calls: lastCalls(ours, asked),
    };
    const times = [staleAt, ...shown.map(({ until }) => until ?? 0)].filter((at) => at > now);
    return { view, staleAt: times.length > 0 ? Math.min(...times) : 0 };
  }

  /** Once it has ended it stays as it was told, whatever happens later. */
  #story(death: Death): Recovery {
    if (this.#told?.diedAt === death.diedAt) return this.#told;
    const { deeds } = this.#options;
    const recovery = recoveryOf(
      death,
      this.#seen,
      this.#atDeath.seen,
      this.#reading.entries,
      (act, from, to) => timesDone(deeds, act, from, to),
    );
    if (recovery.finishedAt !== null && recovery.backAt !== null) this.#told = recovery;
    return recovery;
  }

  #conversation(calls: Parameters<typeof timeline>[2]): ConversationView | null {
    const seen = this.#seen;
    if (!seen) return null;
    const here = calls.filter(({ place }) => place === null || place === this.#place);
    const deaths = this.#options.deaths();
    return {
      ...seen,
      batches: seen.batches.map((batch) => ({
        ...batch,
        timeline: timeline(batch, this.#chronicle.of(batch.id), here, deaths),
        work: workOf(this.#reading.journal.of(batch.id), batch.id, batch.ended_at !== null),
        about: this.#aboutOf(batch.id),
      })),
    };
  }

  /** A decision has no words of its own. */
  #aboutOf(batch: string): string | null {
    const decision = decisionIn(batch);
    if (!decision) return null;
    const act = this.#reading.entries.approvals.find(({ id }) => id === decision.approval);
    return `${decision.approved ? "Approved" : "Rejected"}: ${act?.title ?? "an act"}`;
  }
}

function replyView({ body, created_at, ...post }: Reply): ReplyView {
  return { ...post, text: body?.plain ?? "", at: created_at };
}
