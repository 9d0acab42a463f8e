export {
  type Action,
  type Attachment,
  type Delivery,
  type Fragment,
  type Hooks,
  type Identity,
  type Inbound,
  type Knowledge,
  type Loaded,
  type Lost,
  type MessageRef,
  type Pace,
  type ParsedInput,
  remark,
  type SendOptions,
  type Tier,
  type Transport,
  type Trust,
  tierOf,
} from "./contract.ts";
export { download } from "./download.ts";
export {
  type Fault,
  type FaultKind,
  holdsUp,
  messageOf,
  passes,
  TransportError,
} from "./faults.ts";
export { holds, plainDialect, type TreeDialect } from "./markdown/dialect.ts";
export { closePartial } from "./markdown/partial.ts";
export { preview } from "./markdown/preview.ts";
export { spanDialect } from "./markdown/span-dialect.ts";
export { type Mark, type Span, spellLinks } from "./markdown/spans.ts";
export { split } from "./markdown/split.ts";
export { type Dialect, plainTwin, type Rendered } from "./rendered.ts";
export type { Shape, Spelling } from "./spelling.ts";
export {
  challenged,
  ed25519,
  handshakeSecret,
  hmacSha256,
  type Secret,
  type Stamp,
  sharedSecret,
  type Unverified,
  type Vault,
  type Verdict,
  type Verify,
} from "./verify.ts";
export { type WebhookApp, webhookApp } from "./webhook.ts";
