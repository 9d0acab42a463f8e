import { survives } from "./harness.ts";
import { MOVED } from "./moved.ts";
import { ALBUM, LONG, NOTICE, STREAMED } from "./scenarios.ts";

survives([STREAMED, LONG, NOTICE, ALBUM, ...MOVED]);
