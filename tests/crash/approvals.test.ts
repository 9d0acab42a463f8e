import { survives } from "./harness.ts";
import { APPROVALS } from "./scenarios-approvals.ts";

survives(APPROVALS);
