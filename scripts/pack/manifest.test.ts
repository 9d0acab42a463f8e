import { describe, expect, it } from "vitest";
import { type Manifest, published } from "./manifest.ts";

const MANIFEST: Manifest & { readonly private: true } = {
  name: "@x/agents",
  version: "0.3.0",
  private: true,
  description: "d",
  license: "MIT",
  type: "module",
  exports: { ".": "./src/index.ts", "./door/testing": "./src/door/testing.ts" },
  dependencies: { "@x/transport": "workspace:*", zod: "4.6.7" },
};

describe("the package.json that is published", () => {
  it("points to compiled files, with the types first", () => {
    const { exports } = published(MANIFEST, { "@x/transport": "0.2.1" });
    expect(exports).toEqual({
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./door/testing": { types: "./dist/door/testing.d.ts", default: "./dist/door/testing.js" },
      "./package.json": "./package.json",
    });
    expect(Object.keys(exports["."] ?? {})).toEqual(["types", "default"]);
  });

  it("has real versions, and nothing of the workspace", () => {
    const made = published(MANIFEST, { "@x/transport": "0.2.1" });
    expect(made.dependencies).toEqual({ "@x/transport": "0.2.1", zod: "4.6.7" });
    expect(made).not.toHaveProperty("private");
  });

  it("refuses what nobody could install", () => {
    expect(() => published(MANIFEST, {})).toThrow("@x/agents depends on @x/transport");
    const exports = { ".": "./dist/index.js" };
    expect(() => published({ ...MANIFEST, dependencies: {}, exports }, {})).toThrow("no source");
  });
});
