import { Account, Conversation } from "./inspection.ts";
import type { Answers } from "./look.ts";

export interface OperatorOptions {
  /** Where the app of the platform listens, `http://127.0.0.1:8801`. */
  readonly url: string;
  readonly token: string;
  /** Of several accounts of a bot, the one whose conversations are shown; absent: it has only one. */
  readonly account?: string;
}

const ANSWER_WITHIN_MS = 2_000;

/** The operator's API of one app, over HTTP. */
export class Operator {
  readonly #options: OperatorOptions;

  constructor(options: OperatorOptions) {
    this.#options = options;
  }

  /**
   * The account, and one conversation of it. What does not answer is null: the runtime may be dead, which
   * is what the page is for.
   *
   * @param conversation - null: nobody has begun it yet
   */
  async look(conversation: string | null): Promise<Answers> {
    const [account, seen] = await Promise.all([
      this.#read("/admin/account", (json) => Account.parse(json)),
      conversation === null ? null : this.#conversation(conversation),
    ]);
    const dead = account === null || seen === "dead";
    return { account: dead ? null : account, conversation: seen === "dead" ? null : seen };
  }

  /** @returns false when there is no such dead letter, null when the runtime does not answer. */
  async settle(
    conversation: string,
    batch: string,
    act: "replay" | "drop",
  ): Promise<boolean | null> {
    const [where, which] = [conversation, batch].map(encodeURIComponent);
    const response = await this.#ask(
      "POST",
      `/admin/conversations/${where}/batches/${which}/${act}`,
    );
    return response === null ? null : response.ok;
  }

  /** @returns null: nobody has spoken there */
  async #conversation(name: string): Promise<Conversation | "dead" | null> {
    const response = await this.#ask("GET", `/admin/conversations/${encodeURIComponent(name)}`);
    if (response?.status === 404) return null;
    return response?.ok ? Conversation.parse(await response.json()) : "dead";
  }

  async #read<T>(path: string, parse: (json: unknown) => T): Promise<T | null> {
    const response = await this.#ask("GET", path);
    return response?.ok ? parse(await response.json()) : null;
  }

  async #ask(method: "GET" | "POST", path: string): Promise<Response | null> {
    const { url, account } = this.#options;
    const which = account === undefined ? "" : `?account=${encodeURIComponent(account)}`;
    try {
      const response = await fetch(`${url}${path}${which}`, {
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
