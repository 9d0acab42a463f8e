import type { Delivery, Inbound } from "../contract.ts";
import { addressed, isDecision, namesSomebody } from "./address.ts";
import type { GitHubContext } from "./context.ts";
import { contextOf, type Heard } from "./heard.ts";
import { isMarked } from "./mark.ts";
import { Payload } from "./payload.ts";
import { ticked } from "./press.ts";
import { saidIn } from "./said.ts";
import { isForeignBot, isOurApp, isUs, type Me } from "./who.ts";

type In = Inbound<GitHubContext>;

/** Events and actions that may mean "a person spoke". */
const SPOKEN: Readonly<Record<string, readonly string[]>> = {
  issues: ["opened", "edited", "assigned"],
  issue_comment: ["created", "edited"],
  pull_request: ["opened", "edited", "assigned", "review_requested", "ready_for_review"],
  pull_request_review: ["submitted", "edited"],
  pull_request_review_comment: ["created", "edited"],
  discussion: ["created", "edited"],
  discussion_comment: ["created", "edited"],
};

const UNSURE: In = { kind: "ignore", why: "who we are is not known yet", unsure: true };

/**
 * Reads one delivery. Events come in no order and may come twice, also by several hooks: the key is that of
 * the delivery, the content key that of the text.
 */
export function readGitHub(delivery: Delivery, me: Me): In[] {
  const event = delivery.header("x-github-event") ?? "";
  const guid = delivery.header("x-github-delivery") ?? "";
  const actions = Object.hasOwn(SPOKEN, event) ? SPOKEN[event] : undefined;
  if (!actions) return ignore(`an event that is not for us: ${printable(event)}`);
  if (guid === "") return ignore("a delivery without an id");
  const parsed = Payload.safeParse(delivery.body);
  if (!parsed.success) return ignore("not an event of a known shape");
  const payload = parsed.data;
  const { action = "", repository } = payload;
  if (!actions.includes(action)) {
    return ignore(`an action that is not for us: ${event}.${printable(action)}`);
  }
  const said = saidIn(event, payload);
  if (!said || !repository) return ignore("not an event of a known shape");
  if (repository.archived) return ignore("an archived repository");
  if (said.subject.locked) return ignore("a locked conversation");
  const { author } = said;
  const sender = payload.sender ?? author;
  if (!author || !sender) return ignore("written by a deleted account");
  const { bots = [] } = me;
  return understood({ key: `github:${guid}`, said, payload, repository, author, sender, bots }, me);
}

function understood(heard: Heard, me: Me): In[] {
  const { said, author, sender } = heard;
  if (isUs(sender, me)) return ignore("done by us");
  if (isForeignBot(sender, me)) return ignore("done by another bot");
  if (isUs(author, me) || isOurApp(said.through, me)) return pressed(heard, me);
  if (isForeignBot(author, me)) return ignore("written by another bot");
  if (isMarked(said.text)) return ignore("bears our mark");
  return said.asked === undefined ? spoken(heard, me) : asked(heard, me);
}

/** Somebody mentions us. */
function spoken(heard: Heard, me: Me): In[] {
  const { said, payload, author, sender, key } = heard;
  // Not new: what it asks was asked elsewhere.
  if (payload.changes?.old_repository) return ignore("transferred from another repository");
  if (payload.action === "edited") {
    if (said.was === null) return ignore("the words are as they were");
    // The words of two people: whose wish it is cannot be told.
    if (sender.id !== author.id) return ignore("edited by somebody else");
  }
  const text = addressed(said.text, me.name);
  if (text === null) {
    const unsure = me.name === undefined && namesSomebody(said.text);
    return unsure ? [UNSURE] : ignore("not addressed to us");
  }
  // Said once, to everybody who reads along: what is edited into one was something else to them.
  if (payload.action === "edited" && isDecision(text)) return ignore("edited into a decision");
  const ctx = contextOf(heard, author, text);
  const { contentKey, at: order, updated: version } = said;
  // An edit that mentions us for the first time is the first that we hear of it.
  const again = said.was !== null && addressed(said.was, me.name) !== null;
  return again
    ? [{ kind: "edit", key, contentKey, order, version, ctx }]
    : [{ kind: "message", key, contentKey, order, ctx }];
}

/** Somebody assigns us, or asks us for a review: an act instead of words. */
function asked(heard: Heard, me: Me): In[] {
  const { said, payload, author, sender, key } = heard;
  if (!said.asked) return ignore("asked of a team");
  if (!isUs(said.asked, me)) {
    return me.name === undefined && me.id === "" ? [UNSURE] : ignore("asked of somebody else");
  }
  const act =
    payload.action === "assigned" ? "This is assigned to you." : "Your review is requested here.";
  // Who asks may not be who wrote: then the words are context, not his wish.
  const text = sender.id === author.id ? `${act}\n\n${said.text}` : act;
  const ctx = contextOf(heard, sender, text);
  return [{ kind: "message", key, contentKey: said.contentKey, order: said.at, ctx }];
}

/**
 * Somebody ticks a box in a text of ours. The key is of the content: two hooks bring one tick in two
 * deliveries, and the id of a delivery is not signed. Two people may tick within a second, GitHub's unit.
 */
function pressed(heard: Heard, me: Me): In[] {
  const { said, author, sender } = heard;
  if (said.was === null) return ignore("written by us");
  const boxes = ticked(said.was, said.text);
  if (boxes.length === 0) return ignore("a text of ours was edited, no box was ticked");
  // Codes stand in public cards: who is only called like us could put one behind a label of his own.
  if (me.id === "") return [UNSURE];
  if (String(author.id) !== me.id) return ignore("a box of somebody who is called like us");
  const { kind, id } = said.message;
  return boxes.map((data, i) => ({
    kind: "press",
    key: `press:${kind}:${id}:${said.updated}:${sender.id}:${i}`,
    ctx: contextOf(heard, sender, data),
    data,
    ack: String(id),
  }));
}

/** For the log: the headers are not signed, so they may say anything. */
function printable(word: string): string {
  return /^\w{1,50}$/.test(word) ? word : "?";
}

function ignore(why: string): In[] {
  return [{ kind: "ignore", why }];
}
