import { Agent } from "agents";
import { createChatSdkState } from "agents/chat-sdk";
import { bot, type Env as ChatEnv } from "./chat-sdk.ts";

export { ChatSdkStateAgent } from "agents/chat-sdk";

interface Env extends ChatEnv {
  readonly MessengerAgent: {
    getByName(name: string): { fetch(request: Request): Promise<Response> };
  };
}

/** Chat SDK with the durable state of Agents: one ingress agent, state in its sub-agents. */
export class MessengerAgent extends Agent<Env> {
  #handle: ReturnType<typeof bot> | null = null;

  override onStart(): void {
    this.#handle = bot(this.env, createChatSdkState({ parent: this }));
  }

  override async onRequest(request: Request): Promise<Response> {
    const answer = this.#handle?.(request, (work) => this.ctx.waitUntil(work));
    return answer ?? new Response(null, { status: 503 });
  }
}

export default {
  fetch(request: Request, env: Env): Promise<Response> | Response {
    if (request.method !== "POST") return new Response(null, { status: 200 });
    return env.MessengerAgent.getByName("bot").fetch(request);
  },
};
