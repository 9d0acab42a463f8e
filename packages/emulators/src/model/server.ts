import { type Call, type Platform, type Reply, Wire } from "../wire.ts";
import { admit, readJson } from "./access.ts";
import { type Behaviour, planFor } from "./behaviour.ts";
import { deliver } from "./deliver.ts";
import { Entry } from "./journal.ts";
import { idOf, outputTokens } from "./message.ts";
import { Models } from "./models.ts";
import { Refusal, refuse } from "./refusal.ts";
import { parseCountRequest, parseMessageRequest, readMessages } from "./request.ts";
import { checkPrompt, checkRequest } from "./rules.ts";
import { Script, type Selection } from "./script.ts";
import { lastUserTexts } from "./turns.ts";
import { PromptCache, promptTokens } from "./usage.ts";

export interface ModelServerOptions {
  /** The only key that is accepted; absent: any. */
  readonly apiKey?: string;
  /** Pause before each delta of a stream; default 15. Tests pass 0. */
  readonly tokenDelayMs?: number;
  /** Model ids beyond the SDK's list. */
  readonly models?: readonly string[];
}

const MESSAGES = "POST /v1/messages";

/**
 * The offline model: a local server that speaks the Anthropic Messages API, refuses what the API
 * refuses, and answers from the question alone.
 *
 * @example
 * const model = new ModelServer({ tokenDelayMs: 0 });
 * const client = new Anthropic({ apiKey: "any", baseURL: await model.listen() });
 * model.next({ kind: "cut", afterDeltas: 3 });
 */
export class ModelServer {
  readonly wire: Wire;
  /** What reached the model, in order. What was lost before it is only in `wire.calls`. */
  readonly journal: Entry[] = [];
  readonly #script = new Script();
  readonly #cache = new PromptCache();
  readonly #models: Models;
  readonly #apiKey: string | undefined;
  readonly #tokenDelayMs: number;

  constructor(options: ModelServerOptions = {}) {
    this.#apiKey = options.apiKey;
    this.#tokenDelayMs = options.tokenDelayMs ?? 15;
    this.#models = new Models(options.models);
    const platform: Platform = {
      method: ({ verb, path }) => `${verb} ${path.split("?")[0]}`,
      apply: (call) => this.#apply(call),
    };
    this.wire = new Wire(platform);
    this.wire.listener((call) => this.#moved(call));
  }

  /** @returns the origin, to be used as `ANTHROPIC_BASE_URL`. */
  listen(port = 0): Promise<string> {
    return this.wire.listen(port);
  }

  close(): Promise<void> {
    return this.wire.close();
  }

  /** Scripts the next matching request or requests; rules are used in the order they were given. */
  next(behaviour: Behaviour, selection: Selection = {}): void {
    this.#script.add(behaviour, selection);
  }

  /** Forgets scripted behaviours, faults and barriers; the journal stays. */
  clear(): void {
    this.#script.clear();
    this.wire.clear();
  }

  /** How many whole answers (the router's aside) were given to a last turn with this text. */
  paid(nonce: string): number {
    return this.journal.filter(
      (entry) => entry.completed && !entry.router && entry.prompt.includes(nonce),
    ).length;
  }

  /** How many requests in all had this in their last turn: the router's, refused and lost ones too. */
  asked(nonce: string): number {
    return this.wire.calls.filter(
      (call) => call.method === MESSAGES && lastTurnOf(call).includes(nonce),
    ).length;
  }

  #apply(call: Call): Reply {
    const requestId = idOf("req", call.n);
    const entry = call.method === MESSAGES ? new Entry(call) : null;
    if (entry) this.journal.push(entry);
    try {
      const version = admit(call, this.#apiKey);
      if (entry) return this.#answer(entry, version);
      return { status: 200, headers: { "request-id": requestId }, body: this.#look(call) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (entry) entry.refusal = error;
      return refuse(error, requestId);
    }
  }

  #answer(entry: Entry, version: string): Reply {
    const { call } = entry;
    const request = parseMessageRequest(readJson(call.raw), version);
    const model = this.#models.find(request.model);
    entry.request = request;
    checkRequest(request, model);
    const behaviour = this.#script.take(request, call.at);
    entry.behaviour = behaviour ?? null;
    const plan = planFor(request, model, behaviour);
    const tokens = { ...this.#cache.count(request), output: outputTokens(plan.answer) };
    entry.answer = plan.answer;
    entry.usage = tokens;
    const sent = { n: call.n, model: request.model, answer: plan.answer, tokens };
    return deliver(entry, plan, sent, this.#tokenDelayMs);
  }

  #look(call: Call): object {
    if (call.method === "GET /v1/models") return this.#models.page();
    if (call.method !== `${MESSAGES}/count_tokens`) {
      throw new Refusal(404, "not_found_error", "Not Found");
    }
    const request = parseCountRequest(readJson(call.raw));
    checkPrompt(request, this.#models.find(request.model));
    return { input_tokens: promptTokens(request) };
  }

  #moved(call: Call): void {
    if (call.moment !== "answered") return;
    const entry = this.journal.findLast((one) => one.call === call);
    if (entry?.answer && !entry.broken) entry.completed = true;
  }
}

/** The last user turn of any call; all of its body if it has no readable messages. */
function lastTurnOf(call: Call): string {
  const messages = readMessages(call.body);
  return messages ? lastUserTexts(messages).join("\n") : call.raw;
}
