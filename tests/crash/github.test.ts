import { survives } from "./harness.ts";
import { ON_GITHUB } from "./scenarios-github.ts";

survives(ON_GITHUB);
