export { RouterAgent, SimpleAgent } from "@trunkline/agents/pool";

/** The pool has no public door: apps reach its objects through their bindings. */
export default {
  fetch: (): Response => Response.json({ error: "not found" }, { status: 404 }),
};
