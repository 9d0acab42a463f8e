import type { Attachment, Fault } from "@trunkline/transport";
import type { Attached, RunFinal, RunRequest } from "../runs/protocol.ts";
import { seenOf } from "../safety/seen.ts";
import { withTimeout } from "../timeout.ts";
import { decisionOf } from "./approval-rows.ts";
import { MOST_ATTACHED_BYTES, nameOf, planFor } from "./attachments.ts";
import type { Conversation } from "./conversation.ts";
import type { Doing } from "./doing.ts";
import {
  byteLength,
  carried,
  type History,
  MOST_REQUEST_BYTES,
  type Said,
  toTurns,
} from "./history.ts";
import { notices, type Unopened } from "./notices.ts";
import { languageOf, parsed, saidBy } from "./said.ts";
import type { Batch } from "./schema.ts";
import { isDeclined, makeRoom } from "./shorten.ts";
import { MOST_AROUND_BYTES, surroundings } from "./surroundings.ts";

/** A file is fetched this often before the turn goes on without it. */
const MOST_TRIES = 3;
const PASSING: readonly Fault["kind"][] = ["uncertain", "transient", "rate_limited"];

/** What a turn asks the pool, and which of its files could not be opened. */
export interface Built {
  /** Null: there is nothing to ask, only files that could not be opened. */
  readonly request: RunRequest | null;
  /** A sentence for each file that was left out. */
  readonly unopened: readonly string[];
  /** The past could not be made to fit, and why. */
  readonly failed?: RunFinal;
}

/**
 * Builds the request of a batch; files are fetched by whoever holds the token, which is here.
 *
 * @param told - what is done so that the past fits into it
 */
export async function buildRequest<C>(
  c: Conversation<C>,
  batch: Batch,
  told: (doing: Doing) => void,
): Promise<Built> {
  const language = languageOf(c, batch.ctx);
  const decision = batch.kind === "decision" ? decisionOf(batch.id) : null;
  if (decision) return { request: decided(c, batch, decision), unopened: [] };
  const attached: Attached[] = [];
  const unopened: string[] = [];
  let room = MOST_ATTACHED_BYTES;
  let words = false;
  for (const { ctx } of c.items.of(batch.id)) {
    const { attachments, text } = parsed(c, ctx);
    words ||= text.trim() !== "";
    for (const attachment of attachments) {
      // Fetching is work: slow files are no silence.
      const alive = () => c.batches.busy(batch, Date.now());
      const opened = await open(c, ctx, attachment, room, alive);
      if (typeof opened === "string") {
        unopened.push(notices(language).unopened(nameOf(attachment), opened));
        continue;
      }
      attached.push(opened);
      room -= Math.ceil(opened.data.length * 0.75);
    }
  }
  if (!words && attached.length === 0 && unopened.length > 0) return { request: null, unopened };
  const said = c.items.of(batch.id).map((item) => saidBy(c, item));
  const { userId, userName, metadata } = parsed(c, batch.ctx);
  const bytes = attached.reduce((sum, { data }) => sum + data.length, 0);
  const { markup } = c.platform;
  const around = await surroundings(c, batch, () => c.batches.busy(batch, Date.now()));
  const aroundBytes = around.length === 0 ? 0 : MOST_AROUND_BYTES;
  const most = MOST_REQUEST_BYTES - bytes - aroundBytes;
  const made = await makeRoom(c, batch, said, most, told);
  if (made.do === "leave") return { request: null, unopened };
  if (made.do === "fail") return { request: null, unopened, failed: made.final };
  const request: RunRequest = {
    v: 1,
    conversation: c.name,
    ...pastOf(c.history, said, most),
    platform: c.platform.name,
    from: {
      ...{ userId, name: userName, private: metadata.private === true },
      ...besides(said, userId),
    },
    ...(language === undefined ? {} : { language }),
    ...(isDeclined(c, Date.now()) ? { whole: true } : {}),
    ...(markup === undefined ? {} : { markup }),
    ...(around.length === 0 ? {} : { around }),
    ...(attached.length === 0 ? {} : { attached }),
  };
  return { request, unopened };
}

/** Whoever else has spoken to this turn, once each: what is done in it is done for all of them. */
function besides(said: readonly ReturnType<typeof saidBy>[], newest: string) {
  const others = new Map(said.map(({ user_id, name }) => [user_id, name]));
  others.delete(newest);
  return others.size === 0 ? {} : { with: [...others].map(([userId, name]) => ({ userId, name })) };
}

/**
 * What was said before, as far as it fits, and what it rests on; that something does not fit is said.
 *
 * @param said - what is said now
 */
export function pastOf(
  history: Pick<History, "open" | "summary">,
  said: readonly Said[],
  most: number,
): Pick<RunRequest, "turns" | "seen" | "first" | "summary"> {
  const open = history.open();
  const before = history.summary();
  const room = Math.max(0, most - byteLength(before?.text ?? ""));
  const rows = carried(open, said, room);
  const gone = open.slice(0, open.length - rows.length);
  // An answer without its question is none.
  const unread = gone.some(({ role }) => role === "user");
  const gap = unread ? [`(${gone.length} more messages are left out here for lack of room.)`] : [];
  const summary = [...(before ? [before.text] : []), ...gap].join("\n\n");
  const first = rows[0]?.n;
  return {
    turns: toTurns(open, said, room),
    seen: seenOf(rows.reduce((bits, row) => bits | row.seen, before?.seen ?? 0)),
    ...(first === undefined ? {} : { first }),
    ...(summary === "" ? {} : { summary }),
  };
}

/** Somebody has decided about an act: nothing is asked from a model. */
function decided<C>(
  c: Conversation<C>,
  { ctx }: Batch,
  decision: NonNullable<RunRequest["decision"]>,
): RunRequest {
  const { userId, userName, metadata } = parsed(c, ctx);
  const from = { userId, name: userName, private: metadata.private === true };
  return { v: 1, conversation: c.name, platform: c.platform.name, turns: [], from, decision };
}

/** @returns the file, or why it was not opened */
async function open<C>(
  c: Conversation<C>,
  ctx: string,
  attachment: Attachment,
  room: number,
  alive: () => void,
): Promise<Attached | Unopened> {
  const plan = planFor(attachment, room);
  if (plan.do === "leave") return plan.why;
  const { load } = c.transport;
  if (!load) return "kind";
  const context = c.platform.context(JSON.parse(ctx));
  for (let tries = 1; ; tries += 1) {
    alive();
    try {
      const loading = load(context, attachment, room);
      const { data, mime } = await withTimeout(loading, c.timings.callTimeoutMs, "load");
      return { as: plan.as, name: attachment.name ?? "a file", mime, data };
    } catch (error) {
      const fault = c.platform.classify(error);
      const again = PASSING.includes(fault.kind) && tries < MOST_TRIES;
      c.log("attachment.lost", { conversation: c.name, fault: fault.kind, again });
      if (!again) return fault.kind === "too_long" ? "size" : "lost";
      await new Promise((resolve) => setTimeout(resolve, c.timings.retryFirstMs * tries));
    }
  }
}
