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
  Knock,
  KnockAnswer,
  Mishap,
  Operation,
  Place,
  Proof,
  Refusal,
  Register,
  Running,
  Seen,
  SentFile,
  Signer,
  Subject,
  Webhook,
  WireCall,
} from "./kit.ts";
export { poolWorker, QUICK } from "./pool.ts";
export { relayed } from "./relay.ts";
export { answerDriver, remoteDriver } from "./remote.ts";
export { type Inside, requestOf, running } from "./running.ts";
