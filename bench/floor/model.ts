/** Asks the model and reads its stream, by hand. */
export interface ModelSettings {
  readonly ANTHROPIC_BASE_URL: string;
  readonly ANTHROPIC_API_KEY: string;
}

export interface Turn {
  readonly role: "user" | "assistant";
  readonly text: string;
}

export async function ask(env: ModelSettings, turns: readonly Turn[]): Promise<string> {
  const response = await fetch(`${env.ANTHROPIC_BASE_URL}/v1/messages`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-api-key": env.ANTHROPIC_API_KEY,
      "anthropic-version": "2023-06-01",
    },
    body: JSON.stringify({
      model: "claude",
      max_tokens: 16_000,
      stream: true,
      messages: turns.map(({ role, text }) => ({ role, content: text })),
    }),
  });
  let rest = "";
  let answer = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data: ")) answer += deltaOf(JSON.parse(line.slice(6)));
    }
  }
  return answer;
}

function deltaOf(event: { type: string; delta?: { text?: string } }): string {
  return event.type === "content_block_delta" ? (event.delta?.text ?? "") : "";
}
