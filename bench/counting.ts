/**
 * Counts what Cloudflare charges for, inside workerd. The product's bundle is imported as it is by an
 * entry that wraps its classes: `exec` of the SQL storage (rows of each cursor, once it is read), the
 * alarm calls of the storage, `alarm()` of the objects, and, on the caller's side, every method called
 * on a stub. It runs as a module of workerd with its types stripped, so it imports nothing.
 */
export interface Statement {
  calls: number;
  read: number;
  written: number;
}

export interface Counts {
  /** By class and text. */
  readonly statements: Record<string, Statement>;
  /** Everything else, by class and name: `Chat setAlarm`, `Chat alarm`, `CHAT.accept`. */
  readonly events: Record<string, number>;
}

interface Cursor {
  readonly rowsRead: number;
  readonly rowsWritten: number;
}
interface Storage {
  readonly sql: object;
}
type Method = (this: unknown, ...values: unknown[]) => unknown;
type Env = Readonly<Record<string, unknown>>;
// A class of which nothing is known but its two arguments.
type ObjectClass = new (ctx: { storage: Storage }, env: Env) => object;

const counts: Counts = { statements: {}, events: {} };
const owners = new WeakMap<object, string>();
const patched = new WeakSet<object>();
const wrapped = new WeakMap<object, Env>();

function note(event: string): void {
  counts.events[event] = (counts.events[event] ?? 0) + 1;
}

/** Replaces a method on a prototype of the runtime, once. */
function patch(target: object, name: string, make: (original: Method) => Method): void {
  const prototype: Record<string, unknown> = Object.getPrototypeOf(target);
  const original = prototype[name];
  if (typeof original !== "function") return;
  prototype[name] = make(original as Method);
}

function patchStorage(storage: Storage): void {
  if (patched.has(Object.getPrototypeOf(storage.sql))) return;
  patched.add(Object.getPrototypeOf(storage.sql));
  patch(
    storage.sql,
    "exec",
    (original) =>
      function (query, ...values) {
        const cursor = original.call(this, query, ...values) as Cursor;
        const key = `${owners.get(Object(this)) ?? "?"}\t${String(query).replace(/\s+/g, " ").trim()}`;
        // Whoever reads a cursor does so at once; by the next microtask its rows are counted.
        queueMicrotask(() => {
          counts.statements[key] ??= { calls: 0, read: 0, written: 0 };
          const statement = counts.statements[key];
          statement.calls += 1;
          statement.read += cursor.rowsRead;
          statement.written += cursor.rowsWritten;
        });
        return cursor;
      },
  );
  for (const name of ["setAlarm", "deleteAlarm", "get", "put", "delete"]) {
    patch(
      storage,
      name,
      (original) =>
        function (...values) {
          note(`${owners.get(Object(this)) ?? "?"} ${name}`);
          return original.call(this, ...values);
        },
    );
  }
}

/** A class whose objects count. */
export function countedClass(name: string, Base: ObjectClass): ObjectClass {
  return class extends Base {
    constructor(ctx: { storage: Storage }, env: Env) {
      owners.set(ctx.storage, name).set(ctx.storage.sql, name);
      patchStorage(ctx.storage);
      note(`${name} constructed`);
      super(ctx, countedEnv(env));
      const alarm: unknown = Reflect.get(this, "alarm");
      if (typeof alarm !== "function") return;
      const counting = (...values: unknown[]) => {
        note(`${name} alarm`);
        return alarm.apply(this, values);
      };
      Object.defineProperty(this, "alarm", { value: counting, configurable: true });
    }
  };
}

/** Namespaces whose stubs count the methods that are called on them. */
function countedEnv(env: Env): Env {
  const known = wrapped.get(env);
  if (known) return known;
  const entries = Object.entries(env).map(([name, value]) => [
    name,
    isNamespace(value) ? countedNamespace(name, value) : value,
  ]);
  const made: Env = Object.fromEntries(entries);
  wrapped.set(env, made);
  return made;
}

interface Namespace {
  getByName(name: string): object;
}

function isNamespace(value: unknown): value is Namespace {
  return typeof value === "object" && value !== null && "getByName" in value;
}

function countedNamespace(name: string, namespace: Namespace): Namespace {
  return {
    getByName: (object) =>
      new Proxy(namespace.getByName(object), {
        get(stub, method) {
          const called: unknown = Reflect.get(stub, method);
          if (typeof called !== "function") return called;
          return (...values: unknown[]) => {
            note(`${name}.${String(method)}`);
            // Not `called.apply`: every property of a remote method is remote too.
            return Reflect.apply(called, stub, values);
          };
        },
      }),
  };
}

interface Handler {
  fetch(request: Request, env: Env): Response | Promise<Response>;
}

/** The Worker, with its counts at `GET /counts`; asking for them starts again from zero. */
export function countedWorker(worker: Handler): Handler {
  return {
    fetch(request, env) {
      if (new URL(request.url).pathname !== "/counts")
        return worker.fetch(request, countedEnv(env));
      const answer = Response.json(counts);
      for (const group of [counts.statements, counts.events]) {
        for (const key of Object.keys(group)) delete group[key];
      }
      return answer;
    },
  };
}
