import { setTimeout as delay } from "node:timers/promises";
import type { RuntimePort, RuntimeView } from "@trunkline/emulators/playground";
import { Refusal, type Running } from "../serve/index.ts";
import { afterDeath } from "./restart.ts";

type Wait = (ms: number, value: null, options: { signal: AbortSignal }) => Promise<null>;

/** Keeps one runtime running: when it dies it is started again, on the same folder. */
export class Supervisor implements RuntimePort {
  readonly #listeners = new Set<() => void>();
  readonly #stop = new AbortController();
  readonly #wait: Wait;
  #running: Running | null = null;
  #view: RuntimeView = { state: "starting", pid: null, startedAt: 0, starts: 0 };

  /** @param wait - between a quick death and the next start; a test need not */
  constructor(wait: Wait = delay) {
    this.#wait = wait;
  }

  view(): RuntimeView {
    return this.#view;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  kill(): number | null {
    this.#running?.kill("SIGKILL");
    return this.#running?.pid ?? null;
  }

  /**
   * Starts it again and again. Resolves after {@link stop}.
   *
   * @throws Refusal with what it had printed, when it does not stay alive
   */
  async run(start: () => Running): Promise<void> {
    let quickDeaths = 0;
    while (!this.#stop.signal.aborted) {
      const startedAt = Date.now();
      const running = start();
      this.#began(running, startedAt);
      await running.exited;
      this.#running = null;
      if (this.#stop.signal.aborted) return;
      this.#change({ state: "down", pid: null });
      const next = afterDeath(Date.now() - startedAt, quickDeaths);
      if (next.do === "give up") {
        const said = running.output().trim() || "It printed nothing.";
        throw new Refusal(`The runtime does not stay alive. The last one said:\n${said}`);
      }
      quickDeaths = next.quickDeaths;
      // An aborted wait is the end of the loop.
      await this.#wait(next.waitMs, null, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  /** SIGKILL and no new start. Its folder is emptied at the next start anyway. */
  stop(): void {
    this.#stop.abort();
    this.kill();
  }

  #began(running: Running, startedAt: number): void {
    this.#running = running;
    const starts = this.#view.starts + 1;
    this.#change({ state: "starting", pid: running.pid, startedAt, starts });
    running.ready.then(
      () => {
        if (this.#running === running) this.#change({ state: "up" });
      },
      () => {}, // It has died; `exited` says so too.
    );
  }

  #change(change: Partial<RuntimeView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
