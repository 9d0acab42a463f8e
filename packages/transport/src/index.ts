export {
  type Action,
  type Attachment,
  type Delivery,
  type Fragment,
  type Identity,
  type Inbound,
  type Knowledge,
  type MessageRef,
  type ParsedInput,
  type SendOptions,
  type Tier,
  type Transport,
  tierOf,
} from "./contract.ts";
export { type Fault, type FaultKind, messageOf, TransportError } from "./faults.ts";
export { type Dialect, plainDialect, plainTwin, type Rendered } from "./rendered.ts";
export { split } from "./split.ts";
export {
  handshakeSecret,
  hmacSha256,
  type Secret,
  sharedSecret,
  type Unverified,
  type Vault,
  type Verdict,
  type Verify,
} from "./verify.ts";
export { type WebhookApp, webhookApp } from "./webhook.ts";
