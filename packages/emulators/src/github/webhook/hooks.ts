import { randomUUID } from "node:crypto";
import { showSimpleInstallation } from "../show/app.ts";
import { showRepository } from "../show/repository.ts";
import { showOrganization, showUser } from "../show/user.ts";
import type { Installation } from "../state/account.ts";
import type { Hub } from "../state/hub.ts";
import { fullName } from "../state/repo.ts";
import type { Json } from "../types.ts";
import type { GitHubDelivery, Told } from "./delivery.ts";
import { type Hook, hears, type News } from "./hook.ts";
import { isLoopback, type Outcome, post, signature } from "./post.ts";

export interface HooksOptions {
  readonly timeoutMs: number;
  /** Told of every payload before it is sent. */
  readonly onPayload: (event: string, action: string | null, payload: Json) => void;
}

const LOST: Outcome = { status: "failed to connect to host", code: 502, headers: {}, body: "" };

/** Every webhook, and the log of what they were told. */
export class Hooks {
  readonly deliveries: GitHubDelivery[] = [];
  readonly all: Hook[] = [];
  readonly #hub: Hub;
  readonly #options: HooksOptions;
  readonly #flying = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();
  #lose = 0;

  constructor(hub: Hub, options: HooksOptions) {
    this.#hub = hub;
    this.#options = options;
  }

  add(hook: Omit<Hook, "id" | "createdAt">): Hook {
    if (!isLoopback(hook.url)) throw new Error(`not loopback: ${hook.url}`);
    const made = { id: this.#hub.ids.next("hook"), createdAt: this.#hub.now(), ...hook };
    this.all.push(made);
    return made;
  }

  find(id: number): Hook {
    const hook = this.all.find((one) => one.id === id);
    if (!hook) throw new Error(`no hook ${id}`);
    return hook;
  }

  /** The next deliveries never leave GitHub: they stand in the log as failed. */
  lose(times: number): void {
    this.#lose = times;
  }

  announce(news: News): Told {
    const told = this.all.flatMap((hook) => {
      const heard = hears(hook, news);
      return heard ? [this.#deliver(hook, news, heard.installation)] : [];
    });
    return toldOf(told);
  }

  /** To one hook, whatever it listens to. */
  tell(hook: Hook, news: News): Told {
    return toldOf([this.#deliver(hook, news, news.installation ?? null)]);
  }

  /** The same delivery once more, under its GUID or another one. */
  again(id: number, guid?: string): Told {
    const before = this.deliveries.find((one) => one.id === id);
    if (!before) throw new Error(`no delivery ${id}`);
    const redelivery = guid === undefined;
    const headers = { ...before.headers, "x-github-delivery": guid ?? before.guid };
    const next = { ...before, ...this.#fresh(), redelivery, headers, guid: guid ?? before.guid };
    return toldOf([this.#send(next)]);
  }

  /** Every delivery was answered or has failed. */
  async idle(): Promise<void> {
    while (this.#flying.size > 0) await Promise.all(this.#flying);
  }

  close(): void {
    this.#stop.abort();
  }

  #deliver(hook: Hook, news: News, through: Installation | null): Sent {
    const payload = this.#payload(news, through);
    this.#options.onPayload(news.event, news.action, payload);
    const json = JSON.stringify(payload);
    const body =
      hook.contentType === "json" ? json : String(new URLSearchParams({ payload: json }));
    const guid = randomUUID();
    return this.#send({
      ...this.#fresh(),
      guid,
      hook: hook.id,
      event: news.event,
      action: news.action,
      redelivery: false,
      installation: through?.id ?? null,
      repository: news.repo?.id ?? null,
      url: hook.url,
      headers: headersOf(hook, news.event, guid, body),
      payload,
      body,
    });
  }

  #payload(news: News, through: Installation | null): Json {
    const { repo, sender, action, body } = news;
    return {
      ...(action === null ? {} : { action }),
      ...(through && !news.installation ? { installation: showSimpleInstallation(through) } : {}),
      ...body,
      ...(repo ? { repository: showRepository(this.#hub, repo) } : {}),
      ...(repo?.owner.type === "Organization"
        ? { organization: showOrganization(this.#hub, repo.owner) }
        : {}),
      sender: showUser(this.#hub, sender),
    };
  }

  #fresh(): Pick<GitHubDelivery, "id" | "at" | "status" | "code" | "durationMs" | "response"> {
    const id = this.#hub.ids.next("delivery");
    const response = { headers: {}, body: "" };
    return { id, at: this.#hub.now(), status: "", code: 0, durationMs: 0, response };
  }

  #send(delivery: GitHubDelivery): Sent {
    this.deliveries.push(delivery);
    const done = this.#post(delivery).then(() => delivery);
    this.#flying.add(done);
    const landed = done.finally(() => this.#flying.delete(done));
    return { delivery, landed };
  }

  async #post(delivery: GitHubDelivery): Promise<void> {
    const began = performance.now();
    const outcome = this.#takeLost() ? LOST : await this.#outside(delivery);
    delivery.durationMs = Math.round(performance.now() - began);
    delivery.status = outcome.status;
    delivery.code = outcome.code;
    delivery.response = { headers: outcome.headers, body: outcome.body };
    const repo = delivery.repository === null ? null : this.#hub.repos.get(delivery.repository);
    this.#hub.changed({
      kind: "delivery",
      id: delivery.id,
      ...(repo ? { repository: fullName(repo) } : {}),
    });
  }

  #outside({ url, headers, body }: GitHubDelivery): Promise<Outcome> {
    const { timeoutMs } = this.#options;
    return post({ url, headers, body, timeoutMs, stop: this.#stop.signal });
  }

  #takeLost(): boolean {
    if (this.#lose === 0) return false;
    this.#lose -= 1;
    return true;
  }
}

interface Sent {
  readonly delivery: GitHubDelivery;
  readonly landed: Promise<GitHubDelivery>;
}

function toldOf(sent: readonly Sent[]): Told {
  return {
    deliveries: sent.map(({ delivery }) => delivery),
    delivered: Promise.all(sent.map(({ landed }) => landed)),
  };
}

/** platforms.md 2.1. Names are in small letters: HTTP does not care. */
function headersOf(hook: Hook, event: string, guid: string, body: string): Record<string, string> {
  const { target, secret, contentType } = hook;
  return {
    accept: "*/*",
    "content-type":
      contentType === "json" ? "application/json" : "application/x-www-form-urlencoded",
    "user-agent": "GitHub-Hookshot/5e7a11d",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": String(hook.id),
    "x-github-hook-installation-target-id": String(idOf(target)),
    "x-github-hook-installation-target-type": target.kind,
    ...(secret === null
      ? {}
      : {
          "x-hub-signature": signature(secret, body, "sha1"),
          "x-hub-signature-256": signature(secret, body, "sha256"),
        }),
  };
}

function idOf(target: Hook["target"]): number {
  switch (target.kind) {
    case "integration":
      return target.app.id;
    case "repository":
      return target.repo.id;
    case "organization":
      return target.account.id;
    default:
      return target satisfies never;
  }
}
