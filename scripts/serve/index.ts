/** Starting the production bundles under plain workerd, for tests, `npm start` and supervisors. */
export { type Bundle, build } from "./build.ts";
export { type Prepared, type PrepareOptions, prepare } from "./prepare.ts";
export { Refusal } from "./refusal.ts";
export type { Exit, Running } from "./running.ts";
export { spawnWorkerd, startServe } from "./start.ts";
