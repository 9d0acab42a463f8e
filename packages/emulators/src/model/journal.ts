import type { Call } from "../wire.ts";
import type { Answer } from "./answer.ts";
import type { Behaviour } from "./behaviour.ts";
import type { Refusal } from "./refusal.ts";
import type { MessageRequest } from "./request.ts";
import { isRouterRequest } from "./router.ts";
import { lastUserTexts } from "./turns.ts";
import type { Tokens } from "./usage.ts";

/** Faults after which no answer arrives whole. */
const LOSING = ["cut-after", "reset", "half-body", "timeout", "late"];

/** One request that reached the model, and what became of it. */
export class Entry {
  readonly call: Call;
  /** The parsed request; null if it was refused for its form. */
  request: MessageRequest | null = null;
  /** The scripted behaviour, if there was one. */
  behaviour: Behaviour | null = null;
  /** The answer that was planned, even if little of it was delivered; null if refused. */
  answer: Answer | null = null;
  refusal: Refusal | null = null;
  usage: Tokens | null = null;
  /** Deltas with words of the answer that were written. */
  deltas = 0;
  /** The answer was written to its end: all of the JSON, or up to `message_stop`. */
  completed = false;
  /** The stream stopped early: by script, by a fault, or because the caller left. */
  broken = false;

  constructor(call: Call) {
    this.call = call;
  }

  /** There was an answer and it did not arrive whole, or has not yet stopped stalling. */
  get cut(): boolean {
    const lost = LOSING.includes(this.call.fault ?? "");
    return this.answer !== null && !this.completed && (this.broken || lost);
  }

  /** Is it the router's? */
  get router(): boolean {
    return this.request !== null && isRouterRequest(this.request);
  }

  /** The last user turn, one line per message. */
  get prompt(): string {
    return this.request ? lastUserTexts(this.request.messages).join("\n") : "";
  }
}
