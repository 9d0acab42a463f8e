import type { Transport } from "@trunkline/transport";
import {
  type AsanaContext,
  askedBy,
  assignedTo,
  content,
  dataOf,
  isLost,
  listOf,
  ownerIn,
  parseAsana,
  removed,
  STORY_FIELDS,
  Story,
  saidIn,
  TASK_FIELDS,
  Task,
  unlessGone,
} from "@trunkline/transport/asana";
import { gather } from "../reach/gather.ts";
import { hooks } from "../reach/hooks.ts";
import { sweep } from "../reach/sweep.ts";
import { clientOf } from "./client.ts";
import type { AsanaSettings } from "./env.ts";

export function connect(env: AsanaSettings): Transport<AsanaContext> {
  const api = clientOf(env);
  const storiesOf = (task: string) =>
    listOf(Story, (page) =>
      api.stories.getStoriesForTask(task, { ...page, opt_fields: STORY_FIELDS }),
    );
  const taskOf = async (gid: string) =>
    dataOf(Task, await api.tasks.getTask(gid, { opt_fields: TASK_FIELDS }));
  const whoAmI = async () => ownerIn(await api.users.getUser("me", { opt_fields: "name" }));
  const botOf = async (ctx: AsanaContext) => ctx.bot ?? (await whoAmI()).id;

  async function resolve(ctx: AsanaContext): Promise<AsanaContext | null> {
    const bot = await botOf(ctx);
    if (ctx.started === "assigned") {
      const task = await taskOf(ctx.task);
      return assignedTo(ctx, task, bot) && askedBy(ctx, task, await storiesOf(ctx.task), bot);
    }
    const story = await api.stories.getStory(ctx.story ?? "", { opt_fields: STORY_FIELDS });
    const said = saidIn(ctx, dataOf(Story, story), bot);
    return said && !said.mentioned ? assignedTo(said, await taskOf(said.task), bot) : said;
  }

  return {
    async send(ctx, text) {
      const made = await api.stories.createStoryForTask(content(text), ctx.task);
      return { task: ctx.task, story: dataOf(Story, made).gid };
    },
    edit: (_ctx, { story }, text) => api.stories.updateStory(content(text), String(story)),
    delete: (_ctx, { story }) => removed(api.stories.deleteStory(String(story))),
    async find(ctx, lost) {
      const bot = await botOf(ctx);
      const found = (await storiesOf(ctx.task)).find((story) => isLost(story, lost, bot));
      return found ? { task: ctx.task, story: found.gid } : null;
    },
    whoAmI,
    resolve: (ctx) => unlessGone(resolve(ctx)),
    parseContext: parseAsana,
    gather: (ctx) => gather(api, ctx),
    sweep: (cursor) => sweep(api, env, cursor),
    hooks: hooks(api),
  };
}
