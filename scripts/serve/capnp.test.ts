import { expect, it } from "vitest";
import { type Binding, type Configuration, capnpText, quote } from "./capnp.ts";

it.each([
  ["plain", '"plain"'],
  ['a "quote"', '"a \\"quote\\""'],
  ["back\\slash", '"back\\\\slash"'],
  ["line\nbreak\ttab\u0000\u007f", '"line\\x0abreak\\x09tab\\x00\\x7f"'],
  ["é 😀 $x", '"é 😀 $x"'],
])("quotes %j", (text, quoted) => {
  expect(quote(text)).toBe(quoted);
});

const bindings: [Binding, string][] = [
  [{ name: "A", kind: "environment", variable: "B" }, '(name = "A", fromEnvironment = "B")'],
  [{ name: "A", kind: "text", text: 'x"' }, '(name = "A", text = "x\\"")'],
  [{ name: "A", kind: "json", json: '{"a":1}' }, '(name = "A", json = "{\\"a\\":1}")'],
  [{ name: "A", kind: "object", className: "C" }, '(name = "A", durableObjectNamespace = "C")'],
  [
    { name: "A", kind: "object", className: "C", service: "s" },
    '(name = "A", durableObjectNamespace = (className = "C", serviceName = "s"))',
  ],
  [{ name: "A", kind: "service", service: "s" }, '(name = "A", service = "s")'],
  [
    { name: "A", kind: "service", service: "s", entrypoint: "E" },
    '(name = "A", service = (name = "s", entrypoint = "E"))',
  ],
];

const withBindings = (list: Binding[]): Configuration => ({
  workers: [
    {
      name: "w",
      compatibilityDate: "2026-11-01",
      compatibilityFlags: ["f"],
      modules: [{ name: "index.js", kind: "esModule", path: "w/index.js" }],
      namespaces: [{ className: "C", uniqueKey: "w-C", sqlite: true }],
      bindings: list,
    },
  ],
  sockets: [{ name: "w", address: "127.0.0.1:1", service: "w" }],
  networks: [{ name: "internet", allow: ["public", "local"] }],
  disk: "state",
});

it.each(bindings)("writes a binding %j", (binding, text) => {
  expect(capnpText(withBindings([binding]))).toContain(`  ${text},\n`);
});

it("writes a whole configuration", () => {
  expect(capnpText(withBindings([]))).toMatchInlineSnapshot(`
    "using Workerd = import "/workerd/workerd.capnp";

    const config :Workerd.Config = (services = [
      (name = "w", worker = (modules = [(name = "index.js", esModule = embed "w/index.js")], compatibilityDate = "2026-11-01", compatibilityFlags = ["f"], durableObjectNamespaces = [
      (className = "C", uniqueKey = "w-C", enableSql = true),
    ], durableObjectStorage = (localDisk = "state"), bindings = [])),
      (name = "state", disk = (writable = true)),
      (name = "internet", network = (allow = ["public", "local"], tlsOptions = (trustBrowserCas = true))),
    ], sockets = [
      (name = "w", address = "127.0.0.1:1", http = (), service = "w"),
    ], logging = (structuredLogging = true));
    "
  `);
});
