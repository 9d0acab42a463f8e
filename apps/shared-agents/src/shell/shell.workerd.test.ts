import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { shell } from "./index.ts";

const LINES = Array.from({ length: 4_000 }, (_, at) => `line ${(at * 7_919) % 4_001}`);
const FILES = new Map([
  ["a.txt", "hello\nworld\nfoo 1\nfoo 22\n"],
  ["b.txt", "hello\nWORLD\nfoo 1\nfoo 22\n"],
  ["src/deep/c.ts", "export const größe = 1;\n// TODO: mend it\n"],
  ["package.json", '{"dependencies": {"left": "1.0.0", "right": "2.0.0"}}'],
  ["lines", LINES.join("\n")],
  ["others", LINES.map((line) => `${line}!`).join("\n")],
  ["permuted", LINES.toReversed().join("\n")],
]);

const run = (script: string) => shell.run(script, FILES, new AbortController().signal);

describe("text tools", () => {
  test.each([
    ["a pipeline", "cat a.txt | tr a-z A-Z | tail -n 1", "FOO 22\n"],
    ["grep with numbers of lines", "grep -n foo a.txt", "3:foo 1\n4:foo 22\n"],
    ["grep below a folder", "grep -rn TODO .", "src/deep/c.ts:2:// TODO: mend it\n"],
    ["grep from a pipe", "cat src/deep/c.ts | grep -o 'gr.*e'", "größe\n"],
    ["rg", "rg -l TODO", "src/deep/c.ts\n"],
    ["sed", "sed -E 's/foo ([0-9]+)/<\\1>/;1,2d' a.txt", "<1>\n<22>\n"],
    ["awk", "awk '/foo/ { sum += $2 } END { print sum }' a.txt", "23\n"],
    ["jq", "jq -r '.dependencies | keys | join(\",\")' package.json", "left,right\n"],
    ["sort and uniq", "cut -d' ' -f1 a.txt | sort | uniq -c | sort -rn | head -1", "   2 foo\n"],
    ["find and xargs", "find . -name '*.ts' | xargs wc -l", "2 ./src/deep/c.ts\n"],
    ["loops and arithmetic", 'n=0; for f in *.txt; do n=$((n+1)); done; echo "$n"', "2\n"],
    ["a folder to work in", "mkdir t && cp a.txt t/x && cd t && ls && pwd", "x\n/work/t\n"],
    ["here documents as they are", "cat <<'EOF'\n  indented $HOME\nEOF", "  indented $HOME\n"],
    ["letters of any language", "wc -m < src/deep/c.ts; sed -n 1p src/deep/c.ts", /größe/],
  ])("%s", async (_, script, expected) => {
    const { stdout, stderr, exitCode } = await run(script);
    if (typeof expected === "string") expect(stdout).toBe(expected);
    else expect(stdout).toMatch(expected);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  });

  test("diff tells by its code that there is a difference", async () => {
    const { stdout, exitCode } = await run("diff -u a.txt b.txt");
    expect(stdout).toContain("-world\n+WORLD\n");
    expect(exitCode).toBe(1);
    expect((await run("diff a.txt a.txt")).exitCode).toBe(0);
    expect((await run("cat b.txt | diff a.txt -")).stdout).toContain("+WORLD");
    expect((await run("diff <(sort a.txt) <(sort b.txt)")).stdout).toContain("+WORLD");
  });

  test("an error is an outcome", async () => {
    expect(await run("cat nowhere")).toMatchObject({ exitCode: 1, stdout: "" });
    expect(await run("if then fi")).toMatchObject({ exitCode: 2, stdout: "" });
    expect(await run("exit 7")).toMatchObject({ exitCode: 7 });
  });

  test("each script begins anew", async () => {
    await run("echo more >> a.txt; touch left; x=1");
    expect((await run("ls left; wc -l < a.txt; echo [$x]")).stdout).toBe("4\n[]\n");
  });
});

describe("what does not end by itself is ended", () => {
  const stopped = /too many|limit exceeded|too long|maximum|exceeded/;

  test.each([
    ["a loop", "while true; do :; done"],
    ["a loop of arithmetic", "for ((i = 0; i >= 0; i++)); do ((x += i)); done"],
    ["a fork bomb", ":(){ :|:& };:"],
    ["a function that calls itself", "f() { f; }; f"],
    ["shells in shells", 'x=\'bash -c "$x"\'; export x; eval "$x"'],
    ["a loop of awk", "awk 'BEGIN { while (1) x++ }'"],
    ["loops in loops of awk", "awk '{ a[NR] = 1 } END { for (i in a) for (j in a) n++ }' lines"],
    ["awk that calls itself", "awk 'function f(n) { return f(n - 1) + f(n - 2) } BEGIN { f(9) }'"],
    ["a growing text in awk", "awk 'BEGIN { for (;;) s = s s \"x\" }'"],
    ["a loop of jq", "jq -n '[range(1e9)] | length'"],
    ["jq that calls itself", "jq -n 'def f: f; f'"],
    ["a loop of sed", "sed ':a;ba' a.txt"],
    ["a loop of sed over a long line", "tr -d '\\n' < lines | sed ':a;s/e/e/;ta'"],
    ["a growing variable", 'x=x; while true; do x="$x$x"; done'],
    ["a growing file", "while true; do cat lines >> more; done"],
    ["braces", "echo {1..100000000}"],
    ["a wide number", "printf '%1000000000d' 1"],
    ["ten megabytes", "for i in 1 2 3 4 5 6 7 8 9; do cat lines lines; done | cat - lines lines"],
    ["many numbers", "seq 1 1000000000"],
  ])("%s", async (_, script) => {
    const { stdout, stderr, exitCode } = await run(script);
    expect(stderr).toMatch(stopped);
    expect(stderr).not.toContain("executionLimits");
    expect(exitCode).toBeGreaterThan(0);
    expect(stdout.length).toBeLessThan(300_000);
  });

  test.each([
    ["texts with no line in common", "diff lines others", "differ over 8000 lines"],
    ["the same from pipes", "cat lines | diff - others", "differ over 8000 lines"],
    ["texts in another order", "diff lines permuted", /differ over \d{4} lines/],
    ["patterns from a file", "grep -F -f lines others", "from a file"],
    ["patterns from a text", 'grep -E "$(cat lines)" others', "characters of arguments"],
    ["the same for each name of it", 'egrep "$(cat lines)" others', "characters of arguments"],
    ["a script from a file", "sed -f lines others", "from a file"],
    ["by another command", "echo -f lines others | xargs grep", "from a file"],
  ])("%s are refused", async (_, script, why) => {
    const { stderr, stdout } = await run(script);
    expect(stderr).toMatch(why);
    expect(stdout).toBe("");
  });

  test("long texts with a small difference are compared", async () => {
    const { stdout } = await run("sed 's/line 17$/line x/' lines > changed; diff lines changed");
    expect(stdout).toContain("-line 17\n+line x\n");
  });

  test("a pattern that would go back and forth for ever takes one way", async () => {
    const { exitCode } = await run("printf 'a%.0s' $(seq 40) | sed 's/$/!/' | grep -E '(a+)+$'");
    expect(exitCode).toBe(1);
  });

  test("a run that is cancelled", async () => {
    const { exitCode, stdout } = await shell.run("echo no", FILES, AbortSignal.abort());
    expect(exitCode).toBeGreaterThan(0);
    expect(stdout).toBe("");
  });
});

describe("there is nothing else to reach", () => {
  test.each([
    ...[
      "curl https://example.com",
      "wget http://127.0.0.1:8801",
      "nc 127.0.0.1 80",
      "ssh a",
      "git log",
    ],
    ...[
      "node -e 1",
      "python3 -c 1",
      "js-exec -c 1",
      "sqlite3 :memory: 'select 1'",
      "npm test",
      "make",
    ],
    ...["sleep 1", "gunzip a", "tar cf a b", "html-to-markdown a"],
  ])("%s", async (script) => {
    expect(await run(script)).toMatchObject({ exitCode: 127, stdout: "" });
  });

  test("no socket behind a file", async () => {
    const { stdout } = await run(
      "exec 3<>/dev/tcp/127.0.0.1/80; cat <&3; cat /dev/tcp/127.0.0.1/80",
    );
    expect(stdout).toBe("");
  });

  test("no settings of the process, no file of the machine", async () => {
    Object.assign(env, { SECRET_OF_THE_TEST: "s3cret" });
    Object.assign(globalThis, { secretOfTheTest: "s3cret" });
    Object.assign(process.env, { SECRET_OF_THE_TEST: "s3cret" });
    const script =
      "env; set; export -p; cat /proc/self/environ; cat /proc/*/* /etc/* /dev/stdin; find / -type f -not -path '/work/*'; awk 'BEGIN { for (k in ENVIRON) print k, ENVIRON[k] }'; jq -n 'env, $ENV'; echo $SECRET_OF_THE_TEST";
    const { stdout, stderr } = await run(script);
    expect(stdout).toContain("PWD=/work");
    expect(stdout + stderr).not.toMatch(/s3cret|SECRET_OF_THE_TEST|root:/);
  });

  test("no way to the objects under the commands", async () => {
    const { stdout } = await run(
      [
        "jq -n '{} | .constructor, .__proto__, .toString' ",
        'jq -n \'{"__proto__": {"polluted": 1}} | {} | .polluted\'',
        'awk \'BEGIN { a["__proto__"] = 1; print a["constructor"], polluted }\'',
        "declare -A m; m[__proto__]=1; m[constructor]=2; declare -p m",
        "__proto__=1; constructor=2; echo $hasOwnProperty",
      ].join("\n"),
    );
    expect(stdout).not.toMatch(/function|native code|\[object/);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("globals of the process stay as they are", async () => {
    const before = [globalThis.setTimeout, globalThis.fetch, Date.now, Math.random, JSON.parse];
    const running = run("for i in 1 2 3; do echo $RANDOM | awk '{ print }'; done");
    expect([setTimeout, fetch, Date.now, Math.random, JSON.parse]).toEqual(before);
    expect((await running).exitCode).toBe(0);
    expect([setTimeout, fetch, Date.now, Math.random, JSON.parse]).toEqual(before);
  });

  test("paths lead nowhere else", async () => {
    const files = new Map([
      ["../../etc/x", "up"],
      ["a b/[id].ts", "odd"],
    ]);
    const { stdout } = await shell.run(
      "cat ../etc/x; cat 'a b/[id].ts'",
      files,
      new AbortController().signal,
    );
    expect(stdout).toBe("upodd");
  });
});
