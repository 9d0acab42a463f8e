/** The far side of the toy platform, in Node: every call of the Worker ends here, fail points too. */
export class Far {
  /** What was said and done, in order. */
  readonly seen: string[] = [];
  /** What the next call of a path answers instead, in turn: a fault as JSON, or `after`: cut when it has happened. */
  readonly faults = new Map<string, string[]>();
  /** A call or a fail point at which the Worker waits for ever. */
  held = "";
  /** Resolved when it does. */
  #reached: (() => void) | null = null;
  state = "blank";

  async answer({ url }: { readonly url: string }): Promise<Response> {
    const { hostname, pathname } = new URL(url);
    const [path = "", ...rest] = pathname.slice(1).split("/").map(decodeURIComponent);
    if (hostname === "control.test") return this.#control(path, rest);
    const point = hostname === "127.0.0.1" ? pathname.slice(1) : path;
    if (point === this.held) {
      this.held = "";
      this.#reached?.();
      return new Promise(() => {});
    }
    if (hostname === "127.0.0.1") return new Response("");
    const fault = this.faults.get(path)?.shift();
    if (fault !== undefined && fault !== "after") return new Response(fault, { status: 400 });
    const text = this.#apply(path, rest);
    if (fault === "after")
      return new Response('{"kind":"uncertain","message":""}', { status: 400 });
    return new Response(text);
  }

  #apply(path: string, rest: readonly string[]): string {
    switch (path) {
      case "look":
        return `a look at ${rest[0]};`;
      case "state":
        return this.state;
      case "painted":
        return this.seen.includes(`paint ${rest[0]}`) ? "yes" : "no";
      default:
        this.seen.push([path, ...rest].join(" "));
        return "done";
    }
  }

  async #control(path: string, rest: readonly string[]): Promise<Response> {
    switch (path) {
      case "seen":
        return Response.json(this.seen);
      case "hold":
        this.held = rest.join("/");
        return new Response("");
      case "reached":
        if (this.held !== "") await new Promise<void>((resolve) => (this.#reached = resolve));
        return new Response("");
      case "fault":
        this.faults.set(rest[0] ?? "", rest.slice(1));
        return new Response("");
      case "state":
        this.state = rest[0] ?? "";
        return new Response("");
      default:
        return new Response("", { status: 404 });
    }
  }
}
