import { createRequire } from "node:module";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Office, office, TOKEN } from "./test-app.ts";

/** As much of the official client as is used here; it has no types of its own. */
interface Client {
  basePath: string;
  readonly authentications: { readonly token: { accessToken: string } };
}
interface Page {
  readonly data: readonly { readonly gid: string; readonly text: string }[];
  nextPage(): Promise<Page>;
}
interface Stories {
  createStoryForTask(body: object, task: string, opts: object): Promise<{ data: { gid: string } }>;
  getStoriesForTask(task: string, opts: object): Promise<Page>;
  deleteStory(story: string): Promise<{ data: object }>;
}
interface Official {
  readonly ApiClient: new () => Client;
  readonly StoriesApi: new (client: Client) => Stories;
}

// By way of the app that depends on it: nothing of this package does.
const inApp = createRequire(new URL("../../../../apps/asana/package.json", import.meta.url));
const Asana: Official = inApp("asana");

let here: Office;
beforeEach(async () => {
  here = await office();
});
afterEach(() => here.close());

test("the official client writes, reads page by page, and sees refusals", async () => {
  const { asana, apiUrl } = here;
  const tess = asana.person({ name: "Tess" });
  const project = asana.project({ name: "Website" });
  const task = asana.createTask(tess, { name: "Launch", projects: [project] }).gid;
  const client = new Asana.ApiClient();
  client.basePath = apiUrl;
  client.authentications.token.accessToken = TOKEN;
  const stories = new Asana.StoriesApi(client);
  const data = { html_text: `<body>hi ${asana.mention(tess)}</body>` };
  const made = await stories.createStoryForTask({ data }, task, { opt_fields: "text" });
  const first = await stories.getStoriesForTask(task, { limit: 1, opt_fields: "text" });
  const second = await first.nextPage();
  expect([...first.data, ...second.data].map(({ gid }) => gid)).toEqual(
    asana.task(task).stories.map(({ gid }) => gid),
  );
  expect(second.data.at(-1)?.gid).toBe(made.data.gid);
  expect((await second.nextPage()).data).toBeNull();
  const refused = stories.createStoryForTask({ data: { html_text: "<b>" } }, task, {});
  await expect(refused).rejects.toMatchObject({
    status: 400,
    response: { body: { errors: [{ message: "XML is invalid" }] } },
  });
  expect(await stories.deleteStory(made.data.gid)).toEqual({ data: {} });
  expect(asana.unknownNames).toEqual([]);
});
