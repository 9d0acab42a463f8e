import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ANSWER_END, answerTo, noncesIn } from "./messages.ts";
import { type Plan, promptOf, stream } from "./model.ts";

/** What is known of one answer that is waited for. Times are those of `performance.now()`. */
export interface Seen {
  /** When it was asked for; the webhook is posted in the same moment. */
  readonly postedAt: number;
  /** When the model was asked for it. */
  modelAt: number;
  /** When the model's last token was written. */
  lastTokenAt: number;
  /** When Telegram was first told of a message of ours for it. */
  sentAt: number;
  /** When the final text arrived at Telegram. */
  finalAt: number;
}

export interface Tally {
  readonly lost: number;
  readonly doubled: number;
  readonly paidTwice: number;
}

interface Waiting {
  readonly seen: Seen;
  readonly done: (seen: Seen) => void;
  /** Messages that have ever held the final. */
  readonly holders: Set<string>;
  paid: number;
}

/**
 * The far side of every contender: a bare server that is Telegram and the model, answers at once, and
 * checks each answer's nonce. The strict emulators are too slow for load.
 */
export class Far {
  /** Calls by method; `model` and `router` are the model's. */
  readonly calls = new Map<string, number>();
  plan: Plan = { pieces: 1, everyMs: 0 };
  readonly #server: Server;
  readonly #waiting = new Map<string, Waiting>();
  /** Placeholders by chat, for the time of the first one. */
  readonly #sent = new Map<number, number>();
  #message = 0;

  constructor() {
    this.#server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
      void bodyOf(request).then((body) => this.#answer(request.url ?? "", body, response));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** Resolves when the final with this nonce has arrived. Ask just before the message is posted. */
  final(nonce: string): Promise<Seen> {
    return new Promise((done) => {
      const seen = {
        postedAt: performance.now(),
        modelAt: 0,
        lastTokenAt: 0,
        sentAt: 0,
        finalAt: 0,
      };
      this.#waiting.set(nonce, { seen, done, holders: new Set(), paid: 0 });
    });
  }

  /** What became of everything that was waited for; forgets it. */
  tally(): Tally {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#sent.clear();
    return {
      lost: all.filter(({ holders }) => holders.size === 0).length,
      doubled: all.filter(({ holders }) => holders.size > 1).length,
      paidTwice: all.filter(({ paid }) => paid > 1).length,
    };
  }

  #count(name: string): void {
    this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
  }

  #answer(url: string, body: string, response: ServerResponse): void {
    const at = performance.now();
    const method = url.slice(url.lastIndexOf("/") + 1);
    if (method === "messages") {
      this.#model(body, at, response);
      return;
    }
    this.#count(method);
    json(response, { ok: true, result: this.#telegram(method, body, at) });
  }

  #telegram(method: string, body: string, at: number): unknown {
    if (method === "getMe") return { id: 424242, is_bot: true, first_name: "B", username: "b_bot" };
    if (!WRITES.includes(method)) return true;
    const { chat_id, message_id, rich_message, ...plain } = JSON.parse(body) as Write;
    const text = plain.text ?? JSON.stringify(rich_message);
    const chat = Number(chat_id);
    this.#message += 1;
    const id = Number(message_id ?? this.#message);
    if (!this.#sent.has(chat)) this.#sent.set(chat, at);
    if (text.includes(ANSWER_END)) this.#final(`${chat}:${id}`, chat, text, at);
    const from = { id: 424242, is_bot: true, first_name: "B", username: "b_bot" };
    return { message_id: id, date: 1, chat: { id: chat, type: "private" }, from, text };
  }

  #final(holder: string, chat: number, text: string, at: number): void {
    for (const nonce of noncesIn(text)) {
      const waiting = this.#waiting.get(nonce);
      if (!waiting) continue;
      waiting.holders.add(holder);
      if (waiting.seen.finalAt > 0) continue;
      waiting.seen.sentAt = this.#sent.get(chat) ?? at;
      waiting.seen.finalAt = at;
      waiting.done(waiting.seen);
    }
  }

  #model(body: string, at: number, response: ServerResponse): void {
    const { prompt, schema } = promptOf(body);
    this.#count(schema ? "router" : "model");
    if (schema) {
      stream(response, ROUTED, { pieces: 1, everyMs: 0 }, () => {});
      return;
    }
    const asked = noncesIn(prompt);
    const waiting = asked.flatMap((nonce) => this.#waiting.get(nonce) ?? []);
    for (const one of waiting) {
      one.paid += 1;
      one.seen.modelAt ||= at;
    }
    stream(response, answerTo(asked), this.plan, () => {
      for (const { seen } of waiting) seen.lastTokenAt = performance.now();
    });
  }
}

/** A message of ours; Chat SDK sends its Markdown as a rich message. */
interface Write {
  readonly chat_id: number | string;
  readonly message_id?: number;
  readonly text?: string;
  readonly rich_message?: unknown;
}

const WRITES: readonly string[] = ["sendMessage", "sendRichMessage", "editMessageText"];

const ROUTED = JSON.stringify({
  type: "simple",
  category: "general",
  complexity: "low",
  requiresHumanApproval: false,
  reasoning: "a question",
});

function json(response: ServerResponse, value: unknown): void {
  const text = JSON.stringify(value);
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((done, failed) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => done(body));
    request.on("error", failed);
  });
}
