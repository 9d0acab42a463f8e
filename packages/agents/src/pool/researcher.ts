import { SimpleAgent } from "./simple.ts";

/** Researches in parallel, with sources. */
export class LeadResearcherAgent extends SimpleAgent {}
