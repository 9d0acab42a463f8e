/** An answer of GitHub that is none, as far as a decision needs it. */
export interface Answer {
  /** Null: there was no answer at all. */
  readonly status: number | null;
  /** GitHub's own sentence, with field names and rules; empty when it was not GitHub's JSON. */
  readonly why: string;
  /** What was being done. `reply`: to a thread, which may be gone while its issue is not. */
  readonly act: "read" | "create" | "reply" | "change" | "token";
  readonly location?: string;
  header(name: string): string | undefined;
}

/** What Octokit throws (RequestError); without a response when the fetch has failed. */
export function restAnswerOf(error: unknown): Answer | null {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") {
    return null;
  }
  const request = recordIn(error, "request");
  const response = recordIn(error, "response");
  const headers = recordIn(response, "headers");
  const header = (name: string) => {
    const value = headers?.[name];
    return value === undefined || value === null ? undefined : String(value);
  };
  const location = header("location");
  return {
    status: response ? error.status : null,
    why: sentence(response?.data),
    act: actOf(String(request?.method ?? ""), String(request?.url ?? ""), request?.body),
    ...(location === undefined ? {} : { location }),
    header,
  };
}

/** GraphQL answers 200 and lists errors (GraphqlResponseError): the first one is told as REST would. */
export function graphqlAnswerOf(error: unknown): Answer | null {
  if (!(error instanceof Error) || error.name !== "GraphqlResponseError") return null;
  const [first]: unknown[] = "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  const type = String(recordOf(first)?.type ?? "");
  const why = String(recordOf(first)?.message ?? "");
  const request = recordIn(error, "request");
  const headers = recordIn(error, "headers");
  return {
    status: Object.hasOwn(STATUS, type) ? (STATUS[type] ?? 422) : 422,
    why,
    act: graphqlAct(String(request?.query ?? ""), recordOf(request?.variables)),
    header: (name) => {
      const value = headers?.[name];
      return value === undefined || value === null ? undefined : String(value);
    },
  };
}

/** Error types of the GraphQL API. */
const STATUS: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  RATE_LIMITED: 429,
  RATE_LIMIT: 429,
  UNPROCESSABLE: 422,
};

function actOf(method: string, url: string, body: unknown): Answer["act"] {
  if (url.endsWith("/access_tokens")) return "token";
  if (url.endsWith("/graphql")) {
    const query = typeof body === "string" ? body : JSON.stringify(body ?? "");
    return /\bmutation\b/.test(query) ? "create" : "read";
  }
  if (method === "GET" || method === "HEAD") return "read";
  if (method !== "POST") return "change";
  if (/\/pulls\/\d+\/comments\/\d+\/replies$/.test(url)) return "reply";
  // A reaction changes the message that it is put on.
  return url.endsWith("/reactions") ? "change" : "create";
}

function graphqlAct(
  query: string,
  variables: Readonly<Record<string, unknown>> | undefined,
): Answer["act"] {
  if (!query.trimStart().startsWith("mutation")) return "read";
  if (!query.includes("addDiscussionComment")) return "change";
  return variables?.replyToId == null ? "create" : "reply";
}

/** `message` of GitHub's JSON, and of `errors` all but `value`, which repeats what was sent. */
function sentence(data: unknown): string {
  const { message, errors } = recordOf(data) ?? {};
  if (typeof message !== "string") return "";
  const details = (Array.isArray(errors) ? errors : []).map((one: unknown) => {
    const { field, code, message: detail } = recordOf(one) ?? {};
    const words = [field, code, detail].filter((word) => typeof word === "string");
    return typeof one === "string" ? one : words.join(" ");
  });
  return [message, ...details.filter((detail) => detail !== "")].join("; ");
}

type Fields = Readonly<Record<string, unknown>>;

function recordIn(value: object | undefined, name: string): Fields | undefined {
  return recordOf(recordOf(value)?.[name]);
}

function recordOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}
