import { SimpleAgent } from "./simple.ts";

/** Answers about the owner or the organisation. */
export class InfoAgent extends SimpleAgent {}
