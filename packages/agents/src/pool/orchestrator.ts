import { SimpleAgent } from "./simple.ts";

/** Plans, hands out, puts together. */
export class OrchestratorAgent extends SimpleAgent {}
