import { actTool, Changed, type CoreEnv, createApp, readTool } from "@trunkline/agents";
import {
  type Fault,
  type Knowledge,
  plainDialect,
  sharedSecret,
  type Transport,
  TransportError,
} from "@trunkline/transport";
import * as z from "zod/mini";

/** The smallest platform: rooms, in which whoever knows the secret may speak. Its far side is in Node. */
const Context = z.object({ room: z.string(), text: z.string(), n: z.number() });
type Context = z.infer<typeof Context>;

interface ToyEnv extends CoreEnv {
  readonly TOY_TOKEN: string;
  readonly TOY_PLACES?: string;
}

/** @throws TransportError with the words of the far side */
async function far(env: ToyEnv, path: string): Promise<string> {
  let answer: Response;
  try {
    const headers = { authorization: env.TOY_TOKEN };
    answer = await fetch(`http://far.test/${path}`, { method: "POST", headers });
  } catch {
    throw new TransportError({ kind: "uncertain", message: "no answer" });
  }
  const text = await answer.text();
  if (answer.ok) return text;
  throw new TransportError(JSON.parse(text) as Fault);
}

const platform: Knowledge<Context> = {
  ...{ name: "toy", progress: "reaction", maxBodyBytes: 10_000, writesPerSecond: 100 },
  dialect: plainDialect({ codePoints: 200, bytes: 10_000 }),
  context: (raw) => Context.parse(raw),
  account: () => "toy:1",
  conversation: ({ room }) => room,
  pace: ({ room }) => ({ scope: room, editEverySeconds: 0 }),
  read: ({ body }) => {
    const ctx = Context.parse(body);
    return [{ kind: "message", key: `m${ctx.n}`, order: ctx.n, ctx }];
  },
  classify: (error) =>
    error instanceof TransportError ? error.fault : { kind: "uncertain", message: "no answer" },
};

function connect(env: ToyEnv): Transport<Context> {
  return {
    async send({ room }, { plain }, { replyTo, key }) {
      const to = replyTo ? "reply" : "alone";
      await far(env, `say/${room}/${to}/${encodeURIComponent(plain)}`);
      return { key };
    },
    find: async () => null,
    parseContext: ({ text, room, n }) => ({
      ...{ text, userId: "7", userName: "Ann", chatId: room },
      ...{ messageRef: { n }, attachments: [], metadata: {} },
    }),
  };
}

const Paint = z.object({ room: z.string(), color: z._default(z.string(), "red") });

const app = createApp<Context, ToyEnv>({
  platform,
  verify: () => sharedSecret("x-secret", { setting: "SECRET", value: "the-secret" }),
  identity: () => ({ id: "1", name: "bot" }),
  account: () => "toy:1",
  connect,
  people: () => "*",
  door: (env) => ({
    tools: [
      readTool({
        name: "toy_look",
        about: "Looks at a room.",
        input: z.object({
          room: z.string().check(z.minLength(1)),
          most: z._default(z.number(), 1),
        }),
        ...{ trust: "untrusted", private: true },
        places: ({ room }) => [room],
        run: async ({ room, most }) => ({ text: (await far(env, `look/${room}`)).repeat(most) }),
      }),
      actTool({
        name: "toy_paint",
        about: "Paints a room.",
        input: Paint,
        places: ({ room }) => [room],
        preview: async ({ room, color }) => ({
          ...{ title: `Paint it\n${color}`, target: room, preview: `All walls **${color}**` },
          state: await far(env, `state/${room}`),
        }),
        current: async ({ room }) => far(env, `state/${room}`),
        async done(_, { key }) {
          const found = await far(env, `painted/${key}`);
          return found === "yes" ? { text: "it is painted" } : null;
        },
        async run({ color }, { key }) {
          if (color === "other") throw new Changed("the paint is another");
          return { text: await far(env, `paint/${key}`), source: "https://toy.test/1" };
        },
      }),
    ],
    places: env.TOY_PLACES,
    home: (conversation) => conversation.slice(conversation.lastIndexOf("/") + 1),
    mayUse: async ({ actor }) => (actor.userId === "13" ? "you may not" : null),
  }),
  secrets: (env) => [env.TOY_TOKEN],
  required: [],
  urls: () => ({}),
});

export class Chat extends app.Chat {}
export class Account extends app.Account {}
export class Door extends app.Door {}
export default app.worker;
