import { survives } from "./harness.ts";
import { MOVED } from "./moved.ts";

survives(MOVED);
