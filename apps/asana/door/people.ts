import { dataOf, statusOf } from "@trunkline/transport/asana";
import { OnePerson, oneLine, People, type Person } from "@trunkline/transport/asana/door";
import type { Client } from "../src/client.ts";
import { get, refused } from "./rooms.ts";

const MOST_NAMED = 10;

/**
 * Whom somebody means by an id, an e-mail address or a whole name. Two of one name are nobody: ids are for them.
 */
export async function personIn(
  api: Client,
  workspace: string | undefined,
  asked: string,
): Promise<Person> {
  const said = oneLine(asked);
  if (/^\d+$/.test(said) || /^\S+@\S+$/.test(said)) {
    try {
      return dataOf(OnePerson, await api.users.getUser(said, { opt_fields: "name" }));
    } catch (error) {
      if (![400, 403, 404].includes(statusOf(error) ?? 0)) throw error;
      throw refused(`Asana knows nobody called ${said}`);
    }
  }
  const query = { resource_type: "user", query: said, count: MOST_NAMED, opt_fields: "name" };
  const found = dataOf(People, await get(api, `/workspaces/${workspace}/typeahead`, query));
  const same = found.filter(({ name }) => name?.toLowerCase() === said.toLowerCase());
  const [person] = same;
  if (person && same.length === 1) return person;
  const others = (same.length > 1 ? same : found).map(({ gid, name }) => `${name} (${gid})`);
  const hint = others.length > 0 ? `; there are ${others.join(", ")}` : "";
  throw refused(`it is not clear who ${said} is${hint}`);
}
