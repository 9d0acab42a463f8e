import type { Call, Fault } from "@trunkline/emulators";
import type { Mishap, WireCall } from "../../packages/transport/src/testing/kit.ts";

/** A mishap in the words of the wire. */
export function faultOf(mishap: Mishap): Fault {
  if (mishap.kind !== "reply") return mishap;
  const { status, headers, body } = mishap;
  return { kind: "reply", reply: { status, body, ...(headers ? { headers } : {}) } };
}

export const shown = ({ method, body, raw, status }: Call): WireCall => ({
  call: method,
  sent: body ?? raw,
  status,
});
