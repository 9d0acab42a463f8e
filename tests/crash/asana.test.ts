import { survives } from "./harness.ts";
import { ON_ASANA } from "./scenarios-asana.ts";

survives(ON_ASANA);
