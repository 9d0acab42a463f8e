import { Refusal } from "./refusal.ts";

/** What differs between models, as far as requests are refused for it. */
export interface ModelTraits {
  readonly id: string;
  /** Largest `max_tokens`. Source: the models overview page. */
  readonly maxTokens: number;
  /** A last assistant message is continued. Source: API errors page, "Prefill not supported". */
  readonly prefill: boolean;
  /** `tool_choice` may be `any` or `tool`. Source: "What's new in Claude Sonnet 5.5" and siblings. */
  readonly forcedTools: boolean;
  /** Thinks unless told not to, so `content[0]` is a thinking block. Source: migration guides. */
  readonly thinks: boolean;
}

/** `Model` in the SDK 1.12.0, newest first. */
const LISTED =
  `claude-fable-5-2 claude-mythos-5-2 claude-haiku-5-5 claude-sonnet-5-5 claude-fable-5-1
  claude-opus-5-5 claude-mythos-5-1 claude-sonnet-5 claude-fable-5 claude-mythos-5 claude-opus-5
  claude-opus-4-8 claude-opus-4-7 claude-mythos-preview claude-opus-4-6 claude-sonnet-4-6
  claude-haiku-4-5 claude-haiku-4-5-20251001 claude-opus-4-5 claude-opus-4-5-20251101
  claude-sonnet-4-5 claude-sonnet-4-5-20250929`.split(/\s+/);

// Refused with "type "tool" and "any" are not supported" (seen for opus-5-5, sonnet-5-5, fable-5-1).
const NEVER_FORCED = /^claude-(?:sonnet-5-5|opus-5-5|(?:fable|mythos)-5-[12])$/;

function traits(id: string): ModelTraits {
  const old = /-4-5(?:-\d+)?$/.test(id);
  return {
    id,
    maxTokens: old ? 64_000 : 128_000,
    prefill: old,
    forcedTools: !NEVER_FORCED.test(id),
    thinks: /-5(?:-\d)?$/.test(id) && !old,
  };
}

/** Models that are not the SDK's (a newer one, say) must be named to the server. */
export class Models {
  readonly ids: readonly string[];

  constructor(extra: readonly string[] = []) {
    this.ids = [...extra, ...LISTED];
  }

  /** @throws a 404 in the API's words, `model: claude-typo`. */
  find(id: string): ModelTraits {
    if (!this.ids.includes(id)) throw new Refusal(404, "not_found_error", `model: ${id}`);
    return traits(id);
  }

  /** `GET /v1/models`: `ModelInfo` in the SDK's `resources/models.d.ts`, one page. */
  page(): object {
    const data = this.ids.map((id) => ({
      type: "model",
      id,
      display_name: `${id} (offline)`,
      created_at: "1970-01-01T00:00:00Z",
      capabilities: null,
      deprecated_at: null,
      lifecycle: "active",
      line: /^claude-(haiku|sonnet|opus|fable|mythos)/.exec(id)?.[1] ?? null,
      max_input_tokens: null,
      max_tokens: traits(id).maxTokens,
      retires_at: null,
    }));
    return {
      data,
      has_more: false,
      first_id: data[0]?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
    };
  }
}
