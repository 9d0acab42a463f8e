import { survives } from "./harness.ts";
import { PLANNED, RESEARCHED } from "./scenarios-agents.ts";

survives([PLANNED, RESEARCHED]);
