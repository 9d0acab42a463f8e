import {
  type ActScope,
  type ActTool,
  actTool,
  type Drawn,
  type PlatformTool,
  type UseScope,
} from "@trunkline/agents/door";
import type { Steps } from "@trunkline/transport/github";
import { nameOf, type Spot, type SpotInput, type Told } from "@trunkline/transport/github/door";
import type { Sites } from "./sites.ts";

/** An act on one issue or pull request, as calls. */
export interface SpotAct<I extends SpotInput, S>
  extends Pick<ActTool<I>, "name" | "about" | "input"> {
  /** What there is now. */
  look(spot: Spot): Steps<S>;
  /** What would be done. @throws when it cannot be, in words for the asker */
  draw(now: S, input: I): Pick<Drawn<I>, "title" | "preview">;
  /** What else a person is shown. */
  more?(spot: Spot, now: S): Steps<string>;
  /** What must still be so; absent: whatever happens there, the act means the same. */
  state?(now: S): string;
  /** The input as it is shown. */
  clean?(input: I): I;
  run(spot: Spot, input: I, scope: ActScope): Steps<Told>;
  done(spot: Spot, input: I, scope: ActScope): Steps<Told | null>;
}

/** Makes tools of such acts. */
export function actingAt(sites: Sites) {
  return function actAt<I extends SpotInput, S>(act: SpotAct<I, S>): PlatformTool {
    const { name, about, input, state } = act;
    const at = async <T>(asked: I, { actor }: UseScope, steps: (spot: Spot) => Steps<T>) => {
      const spot = await sites.spot(asked, actor);
      return sites.perform(spot, steps(spot));
    };
    return actTool<I>({
      ...{ name, about, input },
      places: (asked, { actor }) => sites.places(asked, actor),
      async preview(asked, { actor }) {
        const spot = await sites.spot(asked, actor);
        // By name: the same act, wherever it is decided.
        const named = { repository: nameOf(spot), number: spot.number };
        const exact = { ...(act.clean?.(asked) ?? asked), ...named };
        const now = await sites.perform(spot, act.look(spot));
        const { title, preview } = act.draw(now, exact);
        const more = act.more ? `\n\n${await sites.perform(spot, act.more(spot, now))}` : "";
        return {
          ...{ title, preview: preview + more, input: exact },
          target: `${named.repository}#${spot.number}`,
          ...(state ? { state: state(now) } : {}),
        };
      },
      ...(state
        ? { current: async (asked, scope) => state(await at(asked, scope, act.look)) }
        : {}),
      done: (asked, scope) => at(asked, scope, (spot) => act.done(spot, asked, scope)),
      run: (asked, scope) => at(asked, scope, (spot) => act.run(spot, asked, scope)),
    });
  };
}
