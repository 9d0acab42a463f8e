export * from "./asana/index.ts";
export * from "./github/index.ts";
export * from "./model/index.ts";
export * from "./telegram/index.ts";
export * from "./wire.ts";
