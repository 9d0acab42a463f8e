/** Handled beside the active batch, at once. */
const CONTROL = ["stop", "status"] as const;
/** Applied at their place in the order. */
const ORDERED = ["new", "help", "start"] as const;

/** About acts that wait for a decision: handled at once too, and answered when the approval agent has been asked. */
const APPROVAL = ["approve", "reject", "approvals", "link", "unlink"] as const;

export type Control = (typeof CONTROL)[number];
export type Ordered = (typeof ORDERED)[number];
export type AboutApproval = (typeof APPROVAL)[number];

export type Command =
  | { readonly lane: "control"; readonly name: Control }
  | { readonly lane: "ordered"; readonly name: Ordered }
  | {
      readonly lane: "approval";
      readonly name: AboutApproval;
      /** What follows. */
      readonly words: readonly string[];
    };

/**
 * Reads a command of ours: the whole first word, any case, addressed to us or to nobody.
 *
 * @param me - our name on the platform, if known
 * @returns null for everything else, an unknown command included: that is a message
 */
export function parseCommand(text: string, me?: string): Command | null {
  const match = /^\/([a-z]+)(?:@([\w-]+))?(?:\s|$)(.*)/i.exec(text.trim());
  if (!match) return null;
  const addressee = match[2];
  if (addressee && me && addressee.toLowerCase() !== me.toLowerCase()) return null;
  const word = match[1]?.toLowerCase();
  const control = CONTROL.find((name) => name === word);
  if (control) return { lane: "control", name: control };
  const approval = APPROVAL.find((name) => name === word);
  if (approval) {
    const words = (match[3] ?? "").split(/\s+/).filter((one) => one !== "");
    return { lane: "approval", name: approval, words };
  }
  const ordered = ORDERED.find((name) => name === word);
  return ordered ? { lane: "ordered", name: ordered } : null;
}

/**
 * What somebody says to us. In a group people may turn to us with `/ask`, which says no more than a mention does: a yes
 * behind it is a yes.
 */
export function withoutAsk(text: string): string {
  return /^\/ask(?:@[\w-]+)?\s+(\S[\s\S]*)$/i.exec(text.trim())?.[1] ?? text;
}
