import { type Letter, type PlainDriver, PlainStage } from "@trunkline/emulators/playground";
import type { Identity, Knowledge } from "../../packages/transport/src/contract.ts";
import type { Driver, Facts } from "../../packages/transport/src/testing/kit.ts";
import type { LocalPlatform } from "./platform.ts";

/** A platform that is made for its conformance tests, as it comes into the playground. */
export interface TabOptions<C> {
  /** As it stands on the tab. */
  readonly title: string;
  readonly platform: Knowledge<C>;
  readonly facts: Facts;
  /** A fake that listens, and what its app has to be set to. */
  begin(): Promise<{
    /** That of the kit; a method `typing` is more than the kit asks for. */
    readonly driver: Driver & Pick<PlainDriver, "typing">;
    readonly me: Identity;
    readonly settings: Readonly<Record<string, string>>;
    close(): Promise<void>;
  }>;
}

/** What `playground.ts` of a platform exports as `tab`. */
export interface Tab {
  /** Of the platform, and of its Worker. */
  readonly name: string;
  /** @param port - where its app is to listen */
  open(port: number, adminToken: string): Promise<LocalPlatform>;
}

/**
 * A tab of the playground from what the conformance tests of a platform have.
 *
 * @example
 * export const tab = playgroundTab({ title: "Slack", platform: slack, facts: FACTS, begin });
 */
export function playgroundTab<C>({ title, platform, facts, begin }: TabOptions<C>): Tab {
  const { name } = platform;
  return {
    name,
    async open(port, adminToken) {
      const { driver, me, settings, close } = await begin();
      const url = `http://127.0.0.1:${port}`;
      const stage = await PlainStage.open({
        ...{ name, title, driver, url, kinds: facts.places },
        conversationOf: (letter) => conversationIn(platform, me, letter),
        without: [
          ...(platform.actions ? [] : (["press"] as const)),
          ...(facts.can.includes("mayAsk") ? [] : (["stranger"] as const)),
        ],
        refusals: toldApart(facts),
      });
      return {
        ...{ stage, port, settings, close },
        operator: { url, token: adminToken },
        // Nobody subscribes: the stage brings to the app what the driver has heard.
        connect: async () => {},
      };
    },
  };
}

/** @throws whatever the platform's reader throws, as it does where it is not written yet */
function conversationIn<C>(
  platform: Pick<Knowledge<C>, "read" | "conversation">,
  me: Identity,
  { headers, body, registration }: Letter,
): string | null {
  const given = new Headers(headers);
  const found = platform.read(
    {
      body: parsed(body),
      header: (name) => given.get(name),
      ...(registration === undefined ? {} : { registration }),
    },
    me,
  );
  for (const one of found) if ("ctx" in one) return platform.conversation(one.ctx);
  return null;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** One refusal of each kind that can be told from success by its status. */
function toldApart({ refusals }: Facts): Facts["refusals"] {
  const kinds = new Map<string, Facts["refusals"][number]>();
  for (const one of refusals) {
    const kind = one.means === "success" ? null : one.means.kind;
    if (kind && (one.on ?? "send") === "send" && one.status >= 400 && !kinds.has(kind)) {
      kinds.set(kind, one);
    }
  }
  return ["rate_limited", "uncertain", "forbidden"].flatMap((kind) => kinds.get(kind) ?? []);
}
