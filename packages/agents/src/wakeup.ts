/**
 * Sets the one alarm of an object, in epoch milliseconds, in place of the one that is set. It must write
 * synchronously.
 */
export type SetAlarm = (at: number) => Promise<unknown>;

/** When the rows of an object need a look; all of it in epoch milliseconds. */
export interface Plan {
  /** When the look is due; infinite: nothing is. */
  readonly next: number;
  /** When the alarm must come at the latest, whatever becomes of the memory. */
  readonly alarm: number;
  /** An alarm in place is not moved past this: whoever works and hears nothing is dropped from memory. */
  readonly until: number;
}

/**
 * The one alarm of an object, level-triggered: each arming says when the rows next need a look. An
 * arming that is not earlier than the one in place writes nothing.
 *
 * An alarm that fires costs a request beside the write of the next one, and one that is moved the write only. So a
 * short wait is a timer in memory with the alarm behind it ({@link plan}).
 */
export class Wakeup {
  readonly #set: SetAlarm;
  readonly #look: () => void;
  #at = Number.POSITIVE_INFINITY;
  #written: Promise<unknown> = Promise.resolve();
  #timer: { readonly at: number; readonly id: ReturnType<typeof setTimeout> } | null = null;

  /** @param look - looks at the rows; it must not throw */
  constructor(set: SetAlarm, look: () => void = () => undefined) {
    this.#set = set;
    this.#look = look;
  }

  /** Arms in the same transaction as the rows written before it: the alarm is written synchronously. */
  arm(at: number): void {
    // One that lies in the past and has not fired may be lost: it is armed again.
    if (at >= this.#at && this.#at > Date.now()) return;
    this.#push(at);
  }

  /** The whole need of an object, from one look at its rows to the next. */
  plan({ next, alarm, until }: Plan): void {
    this.arm(alarm);
    const now = Date.now();
    // More than half of its wait is over: it would come for nothing, and is moved instead.
    if (alarm <= until && alarm - now > 2 * (this.#at - now)) this.#push(alarm);
    this.#remind(next < this.#at ? next : null, now);
  }

  /** Whether a look is planned that comes before a time, so that none has to be planned for what is due then. */
  looksBefore(at: number): boolean {
    // A timer without its alarm behind it goes with the memory.
    if (!Number.isFinite(this.#at)) return false;
    const next = this.#timer?.at ?? this.#at;
    // What lies in the past may be lost.
    return next > Date.now() && next <= at;
  }

  /** The alarm has fired: whatever was armed is used up. */
  fired(): void {
    this.#at = Number.POSITIVE_INFINITY;
    this.#written = Promise.resolve();
  }

  /**
   * For the handler of the alarm, when it has looked: one that fails is repeated by the platform.
   *
   * @throws when the next alarm could not be written
   */
  async written(): Promise<void> {
    await this.#written;
  }

  #push(at: number): void {
    const lost = () => {
      this.#at = Number.POSITIVE_INFINITY;
    };
    this.#written = this.#set(at);
    // Not before: what could not even be asked for is not in place.
    this.#at = at;
    void this.#written.catch(lost);
  }

  #remind(at: number | null, now: number): void {
    if (this.#timer?.at === at) return;
    if (this.#timer) clearTimeout(this.#timer.id);
    this.#timer = null;
    if (at === null) return;
    const ring = () => {
      this.#timer = null;
      this.#look();
    };
    this.#timer = { at, id: setTimeout(ring, Math.max(0, at - now)) };
  }
}
