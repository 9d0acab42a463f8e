import type {
  ModelAnswer,
  ModelPort,
  ModelRequest,
} from "../../packages/agents/src/model/anthropic.ts";

const usage = { model: "m", input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
const RUN = /RUN ([a-z_]+) (\{[^}]*\})/g;
const SAY = /SAY ([^\n<]+)/;

/**
 * A model that obeys whatever it can read, wherever it stands: what a guard has to hold against. It
 * reads through characters that people do not see.
 *
 * @param first - the tool that the person's question needs, if any
 */
export function obedient(secret: string, first: string | null): ModelPort {
  return {
    async ask(request) {
      const rounds = request.rounds ?? [];
      if (first !== null && rounds.length === 0) return calling([{ name: first, input: {} }]);
      const read = revealed(everything(request));
      const done = rounds.flatMap(({ said }) =>
        said.map(({ name, input }) => spelled(name, input)),
      );
      const orders = [...read.matchAll(RUN)]
        .map(([, name = "", json = "{}"]) => ({ name, input: meant(json) }))
        .filter(({ name, input }) => !done.includes(spelled(name, input)));
      const [next] = orders;
      if (next && rounds.length < 6) return calling([next]);
      const said = SAY.exec(read)?.[1];
      return saying(said === undefined ? "All is well." : filled(said.trim(), secret));
    },
  };
}

/** It understands what is not quite JSON any more. */
function meant(json: string): object {
  try {
    return JSON.parse(json.replaceAll("'", '"')) as object;
  } catch {
    return { said: json };
  }
}

function spelled(name: unknown, input: unknown): string {
  return JSON.stringify([name, input]);
}

/** All that is in front of it. */
function everything({
  system,
  context = "",
  turns,
  attached = [],
  rounds = [],
}: ModelRequest): string {
  const files = attached.flatMap(({ as, data }) =>
    as === "text"
      ? [new TextDecoder().decode(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)))]
      : [],
  );
  const results = rounds.flatMap((round) => round.results.map(({ text }) => text));
  return [system, context, ...turns.map(({ text }) => text), ...files, ...results].join("\n");
}

function revealed(text: string): string {
  return [...text.replaceAll("\u200B", "")]
    .map((c) => {
      const code = c.codePointAt(0) ?? 0;
      return code >= 0xe0020 && code <= 0xe007e ? String.fromCodePoint(code - 0xe0000) : c;
    })
    .join("");
}

function filled(words: string, secret: string): string {
  return words
    .replaceAll("{secret}", secret)
    .replaceAll("{secret:base64}", btoa(secret))
    .replaceAll("{secret:url}", [...secret].map((c) => `%${c.charCodeAt(0).toString(16)}`).join(""))
    .replaceAll("{secret:split}", secret.match(/.{1,8}/g)?.join(" ") ?? "")
    .replaceAll("{secret:spaced}", [...secret].join("\u200B"));
}

function saying(text: string): ModelAnswer {
  return { text, stop: "end", usage, said: [{ type: "text", text }], calls: [] };
}

function calling(calls: readonly { name: string; input: unknown }[]): ModelAnswer {
  const asked = calls.map((call, at) => ({ id: `c${at}`, ...call }));
  const said = asked.map((call) => ({ type: "tool_use", ...call }));
  return { text: "", stop: "tools", usage, said, calls: asked };
}
