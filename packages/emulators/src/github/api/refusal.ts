import type { Json } from "../types.ts";

export interface RefusalMore {
  /** GH-oas validation-error. */
  readonly errors?: readonly unknown[];
  /** Instead of the page of the operation. */
  readonly docs?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How GraphQL says it, with status 200 (GH-docs, GraphQL rate limits). */
  readonly graphql?: string;
  /** Where it is now. */
  readonly url?: string;
}

/** What GitHub answers instead of a result. `message` is its own wording. */
export class GitHubRefusal extends Error {
  readonly status: number;
  readonly more: RefusalMore;

  constructor(status: number, message: string, more: RefusalMore = {}) {
    super(message);
    this.status = status;
    this.more = more;
  }

  /** GH-oas basic-error and validation-error; `status` is a string there. */
  body(operationDocs: string): Json {
    const { errors, docs, url } = this.more;
    return {
      message: this.message,
      ...(url === undefined ? {} : { url }),
      ...(errors ? { errors } : {}),
      documentation_url: docs ?? operationDocs,
      status: String(this.status),
    };
  }
}

export function notFound(): GitHubRefusal {
  return new GitHubRefusal(404, "Not Found");
}

export function forbidden(message: string, docs?: string): GitHubRefusal {
  return new GitHubRefusal(403, message, docs === undefined ? {} : { docs });
}

/** The App was not given what the operation needs (docs of App permissions). */
export function notForIntegration(accepted: string): GitHubRefusal {
  const headers = accepted === "" ? {} : { "x-accepted-github-permissions": accepted };
  return new GitHubRefusal(403, "Resource not accessible by integration", { headers });
}

/** The body does not fit the schema of the operation. Words as recorded by clients. */
export function invalidRequest(what: string): GitHubRefusal {
  return new GitHubRefusal(422, `Invalid request.\n\n${what}`);
}

/** The body fits the schema, and is refused all the same. */
export function validationFailed(...errors: readonly Json[]): GitHubRefusal {
  return new GitHubRefusal(422, "Validation Failed", { errors });
}

/** 307 keeps method and body, 301 is for reading (18F/charlie#85, platforms.md 2.4). */
export function movedTo(url: string, verb: string): GitHubRefusal {
  const docs = `${GUIDES}/best-practices-for-using-the-rest-api#follow-redirects`;
  const status = verb === "GET" ? 301 : 307;
  return new GitHubRefusal(status, "Moved Permanently", { docs, url, headers: { location: url } });
}

const GUIDES = "https://docs.github.com/rest/using-the-rest-api";

/**
 * GitHub can do it, this emulator cannot. Answered loudly, so that nobody mistakes a gap here for
 * behaviour of the platform.
 */
export function notBuilt(what: string): GitHubRefusal {
  return new GitHubRefusal(501, `Not built in the GitHub emulator: ${what}`);
}
