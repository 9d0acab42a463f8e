import type { Actor, ToolUse } from "@trunkline/agents/door";
import { github, permitted, type Steps } from "@trunkline/transport/github";
import {
  placeOf,
  refused,
  type Site,
  type Spot,
  type SpotInput,
  siteNamed,
  siteOf,
  standing,
} from "@trunkline/transport/github/door";
import { perform } from "../src/client.ts";
import type { GitHubSettings } from "../src/env.ts";

/** Each use asks where it is several times over. Names change, so it is not believed for long. */
const BELIEVED_MS = 10_000;
const MOST_KNOWN = 500;

/** Where a use of a tool takes place, and who may. */
export class Sites {
  readonly isApp: boolean;
  readonly #env: GitHubSettings;
  readonly #known = new Map<string, { readonly site: Site; readonly until: number }>();

  constructor(env: GitHubSettings) {
    this.#env = env;
    this.isApp = Boolean(env.GITHUB_APP_ID);
  }

  /** The repository that was named, or the conversation's own. */
  async of(input: { readonly repository?: string | undefined }, actor: Actor): Promise<Site> {
    const name = input.repository;
    if (name !== undefined) {
      return this.#once(name.toLowerCase(), () => siteNamed(name, this.isApp));
    }
    const own = standing(actor.conversation);
    if (!own) throw refused("name the repository: this conversation belongs to none");
    return this.#once(`${own.by} ${own.repository}`, () => siteOf(own));
  }

  /** The issue or pull request that was named, or the conversation's own. */
  async spot(input: SpotInput, actor: Actor): Promise<Spot> {
    const site = await this.of(input, actor);
    return { ...site, number: input.number ?? this.#ownNumber(input, actor) };
  }

  /**
   * As the setting writes it. One that is not there is told by its name: whether it is there is only for
   * those to whom it is open.
   */
  async places(input: { readonly repository?: string | undefined }, actor: Actor) {
    try {
      return [placeOf(await this.of(input, actor))];
    } catch (error) {
      if (input.repository === undefined || github.classify(error).kind !== "gone") throw error;
      return [input.repository.toLowerCase()];
    }
  }

  async home(conversation: string): Promise<string | null> {
    const own = standing(conversation);
    if (!own) return null;
    return placeOf(await this.#once(`${own.by} ${own.repository}`, () => siteOf(own)));
  }

  /**
   * Whoever asks from GitHub can do here what he could do there; who asks from elsewhere, what the setting
   * has opened. A bot is no user there, and may not.
   */
  async mayUse({ effect, places, actor }: ToolUse): Promise<string | null> {
    if (actor.platform !== "github") return null;
    const person = { id: Number(actor.userId), login: actor.userName };
    for (const place of places) {
      const site = await this.of({ repository: place }, actor);
      const level = await this.perform(site, permitted(site, person));
      if (level !== "write" && (effect === "approve" || level === null)) {
        return `you may not ${effect === "approve" ? "write" : "read"} at ${place}`;
      }
    }
    return null;
  }

  perform<T>(site: Pick<Site, "by">, steps: Steps<T>): Promise<T> {
    return perform(this.#env, steps, site.by);
  }

  #ownNumber({ repository }: SpotInput, { conversation }: Actor): number {
    const own = standing(conversation);
    if (repository === undefined && own?.number != null) return own.number;
    throw refused("name the number of the issue or pull request");
  }

  async #once(key: string, steps: () => Steps<Site>): Promise<Site> {
    const now = Date.now();
    const known = this.#known.get(key);
    if (known && known.until > now) return known.site;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    const site = await perform(this.#env, steps());
    this.#known.set(key, { site, until: now + BELIEVED_MS });
    return site;
  }
}
