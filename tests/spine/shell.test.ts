import type { Behaviour, MessageRequest } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askedOf, heard, plan, routed, script, taskOf, told } from "../world/roles.ts";
import { ask, issueOf, ours, quietSpot } from "../world/threads.ts";
import { until, World } from "../world/world.ts";

const text = (words: string): Behaviour => ({ kind: "text", text: words });

/** The shell of the code worker, over files that are read through a door. */
describe("a shell over files of a door", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ github: { as: "token" }, define: { CODE_SHELL: "true" } });
    const { server, repo } = world.github;
    server.writeFile(repo, "src/a.ts", "export const port = 8801;\n// TODO: mend a\n");
    server.writeFile(repo, "src/b.ts", "// nothing\n// nothing\n// TODO: mend b\n");
  }, 120_000);
  afterAll(() => world?.close());

  const reads = () =>
    world.github.wire.calls.filter(({ method, applied }) => method === "getContent" && applied);
  const uses = () =>
    world
      .printed()
      .replaceAll("\\", "")
      .split("\n")
      .filter((line) => line.includes('"event":"tool"') && line.includes('"tool":"shell"'));
  const file = (path: string) => ({ as: path, from: "github_file", input: { path } });

  /** Asks for one step, which begins with this script over two files of the repository. */
  function asked(nonce: string, shell: string, paths: readonly string[]) {
    const thread = issueOf(world);
    const input = { script: shell, files: paths.map(file) };
    script(world, nonce, "router", routed("code"));
    script(world, nonce, "plan", plan("a"));
    script(world, nonce, "worker", { kind: "tool", name: "shell", input });
    script(world, nonce, "aggregate", text(`Two places, says ${nonce}.`));
    return { thread, said: () => ask(world, thread, `find what is to do for ${nonce}`).delivered };
  }

  const answersIn = (thread: Parameters<typeof ours>[1]) =>
    ours(world, thread).filter((post) => post.text.includes("Two places"));

  test("two files are searched once, although the runtime is killed after it", async () => {
    const nonce = "nonce-shell";
    const { thread, said } = asked(nonce, "grep -rn TODO . | sort", ["src/a.ts", "src/b.ts"]);
    script(world, nonce, "worker", text("a.ts and b.ts have something to do."));
    // What the script has found is recorded before the model is told.
    const isTold = world.model.wire.barrier("arrived", {
      match: ({ raw }) => raw.includes(nonce) && raw.includes("tool_result"),
    });
    await said();
    await isTold.hit;
    expect(reads()).toHaveLength(2);
    await world.kill();
    isTold.release("drop");
    world.bootSilently();
    await until("the answer", () => answersIn(thread).length > 0, 40_000);
    await quietSpot(world, { thread });
    expect(answersIn(thread)).toHaveLength(1);
    // Had it run again, it had read again.
    expect(reads()).toHaveLength(2);
    expect(uses()[0]).toContain('"ruling":"run","ok":true');
    // Nor is anything else asked for again: the call that was dropped is none that the model has heard.
    expect(askedOf(world, nonce)).toEqual(["plan", "worker a", "worker a", "aggregate"]);
    const seen = heard(world, nonce, "worker");
    expect(seen).toContain(
      "exit 0\\nstdout:\\nsrc/a.ts:2:// TODO: mend a\\nsrc/b.ts:3:// TODO: mend b",
    );
    // In a fence, as a stranger's words.
    expect(seen).toMatch(/trust=\\\\?"untrusted\\\\?" what=\\\\?"result of shell/);
    expect(heard(world, nonce, "aggregate")).toMatch(
      /trust=\\\\?"untrusted\\\\?" what=\\\\?"result: doing a/,
    );
  }, 90_000);

  test("a file that is not there, and a script without an end, are words for the model", async () => {
    const nonce = "nonce-amiss";
    const { thread, said } = asked(nonce, "ls", ["src/a.ts", "src/none.ts"]);
    const endless: Behaviour = {
      ...{ kind: "tool", name: "shell" },
      input: { script: "while true; do :; done" },
    };
    script(world, nonce, "worker", endless);
    script(world, nonce, "worker", text("It did not work."));
    await said();
    await until("the answer", () => answersIn(thread).length > 0, 40_000);
    await quietSpot(world, { thread });
    const seen = heard(world, nonce, "worker");
    expect(seen).toContain("src/none.ts: ");
    expect(seen).toContain("too many commands executed");
  }, 60_000);

  test("only the worker for code is offered it", async () => {
    const offers = (request: MessageRequest) => (request.tools ?? []).map(({ name }) => name);
    const having = world.model.journal.flatMap(({ request }) =>
      request && offers(request).includes("shell") ? [request] : [],
    );
    expect(having.length).toBeGreaterThan(0);
    expect(having.filter((request) => !taskOf(request).includes("of a"))).toEqual([]);
    const thread = issueOf(world);
    await ask(world, thread, "hello, who are you? nonce-simple").delivered;
    await quietSpot(world, { thread });
    const simple = world.model.journal.flatMap(({ request }) =>
      request && told(request).includes("nonce-simple") ? [request] : [],
    );
    expect(simple.flatMap(offers)).not.toContain("shell");
  }, 60_000);
});
