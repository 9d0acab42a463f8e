import { survives } from "./harness.ts";
import { ALBUM, LONG } from "./scenarios.ts";

survives([LONG, ALBUM]);
