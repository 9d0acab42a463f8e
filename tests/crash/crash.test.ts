import { survives } from "./harness.ts";
import { NOTICE, STREAMED } from "./scenarios.ts";

survives([STREAMED, NOTICE]);
