/** What a server says of one of its tools. */
export interface Listed {
  readonly name: string;
  readonly description?: string | undefined;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly annotations?: { readonly readOnlyHint?: boolean | undefined } | undefined;
}

/** So many tools of one server are offered. */
const MOST_TOOLS = 40;
/** Each offer is paid for with every call to the model. */
const MOST_ABOUT = 2_000;
const MOST_SCHEMA = 16_000;
/** The model's API refuses a whole request for one property of another name, or a choice at the top of a schema. */
const PROPERTY = /^[\w.-]{1,64}$/;
const CHOICES = ["oneOf", "anyOf", "allOf"];

/**
 * The tools of a server that a model may be offered: those that it calls read-only or the owner names,
 * with a schema that the model's API takes, and in a size that leaves room for the question.
 *
 * @param named - by the owner
 */
export function offerable(listed: readonly Listed[], named: readonly string[] = []): Listed[] {
  return listed
    .filter(({ name, annotations }) => annotations?.readOnlyHint === true || named.includes(name))
    .filter(({ inputSchema }) => sound(inputSchema))
    .slice(0, MOST_TOOLS)
    .map((one) => ({ ...one, description: (one.description ?? one.name).slice(0, MOST_ABOUT) }));
}

function sound(schema: Listed["inputSchema"]): boolean {
  const { type, properties = {} } = schema;
  if (type !== "object" || typeof properties !== "object" || properties === null) return false;
  if (CHOICES.some((choice) => Object.hasOwn(schema, choice))) return false;
  if (!Object.keys(properties).every((name) => PROPERTY.test(name))) return false;
  return JSON.stringify(schema).length <= MOST_SCHEMA;
}

/**
 * A fetch whose answers end after so many bytes: a server that never stops must not fill our memory.
 *
 * @param over - told when there is more; whoever reads gets an Error
 */
export function bounded(
  most: number,
  over: () => void,
  send: typeof fetch = fetch,
): (url: string | URL, init?: RequestInit) => Promise<Response> {
  return async (url, init) => {
    const response = await send(url, init);
    if (!response.body) return response;
    let left = most;
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        left -= chunk.byteLength;
        if (left >= 0) return controller.enqueue(chunk);
        controller.error(new Error("it sends too much"));
        over();
      },
    });
    return new Response(response.body.pipeThrough(counted), response);
  };
}
