import type { DoorParts } from "@trunkline/agents/door";
import { clientOf } from "../src/client.ts";
import type { AsanaSettings } from "../src/env.ts";
import { acts } from "./acts.ts";
import { looks } from "./looks.ts";
import { Rooms } from "./rooms.ts";

/** What others may do in Asana through this Worker, which holds the token. */
export function door(env: AsanaSettings): DoorParts {
  const api = clientOf(env);
  const rooms = new Rooms(api);
  const secrets = [env.ASANA_ACCESS_TOKEN].filter((one) => typeof one === "string");
  return {
    tools: [...looks(api, rooms), ...acts(api, rooms, secrets)],
    places: env.ASANA_DOOR_PLACES,
    home: (conversation) => rooms.home(conversation),
    mayUse: (use) => rooms.mayUse(use),
  };
}
