/** What can go wrong at a click. */
export interface Fault {
  /** Unique on the page, e.g. `telegram-429`. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what happens then. */
  readonly about: string;
  /** Whether it makes sense in a place; absent: everywhere. */
  fits?(place: string): boolean;
  /** Switches it on, for the place that is looked at or for all. */
  arm(place: string, now: number): void | Promise<void>;
  disarm(place: string): void | Promise<void>;
  /** null: it is off. */
  state(place: string, now: number): Armed | null;
}

export interface Armed {
  /** How many calls it still spoils; null: no matter how many. */
  readonly left: number | null;
  /** Epoch milliseconds at which it ends; null: it waits for its call. */
  readonly until: number | null;
}

export interface FaultView extends Armed {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly on: boolean;
}

export function viewFault(fault: Fault, place: string, now: number): FaultView {
  const { id, title, about } = fault;
  const armed = fault.state(place, now);
  return { id, title, about, on: armed !== null, ...(armed ?? { left: null, until: null }) };
}

/** One switching-on: how often and until when. */
export class Ticket {
  #left: number;
  readonly #until: number;

  /** @param times - calls to spoil, `Infinity` for all. @param until - epoch milliseconds, or `Infinity` */
  constructor(times: number, until: number) {
    this.#left = times;
    this.#until = until;
  }

  /** Uses it for one call. @returns false when it is over */
  take(now: number): boolean {
    if (!this.#on(now)) return false;
    this.#left -= 1;
    return true;
  }

  end(): void {
    this.#left = 0;
  }

  state(now: number): Armed | null {
    if (!this.#on(now)) return null;
    return { left: finite(this.#left), until: finite(this.#until) };
  }

  #on(now: number): boolean {
    return this.#left > 0 && now < this.#until;
  }
}

const finite = (n: number): number | null => (Number.isFinite(n) ? n : null);
