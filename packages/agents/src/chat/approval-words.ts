import type { Card, Verdict } from "../approvals/protocol.ts";

type Shown = Pick<Card, "title" | "target">;

/** Every sentence about approvals, in one language. Markdown. */
export interface ApprovalWords {
  readonly approve: string;
  readonly reject: string;
  readonly target: string;
  readonly askedBy: (name: string) => string;
  readonly mayDecide: (who: "anybody" | "listed", except: string | null) => string;
  /** @param until - when it ends, as people read it */
  readonly until: (until: string) => string;
  readonly how: (code: string, by: "buttons" | "checklist" | "none") => string;
  /** What stands under a card that is closed. */
  readonly closed: Readonly<Record<Exclude<Card["state"], "pending">, (by: string) => string>>;
  readonly replaces: (why: string) => string;
  readonly executed: (title: string) => string;
  readonly failed: (title: string, why: string) => string;
  readonly nothingDone: (title: string) => string;
  readonly lapsed: (title: string, why: string) => string;
  /** Answers to a press: short, plain. */
  readonly taken: Readonly<Record<Verdict, string>>;
  readonly over: string;
  readonly forbidden: string;
  readonly unknown: (code: string) => string;
  readonly passed: (card: Shown) => string;
  readonly whichCode: string;
  readonly open: string;
  readonly none: string;
  readonly remind: (card: Shown & Pick<Card, "code">, until: string) => string;
  readonly expired: (card: Shown) => string;
  readonly decidedThere: (verdict: Verdict, card: Shown) => string;
  readonly forbiddenThere: (card: Shown) => string;
  readonly overThere: (card: Shown) => string;
  readonly offered: (code: string, minutes: number) => string;
  readonly agree: (who: string, platform: string, code: string) => string;
  readonly waiting: (who: string | null) => string;
  readonly linked: (who: string, platform: string) => string;
  readonly noLink: string;
  readonly unlinked: string;
  readonly nothingLinked: string;
}

const en: ApprovalWords = {
  approve: "Approve",
  reject: "Reject",
  target: "Where",
  askedBy: (name) => `Asked for by ${name}.`,
  mayDecide: (who, except) =>
    `${who === "listed" ? "My approvers" : "Everybody whom I answer here"} may decide${except === null ? "" : `, except ${except}, who asked`}.`,
  until: (until) =>
    `Until ${until} nothing happens without a decision, and nothing at all after that.`,
  how: (code, by) =>
    `${{ buttons: "Press a button, or write", checklist: "Tick a box, or write", none: "Write" }[by]} \`/approve ${code}\` or \`/reject ${code}\`.`,
  closed: {
    approved: (by) => `Approved by ${by}.`,
    executing: (by) => `Approved by ${by}; it is being done.`,
    executed: (by) => `Approved by ${by}; done.`,
    failed: (by) => `Approved by ${by}; it could not be done.`,
    superseded: (by) => `Approved by ${by}, but what it is about has changed. Nothing was done.`,
    rejected: (by) => `Rejected by ${by}. Nothing was done.`,
    expired: () => "Nobody decided in time. Nothing was done.",
  },
  replaces: (why) =>
    `What you approved has changed in the meantime (${why}), so I have not done it. As it is now, it needs a new decision:`,
  executed: (title) => `Done: ${title}`,
  failed: (title, why) => `I could not do this: ${title}. ${why}`,
  nothingDone: (title) => `Rejected, nothing was done: ${title}`,
  lapsed: (title, why) => `What was approved has changed, and nothing was done: ${title}. ${why}`,
  taken: { approve: "Approved.", reject: "Rejected." },
  over: "This has been decided already, or it is too late.",
  forbidden: "You may not decide this.",
  unknown: (code) => `I know of no open approval ${code} here.`,
  passed: ({ title }) => `Noted: ${title}. It counts if you may decide there; I will tell you.`,
  whichCode: "Please tell me which one, and in full:",
  open: "Waiting for a decision:",
  none: "Nothing is waiting for a decision here.",
  remind: ({ title, code }, until) =>
    `Still waiting for a decision, until ${until}: ${title}. \`/approve ${code}\` or \`/reject ${code}\``,
  expired: ({ title }) => `Nobody decided in time, so nothing was done: ${title}`,
  decidedThere: (verdict, { title, target }) =>
    verdict === "approve"
      ? `Approved: ${title} (${target}). I will tell you what comes of it.`
      : `Rejected, nothing was done: ${title} (${target}).`,
  forbiddenThere: ({ title, target }) => `You may not decide this there: ${title} (${target}).`,
  overThere: ({ title, target }) =>
    `Your decision came too late, or somebody else was faster: ${title} (${target}).`,
  offered: (code, minutes) =>
    `On the other platform, write to me: \`/link ${code}\`. The code is good for ${minutes} minutes, once.`,
  agree: (who, platform, code) =>
    `This links you with ${who} on ${platform}. Each of you can then decide in the name of the other. If that is you, write \`/link ${code} yes\`. If not, do nothing.`,
  waiting: (who) =>
    who === null
      ? "The other side has not agreed yet."
      : `Noted. Now write \`/link\` with the same code as ${who}, on the other platform, to agree there too.`,
  linked: (who, platform) => `You are linked with ${who} on ${platform}. \`/unlink\` ends that.`,
  noLink: "This code is not valid, or no longer. `/link` makes a new one.",
  unlinked: "You are not linked with anybody any more.",
  nothingLinked: "You are not linked with anybody.",
};

const de: ApprovalWords = {
  approve: "Freigeben",
  reject: "Ablehnen",
  target: "Wo",
  askedBy: (name) => `Angefragt von ${name}.`,
  mayDecide: (who, except) =>
    `Entscheiden dürfen ${who === "listed" ? "meine Freigeber" : "alle, denen ich hier antworte"}${except === null ? "" : `, außer ${except}: von dort kam die Anfrage`}.`,
  until: (until) =>
    `Bis ${until} geschieht ohne Entscheidung nichts, und danach überhaupt nichts mehr.`,
  how: (code, by) =>
    `${{ buttons: "Drück einen Knopf oder schreib", checklist: "Setz einen Haken oder schreib", none: "Schreib" }[by]} \`/approve ${code}\` oder \`/reject ${code}\`.`,
  closed: {
    approved: (by) => `Freigegeben von ${by}.`,
    executing: (by) => `Freigegeben von ${by}; es wird gerade ausgeführt.`,
    executed: (by) => `Freigegeben von ${by}; erledigt.`,
    failed: (by) => `Freigegeben von ${by}; es ließ sich nicht ausführen.`,
    superseded: (by) =>
      `Freigegeben von ${by}, aber es hat sich etwas daran geändert. Es ist nichts geschehen.`,
    rejected: (by) => `Abgelehnt von ${by}. Es ist nichts geschehen.`,
    expired: () => "Niemand hat rechtzeitig entschieden. Es ist nichts geschehen.",
  },
  replaces: (why) =>
    `Was du freigegeben hast, hat sich inzwischen geändert (${why}); ich habe es nicht ausgeführt. So, wie es jetzt ist, braucht es eine neue Entscheidung:`,
  executed: (title) => `Erledigt: ${title}`,
  failed: (title, why) => `Das konnte ich nicht tun: ${title}. ${why}`,
  nothingDone: (title) => `Abgelehnt, es ist nichts geschehen: ${title}`,
  lapsed: (title, why) =>
    `Was freigegeben war, hat sich geändert; es ist nichts geschehen: ${title}. ${why}`,
  taken: { approve: "Freigegeben.", reject: "Abgelehnt." },
  over: "Das ist schon entschieden, oder es ist zu spät.",
  forbidden: "Das darfst du nicht entscheiden.",
  unknown: (code) => `Ich kenne hier keine offene Freigabe ${code}.`,
  passed: ({ title }) =>
    `Notiert: ${title}. Es zählt, wenn du dort entscheiden darfst; ich sage dir Bescheid.`,
  whichCode: "Sag mir bitte genau, welche du meinst:",
  open: "Hier wird auf eine Entscheidung gewartet:",
  none: "Hier wartet nichts auf eine Entscheidung.",
  remind: ({ title, code }, until) =>
    `Wartet noch auf eine Entscheidung, bis ${until}: ${title}. \`/approve ${code}\` oder \`/reject ${code}\``,
  expired: ({ title }) =>
    `Niemand hat rechtzeitig entschieden, also ist nichts geschehen: ${title}`,
  decidedThere: (verdict, { title, target }) =>
    verdict === "approve"
      ? `Freigegeben: ${title} (${target}). Ich sage dir, was daraus wird.`
      : `Abgelehnt, es ist nichts geschehen: ${title} (${target}).`,
  forbiddenThere: ({ title, target }) =>
    `Das darfst du dort nicht entscheiden: ${title} (${target}).`,
  overThere: ({ title, target }) =>
    `Deine Entscheidung kam zu spät, oder jemand war schneller: ${title} (${target}).`,
  offered: (code, minutes) =>
    `Schreib mir auf der anderen Plattform: \`/link ${code}\`. Der Code gilt ${minutes} Minuten, einmal.`,
  agree: (who, platform, code) =>
    `Das verbindet dich mit ${who} auf ${platform}. Jede Seite kann dann im Namen der anderen entscheiden. Bist du das, schreib \`/link ${code} yes\`. Wenn nicht, tu nichts.`,
  waiting: (who) =>
    who === null
      ? "Die andere Seite hat noch nicht zugestimmt."
      : `Notiert. Schreib jetzt auch als ${who} auf der anderen Plattform \`/link\` mit demselben Code, um dort zuzustimmen.`,
  linked: (who, platform) =>
    `Du bist mit ${who} auf ${platform} verbunden. \`/unlink\` beendet das.`,
  noLink: "Dieser Code gilt nicht, oder nicht mehr. `/link` macht einen neuen.",
  unlinked: "Du bist mit niemandem mehr verbunden.",
  nothingLinked: "Du bist mit niemandem verbunden.",
};

const TABLE: Readonly<Record<string, ApprovalWords>> = { en, de };

/** The sentences about approvals. @param language - BCP 47; fallback English */
export function approvalWords(language?: string): ApprovalWords {
  const short = language?.toLowerCase().split("-")[0] ?? "en";
  return (Object.hasOwn(TABLE, short) ? TABLE[short] : undefined) ?? en;
}

/** The language as it was given, where its sentences are known and it is one: what a client sends may be anything. */
function localeOf(language = "en"): string {
  const short = language.toLowerCase().split("-")[0] ?? "";
  if (!Object.hasOwn(TABLE, short)) return "en";
  try {
    return Intl.getCanonicalLocales(language)[0] ?? short;
  } catch {
    return short;
  }
}

/** Several people in one sentence. */
export function everybody(names: readonly string[], language?: string): string {
  return new Intl.ListFormat(localeOf(language), { type: "conjunction" }).format(names);
}

/** A moment as people read it. UTC: nobody has told us where they are. */
export function moment(at: number, language?: string): string {
  const known = localeOf(language);
  const format = { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" } as const;
  return `${new Intl.DateTimeFormat(known, format).format(at)} UTC`;
}
