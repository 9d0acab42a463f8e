import type { Driver } from "./kit.ts";

/** One call of a driver, as it travels. */
interface Asked {
  readonly name: string;
  readonly args: readonly unknown[];
}

/**
 * A driver that lives in another process: tests run inside workerd, a fake with sockets in Node.
 *
 * @param url - where {@link answerDriver} answers
 */
export function remoteDriver(url: string): Driver {
  async function ask<T>(name: keyof Driver, ...args: readonly unknown[]): Promise<T> {
    const body = JSON.stringify({ name, args } satisfies Asked);
    const response = await fetch(url, { method: "POST", body });
    const text = await response.text();
    if (!response.ok) throw new Error(`driver.${name}: ${text}`);
    const { value }: { value: T } = JSON.parse(text);
    return value;
  }
  return {
    open: (kind) => ask("open", kind),
    act: (place, deed) => ask("act", place, deed),
    attach: (place, text, file) => ask("attach", place, text, file),
    heard: () => ask("heard"),
    seen: (place) => ask("seen", place),
    reactions: (place) => ask("reactions", place),
    called: (place) => ask("called", place),
    disturb: (operation, mishap) => ask("disturb", operation, mishap),
    copy: (place) => ask("copy", place),
    sign: (webhook, by) => ask("sign", webhook, by),
    address: () => ask("address"),
    confided: (target) => ask("confided", target),
    knocks: () => ask("knocks"),
    answer: (id, answer) => ask("answer", id, answer),
    fail: () => ask("fail"),
    calls: () => ask("calls"),
  };
}

const OPTIONAL: ReadonlySet<string> = new Set(
  "address answer attach called confided copy fail knocks reactions sign".split(" "),
);

/** The far side of {@link remoteDriver}: does what a request's body asks for. @returns the answer's body */
export async function answerDriver(driver: Driver, body: string): Promise<string> {
  const { name, args }: Asked = JSON.parse(body);
  const method: unknown = Reflect.get(driver, name);
  if (method === undefined && OPTIONAL.has(name)) return "{}";
  if (typeof method !== "function") throw new Error(`this driver has no ${name}`);
  const value: unknown = await Reflect.apply(method, driver, args);
  return JSON.stringify({ value });
}
