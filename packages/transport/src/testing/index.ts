export { answering } from "./answering.ts";
export { conformance, tier } from "./conformance.ts";
export type {
  AnsweringGround,
  AnsweringSubject,
  Capability,
  Deed,
  Driver,
  Facts,
  Ground,
  Mishap,
  Operation,
  Place,
  Refusal,
  Register,
  Running,
  Seen,
  Subject,
  Webhook,
  WireCall,
} from "./kit.ts";
export { poolWorker, QUICK } from "./pool.ts";
export { answerDriver, remoteDriver } from "./remote.ts";
