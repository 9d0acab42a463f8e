import { DurableObject } from "cloudflare:workers";
import { codeIn, newCode } from "../approvals/code.ts";
import { Codes, type Place } from "../approvals/directory.ts";
import { type Identity, Links } from "../approvals/links.ts";
import type { DirectoryPort } from "../approvals/ports.ts";
import { type Linked, LinkStep } from "../approvals/protocol.ts";
import { clockOffsetMs } from "../clock.ts";
import { RememberedSql } from "../sql.ts";
import { type Timings, timings } from "../timings.ts";
import type { AgentsEnv } from "./env.ts";

/** There is one: approvals and links are made by people, a few in a minute. */
export const DIRECTORY = "directory";

/** The index of a deployment: which conversation keeps a code, and who is who on another platform. */
export class DirectoryAgent extends DurableObject<AgentsEnv> implements DirectoryPort {
  readonly #codes: Codes;
  readonly #links: Links;
  readonly #timings: Timings;

  constructor(ctx: DurableObjectState, env: AgentsEnv) {
    super(ctx, env);
    const sql = new RememberedSql(ctx.storage.sql);
    this.#codes = new Codes(sql);
    this.#links = new Links(sql);
    this.#timings = timings(env.TIMINGS);
  }

  async register(code: string, place: Place, until: number): Promise<boolean> {
    this.#codes.prune(this.#now());
    return this.#codes.register(code, place, until);
  }

  async find(code: string): Promise<Place | null> {
    return this.#codes.find(code);
  }

  async move(from: string, to: string): Promise<void> {
    this.#codes.move(from, to);
  }

  async on(platform: string, by: Pick<Identity, "platform" | "userId">): Promise<Identity | null> {
    return this.#links.on(platform, by);
  }

  async link(given: LinkStep): Promise<Linked> {
    const step = LinkStep.parse(given);
    const now = this.#now();
    this.#links.prune(now);
    if (step.code === undefined) return this.#offer(step, now);
    const code = codeIn(step.code);
    return code === null ? { state: "unknown" } : this.#links.step(await hashed(code), step, now);
  }

  async unlink(by: Pick<Identity, "platform" | "userId">): Promise<boolean> {
    return this.#links.unlink(by);
  }

  /** Only its hash is kept: whoever reads the store cannot use it. */
  async #offer({ by }: LinkStep, now: number): Promise<Linked> {
    const code = newCode((bytes) => crypto.getRandomValues(bytes));
    const { platform, userId, userName: name } = by;
    const hash = await hashed(code);
    this.#links.offer(hash, { platform, userId, name }, now + this.#timings.linkMs);
    return { state: "offered", code, minutes: Math.round(this.#timings.linkMs / 60_000) };
  }

  #now(): number {
    return Date.now() + clockOffsetMs(this.env);
  }
}

async function hashed(code: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`link:${code}`));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
