import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AsanaServer } from "./server.ts";
import type { AsanaPerson } from "./staff.ts";
import { type Office, office, type Shown, type TestApp } from "./test-app.ts";

const NOW = Date.UTC(2026, 10, 21, 9);
let now: number;
let here: Office;
let asana: AsanaServer;
let app: TestApp;
let tess: AsanaPerson;
let task: string;

beforeEach(async () => {
  now = NOW;
  here = await office({ now: () => now });
  ({ asana, app } = here);
  tess = asana.person({ name: "Tess" });
  const site = asana.project({ name: "Website" });
  task = asana.createTask(tess, { name: "Launch", projects: [site] }).gid;
});
afterEach(() => here.close());

const stories = () => `/tasks/${task}/stories`;
const ask = "?opt_fields=text,html_text,is_edited,type";

describe("a comment", () => {
  test("is made, and told in full without html_text", async () => {
    const { status, body, headers } = await app.send("POST", stories(), { text: "R&D <3" });
    expect(status).toBe(201);
    expect(headers.get("content-type")).toBe("application/json; charset=UTF-8");
    expect(body.data).toMatchObject({
      resource_type: "story",
      resource_subtype: "comment_added",
      type: "comment",
      text: "R&D <3",
      created_at: "2026-11-21T09:00:00.000Z",
      created_by: { gid: asana.bot.gid, resource_type: "user", name: "Trunkline" },
      source: "api",
      is_edited: false,
      is_editable: true,
      liked: false,
      likes: [],
      target: {
        gid: task,
        resource_type: "task",
        name: "Launch",
        resource_subtype: "default_task",
      },
    });
    expect(body.data).not.toHaveProperty("html_text");
    const { body: read } = await app.get(`/stories/${body.data.gid}${ask}`);
    expect(read.data).toEqual({
      gid: body.data.gid,
      type: "comment",
      text: "R&D <3",
      html_text: "<body>R&amp;D &lt;3</body>",
      is_edited: false,
    });
  });

  test("is edited and deleted, and stays among what was ever visible", async () => {
    const made = await app.send("POST", stories(), { text: "one" });
    const { gid } = made.body.data;
    now += 1000;
    const edited = await app.send("PUT", `/stories/${gid}`, {
      html_text: "<body><em>two</em></body>",
    });
    expect(edited.body.data).toMatchObject({ gid, text: "two", is_edited: true });
    expect((await app.call("DELETE", `/stories/${gid}`)).body).toEqual({ data: {} });
    const gone = await app.get(`/stories/${gid}`);
    expect([gone.status, gone.body.errors[0]?.message]).toEqual([
      404,
      `story: Unknown object: ${gid}`,
    ]);
    expect(asana.everVisible(task)).toEqual([
      { story_gid: gid, version: 0, text: "one", html: "<body>one</body>", bot: true, at: NOW },
      {
        story_gid: gid,
        version: 1,
        text: "two",
        html: "<body><em>two</em></body>",
        bot: true,
        at: NOW + 1000,
      },
    ]);
    expect(asana.task(task).stories.at(-1)).toMatchObject({ deleted: true, deletedAt: NOW + 1000 });
  });

  test("of a person is his: 403", async () => {
    const { gid } = asana.comment({ gid: task }, tess, "mine");
    for (const call of [
      app.send("PUT", `/stories/${gid}`, { text: "yours" }),
      app.call("DELETE", `/stories/${gid}`),
    ]) {
      expect((await call).status).toBe(403);
    }
    expect(
      (await app.send("PUT", `/stories/${gid}`, { is_pinned: true })).body.data.is_pinned,
    ).toBe(true);
    expect(asana.task(task).stories.at(-1)?.text).toBe("mine");
  });

  test("with the same text again is not edited", async () => {
    const made = await app.send("POST", stories(), { text: "one" });
    const again = await app.send("PUT", `/stories/${made.body.data.gid}`, { text: "one" });
    expect(again.body.data.is_edited).toBe(false);
  });

  test("makes its author and whoever is mentioned collaborators", async () => {
    const rob = asana.person({ name: "Rob" });
    const html_text = `<body>${asana.mention(rob)}?</body>`;
    await app.send("POST", stories(), { html_text });
    expect(asana.task(task).followers).toEqual([tess.gid, asana.bot.gid, rob.gid]);
  });

  test("what the system says is a story, too, and no document", async () => {
    asana.assign({ gid: task }, tess, asana.bot);
    const { body } = await app.get(`${stories()}${ask},resource_subtype,assignee.name`);
    expect(body.data).toEqual([
      {
        gid: expect.any(String),
        resource_subtype: "added_to_project",
        type: "system",
        text: "added to Website",
        html_text: "added to <b>Website</b>",
      },
      {
        gid: expect.any(String),
        resource_subtype: "assigned",
        type: "system",
        text: "assigned to Trunkline",
        html_text: "assigned to <b>Trunkline</b>",
        assignee: { gid: asana.bot.gid, name: "Trunkline" },
      },
    ]);
    const [first] = asana.task(task).stories;
    const answer = await app.send("PUT", `/stories/${first?.gid}`, { text: "no" });
    expect(answer.status).toBe(403);
  });
});

describe("html_text", () => {
  async function written(html_text: string): Promise<Shown> {
    const made = await app.send("POST", stories() + ask, { html_text });
    expect([made.status, made.body.errors]).toEqual([201, undefined]);
    return made.body.data;
  }

  test("comes back as it was, with its plain text", async () => {
    const html =
      "<body><strong>a</strong> <em>b</em> <u>c</u> <s>d</s> <code>e\nf</code>\n<ul><li>g<ol><li>h</li></ol></li><li>i</li></ul> 😀 &amp;</body>";
    const { html_text, text } = await written(html);
    expect(html_text).toBe(html);
    expect(text).toBe("a b c d e\nf\n\n- g\n  1. h\n- i\n 😀 &");
  });

  test("a mention of a person becomes a link with his name", async () => {
    const href = `https://app.asana.com/1/${asana.workspace.gid}/profile/${tess.gid}`;
    const { html_text, text } = await written(`<body>hi <a data-asana-gid="${tess.gid}"/>!</body>`);
    expect(html_text).toBe(
      `<body>hi <a href="${href}" data-asana-accessible="true" data-asana-dynamic="true" data-asana-type="user" data-asana-gid="${tess.gid}">@Tess</a>!</body>`,
    );
    expect(text).toBe(`hi ${href}!`);
  });

  test("so does one of a task, whatever its words and other attributes are", async () => {
    const { html_text } = await written(
      `<body><a data-asana-gid="${task}" data-asana-type="user" href="https://example.com">x</a></body>`,
    );
    expect(html_text).toBe(
      `<body><a href="https://app.asana.com/0/0/${task}/f" data-asana-accessible="true" data-asana-dynamic="true" data-asana-type="task" data-asana-gid="${task}">Launch</a></body>`,
    );
  });

  test("unless they are to stay", async () => {
    const { html_text, text } = await written(
      `<body><a data-asana-gid="${task}" data-asana-dynamic="false">this &amp; that</a></body>`,
    );
    expect(html_text).toBe(
      `<body><a data-asana-accessible="true" data-asana-dynamic="false" data-asana-type="task" data-asana-gid="${task}">this &amp; that</a></body>`,
    );
    expect(text).toBe("this & that");
  });

  test("a plain link keeps its words", async () => {
    const { html_text, text } = await written(
      '<body><a href="https://example.com/?a=1&amp;b=2">there</a></body>',
    );
    expect(html_text).toBe(
      '<body><a href="https://example.com/?a=1&amp;b=2" data-asana-accessible="true">there</a></body>',
    );
    expect(text).toBe("there");
  });

  test("what the reader may not see is a private link", async () => {
    const secret = asana.project({ name: "Secret", isPrivate: true, members: [tess] });
    const html = `<body>see <a data-asana-gid="${secret.gid}" href="https://app.asana.com/0/1"/></body>`;
    const { gid } = asana.comment({ gid: task }, tess, { html });
    const { body } = await app.get(`/stories/${gid}${ask}`);
    expect(body.data.html_text).toBe(
      '<body>see <a href="https://app.asana.com/0/1" data-asana-accessible="false" data-asana-dynamic="true">Private Link</a></body>',
    );
    expect(asana.task(task).stories.at(-1)?.html).toContain(">Secret</a>");
  });
});

test("stories come in pages", async () => {
  for (const text of "abcde") asana.comment({ gid: task }, tess, text);
  const seen: string[] = [];
  let path = `${stories()}?limit=2&opt_fields=text`;
  let pages = 0;
  while (path !== "") {
    const { body } = await app.get<Shown[]>(path);
    seen.push(...body.data.map(({ text }) => text));
    path = body.next_page?.path ?? "";
    expect(body.next_page?.uri ?? "").toBe(path && `https://app.asana.com/api/1.0${path}`);
    pages += 1;
  }
  expect([pages, seen]).toEqual([3, ["added to Website", "a", "b", "c", "d", "e"]]);
  expect((await app.get(stories())).body).not.toHaveProperty("next_page");
  expect(asana.unknownNames).toEqual([]);
});
