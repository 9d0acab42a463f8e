import { Conversation } from "./inspection.ts";

export interface OperatorOptions {
  /** Where the runtime listens, `http://127.0.0.1:8801`. */
  readonly url: string;
  readonly token: string;
}

const ANSWER_WITHIN_MS = 2_000;

/** The operator's API of the runtime, over HTTP. */
export class Operator {
  readonly #options: OperatorOptions;

  constructor(options: OperatorOptions) {
    this.#options = options;
  }

  /** @returns null while the runtime does not answer: it may be dead, which is what the page is for. */
  async conversation(chatId: number): Promise<Conversation | null> {
    const response = await this.#ask("GET", `/admin/conversations/${chatId}`);
    if (!response?.ok) return null;
    return Conversation.parse(await response.json());
  }

  /** @returns false when there is no such dead letter, null when the runtime does not answer. */
  async settle(chatId: number, batch: string, act: "replay" | "drop"): Promise<boolean | null> {
    const path = `/admin/conversations/${chatId}/batches/${encodeURIComponent(batch)}/${act}`;
    const response = await this.#ask("POST", path);
    return response === null ? null : response.ok;
  }

  async #ask(method: "GET" | "POST", path: string): Promise<Response | null> {
    try {
      const response = await fetch(`${this.#options.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#options.token}` },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      // Read here, so that a death in mid-answer is the same as no answer.
      return new Response(await response.arrayBuffer(), { status: response.status });
    } catch (error) {
      // fetch says TypeError for every broken connection, and DOMException for the time-out.
      if (error instanceof TypeError || error instanceof DOMException) return null;
      throw error;
    }
  }
}
