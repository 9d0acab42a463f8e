import type { Mutant } from "./mutant.ts";

const app = "asana";
const TRANSPORT = "apps/asana/src/transport.ts";
const CALLS = "packages/transport/src/asana/calls.ts";
const CLASSIFY = "packages/transport/src/asana/classify.ts";
const READ = "packages/transport/src/asana/read.ts";
const RESOLVE = "packages/transport/src/asana/resolve.ts";
const XML = "packages/transport/src/asana/xml.ts";
const HOOKS = "apps/asana/reach/hooks.ts";
const SWEEP = "apps/asana/reach/sweep.ts";

export const ASANA_MUTANTS: readonly Mutant[] = [
  {
    name: "takes the same words of somebody else for its own",
    ...{ app, file: CALLS, law: "find/of-others" },
    search: "if (!isComment(story) || story.created_by?.gid !== bot) return false;",
    replace: 'if (!isComment(story) || bot === "") return false;',
  },
  {
    name: "finds an answer that is accounted for",
    ...{ app, file: CALLS, law: "find/known" },
    search: "if (known.some((ref) => ref.story === story.gid)) return false;",
    replace: "if (known.some((ref) => ref.story === story.text)) return false;",
  },
  {
    name: "finds the first comment of its own",
    ...{ app, file: CALLS, law: "find/not-sent" },
    search: "return bare(said) === bare(text);",
    replace: "return bare(said) !== bare(text) || bare(said) === bare(text);",
  },
  {
    name: "wants what Asana shows to be written as it was sent",
    ...{ app, file: CALLS, law: "find/lost" },
    search: "return bare(said) === bare(text);",
    replace: "return bare(said) === text;",
  },
  {
    name: "a limit of the token stops one conversation only",
    ...{ app, file: CLASSIFY, law: "failing/refusals" },
    search: `return { kind, message, retryAfterSeconds, scope: "account" };`,
    replace: "return { kind, message, retryAfterSeconds };",
  },
  {
    name: "takes refused markup for a refused call",
    ...{ app, file: CLASSIFY, law: "writing/refused-markup" },
    search: `    "rejected_markup",`,
    replace: `    "invalid",`,
  },
  {
    name: "sends everything as rich text",
    ...{ app, file: CALLS, law: "writing/plain" },
    search: `return { data: format === "markup" ? { html_text: text } : { text } };`,
    replace: `return { data: format === "markup" ? { html_text: text } : { html_text: text } };`,
  },
  {
    name: "writes a tag that Asana does not know",
    ...{ app, file: XML, law: "writing/place" },
    search: "text: `<body>",
    replace: "text: `<body><p>x</p>",
  },
  {
    name: "does not count the tags",
    ...{ app, file: XML, law: "writing/limit" },
    search: "fits: ({ text, plain }) => holds(text, COMMENT) && holds(plain, COMMENT),",
    replace: "fits: ({ plain }) => holds(plain, COMMENT),",
  },
  {
    name: "answers what is said to others",
    ...{ app, file: TRANSPORT, law: "reading/chatter" },
    search:
      "return said && !said.mentioned ? assignedTo(said, await taskOf(said.task), bot) : said;",
    replace: "return said;",
  },
  {
    name: "answers itself",
    ...{ app, file: READ, law: "reading/own" },
    search: `if (user.gid === me.id) return ignore("done by us");`,
    replace: "",
    also: { file: RESOLVE, search: "|| !author || author.gid === bot)", replace: "|| !author)" },
  },
  {
    name: "gives up at a comment that is gone",
    ...{ app, file: TRANSPORT, law: "resolve/deleted" },
    search: "resolve: (ctx) => unlessGone(resolve(ctx)),",
    replace: "resolve: (ctx) => unlessGone(resolve(ctx), []),",
  },
  {
    name: "takes a failed look for `not there`",
    ...{ app, file: TRANSPORT, law: "find/unread" },
    search: "(await storiesOf(ctx.task)).find((story)",
    replace: "(await storiesOf(ctx.task).catch(() => [])).find((story)",
  },
  {
    name: "takes a comment that could not be read for a deleted one",
    ...{ app, file: TRANSPORT, law: "resolve/unread" },
    search: "resolve: (ctx) => unlessGone(resolve(ctx)),",
    replace: "resolve: (ctx) => unlessGone(resolve(ctx)).catch(() => null),",
  },
  {
    name: "takes an edit for a new comment",
    ...{ app, file: READ, law: "reading/edit" },
    search: `return { ...edit, as: "edit", version: ctx.at };`,
    replace: "return { ...edit, version: ctx.at };",
  },
  {
    name: "does not know itself",
    ...{ app, file: CALLS, law: "capabilities/identity" },
    search: "return { id: gid, ...(name ? { name } : {}) };",
    replace: "return { id: name ?? gid, ...(name ? { name } : {}) };",
  },
  {
    name: "puts the token into the reference",
    ...{ app, file: TRANSPORT, law: "contexts/secrets" },
    search: "return { task: ctx.task, story: dataOf(Story, made).gid };",
    replace:
      'return { task: ctx.task, story: dataOf(Story, made).gid, by: env.ASANA_ACCESS_TOKEN ?? "" };',
  },
  {
    name: "sweeps nothing that a token can tell",
    ...{ app, file: SWEEP, law: "sweep/missed" },
    search: "if (heard.events) yield { events: heard.events };",
    replace: "if (!heard.events) yield { events: [] };",
  },
  {
    name: "drops the words of a question",
    ...{ app, file: RESOLVE, law: "reading/question" },
    search: '    name: author.name ?? "",\n    text,',
    replace: '    name: author.name ?? "",\n    text: text.slice(0, 8),',
  },
  {
    name: "calls whose page a model names",
    ...{ app, file: "packages/transport/src/asana/tags.ts", law: "writing/calls" },
    search: `.replace(PERSON, "\\u2060");`,
    replace: `.replace(PERSON, "");`,
  },
  {
    name: "keeps another secret than it was told",
    ...{ app, file: HOOKS, law: "hooks/made" },
    search: `secret: made["X-Hook-Secret"] };`,
    replace: `secret: made["X-Hook-Secret"].toUpperCase() };`,
  },
  {
    name: "cannot end a subscription twice",
    ...{ app, file: HOOKS, law: "hooks/ended" },
    search: "remove: (gid) => removed(api.webhooks.deleteWebhook(gid)),",
    replace:
      "remove: (gid) => api.webhooks.deleteWebhook(gid).then(() => removed(Promise.resolve())),",
  },
  {
    name: "takes a refused subscription for one",
    ...{ app, file: HOOKS, law: "hooks/refused" },
    search: "const made = NewWebhook.parse(await api.webhooks.createWebhook({ data }));",
    replace: `const none = { data: { gid: "0", target }, "X-Hook-Secret": "0" };
      const made = NewWebhook.parse(await api.webhooks.createWebhook({ data }).catch(() => none));`,
  },
];
