/**
 * The part of superagent that Asana's client uses, over `fetch`: superagent's own browser build wants XHR, and
 * its Node build brings a hundred kilobytes. `wrangler.jsonc` puts this in its place.
 */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Null when it is not JSON. */
  readonly body: unknown;
}

type Done = (error: Error | null, response?: Answer) => void;

class Request {
  /** Read by the client. */
  readonly header: Record<string, string> = {};
  readonly #method: string;
  readonly #url: URL;
  #timeoutMs = 60_000;
  #body: string | null = null;

  constructor(method: string, url: string) {
    this.#method = method;
    this.#url = new URL(url);
  }

  set(headers: Readonly<Record<string, string>>): this {
    Object.assign(this.header, headers);
    return this;
  }

  query(values: Readonly<Record<string, string>>): this {
    for (const [name, value] of Object.entries(values)) this.#url.searchParams.set(name, value);
    return this;
  }

  type(mediaType: string): this {
    return this.set({ "Content-Type": mediaType });
  }

  accept(mediaType: string): this {
    return this.set({ Accept: mediaType });
  }

  timeout(ms: number): this {
    this.#timeoutMs = ms;
    return this;
  }

  send(body: unknown): this {
    this.#body = JSON.stringify(body);
    return this;
  }

  end(done: Done): void {
    this.#fetch().then(
      (answer) => (isSuccess(answer) ? done(null, answer) : done(refusal(answer))),
      // workerd's own error says `retryable`, which job runners read as a reason to keep a job for ever.
      () => done(new Error("no answer")),
    );
  }

  async #fetch(): Promise<Answer> {
    const response = await fetch(this.#url, {
      method: this.#method,
      headers: this.header,
      body: this.#body,
      // Followed, a POST would become a GET, and the token would go along.
      redirect: "manual",
      signal: AbortSignal.timeout(this.#timeoutMs),
    });
    const text = await response.text();
    const headers = Object.fromEntries(response.headers);
    return { status: response.status, headers, text, body: parsed(text) };
  }
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function refusal(response: Answer): Error {
  return Object.assign(new Error(String(response.status)), { status: response.status, response });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Makes a request, as `superagent(method, url)` does. */
export default function superagent(method: string, url: string): Request {
  return new Request(method, url);
}

/** The client makes one for cookies, and does not use it. */
superagent.agent = class {};
