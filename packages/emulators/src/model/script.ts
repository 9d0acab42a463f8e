import type { Behaviour } from "./behaviour.ts";
import type { MessageRequest } from "./request.ts";

/** Which requests a scripted behaviour is for. */
export interface Selection {
  /** Absent: any request to `POST /v1/messages`, the router's too. */
  readonly match?: (request: MessageRequest) => boolean;
  /** How many requests; default 1, or any number if there is `until`. */
  readonly times?: number;
  /** Epoch milliseconds after which the rule is gone. */
  readonly until?: number;
}

/** The scripted behaviours, first in, first out. */
export class Script {
  #rules: { behaviour: Behaviour; selection: Selection; left: number }[] = [];

  add(behaviour: Behaviour, selection: Selection): void {
    const unlimited = selection.until === undefined ? 1 : Number.POSITIVE_INFINITY;
    this.#rules.push({ behaviour, selection, left: selection.times ?? unlimited });
  }

  /** The behaviour for a request that arrived at `now`. */
  take(request: MessageRequest, now: number): Behaviour | undefined {
    this.#rules = this.#rules.filter(
      ({ left, selection }) => left > 0 && now <= (selection.until ?? now),
    );
    const rule = this.#rules.find(({ selection }) => selection.match?.(request) ?? true);
    if (rule) rule.left -= 1;
    return rule?.behaviour;
  }

  clear(): void {
    this.#rules = [];
  }
}
