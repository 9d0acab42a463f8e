import { createMemoryState } from "@chat-adapter/state-memory";
import { bot, type Env } from "./chat-sdk.ts";

let handle: ReturnType<typeof bot> | null = null;

/** Chat SDK as its quick start has it: state in memory, work after the answer to the webhook. */
export default {
  fetch(request: Request, env: Env, ctx: { waitUntil(work: Promise<unknown>): void }) {
    if (request.method !== "POST") return new Response(null, { status: 200 });
    handle ??= bot(env, createMemoryState());
    return handle(request, (work) => ctx.waitUntil(work));
  },
};
