import { byId, follow, h, setText } from "../dom.js";
import { showApprovals } from "./approvals.js";
import { makeBatch, makeDead, updateBatch } from "./batch.js";
import { showCalls } from "./calls.js";
import { showFaults } from "./faults.js";
import { showOutbox } from "./outbox.js";
import { showPacing } from "./pacing.js";
import {
  makePending,
  makeUnasked,
  makeUnread,
  updatePending,
  updateUnasked,
  updateUnread,
} from "./pending.js";

const DEAD = ["dead", "undeliverable", "uncertain"];
const OPEN = ["waiting", "active"];
const FEW_DONE = 4;
let allDone = false;
let shown = null;

byId("done-more").addEventListener("click", () => {
  allDone = !allDone;
  if (shown) showSystem(shown);
});

/** The right side: what the runtime tells its operator, and what the wires have seen. */
export function showSystem(view) {
  shown = view;
  const { system, calls, faults } = view;
  const { conversation, fresh, problem } = system;
  const batches = conversation?.batches ?? [];
  const open = batches.filter(({ state }) => OPEN.includes(state));
  const dead = batches.filter(({ state }) => DEAD.includes(state));
  const done = batches.filter(({ state }) => ![...OPEN, ...DEAD].includes(state));
  showStale(fresh, problem, conversation);
  showNow(view, conversation?.pending ?? [], open);
  byId("dead-card").hidden = dead.length === 0;
  follow(byId("dead"), dead, {
    key: ({ id }) => id,
    make: (batch) => makeDead(batch, view),
    update: (element, batch) => updateBatch(element.firstChild, batch, blockedUntil(view)),
  });
  showDone(view, done);
  showApprovals(view);
  byId("replies-card").hidden = system.replies.length === 0;
  showOutbox(byId("replies"), system.replies);
  showFaults(view, faults);
  showPacing(system.pacing, conversation);
  showCalls(calls);
}

const blockedUntil = ({ system }) => system.conversation?.blockedUntil ?? 0;

const rows = (view) => ({
  key: ({ id }) => id,
  make: makeBatch,
  update: (element, batch) => updateBatch(element, batch, blockedUntil(view)),
});

function showStale(fresh, problem, conversation) {
  byId("stale").hidden = problem === null && (fresh || conversation === null);
  setText(
    byId("stale"),
    problem
      ? `This page cannot read what the runtime says (${problem}).`
      : "The runtime does not answer; this is what it last said.",
  );
}

function showNow(view, pending, open) {
  const { unasked, pacing } = view.system;
  const unread = pacing?.unread ?? 0;
  const waiting = [
    ...open.map((batch) => ({ key: batch.id, batch })),
    ...(pending.length > 0 ? [{ key: "pending", pending }] : []),
    ...(unasked.length > 0 ? [{ key: "unasked", unasked }] : []),
    ...(unread > 0 ? [{ key: "unread", unread }] : []),
  ];
  const items = waiting.length > 0 ? waiting : [{ key: "idle" }];
  follow(byId("now"), items, {
    key: ({ key }) => key,
    make: ({ batch, pending, unasked, unread }) => {
      if (batch) return makeBatch(batch);
      if (unasked) return makeUnasked();
      if (unread) return makeUnread();
      return pending
        ? makePending()
        : h("p", { class: "muted" }, "Nothing is open: write something.");
    },
    update: (element, { batch, pending, unasked, unread }) => {
      if (batch) updateBatch(element, batch, blockedUntil(view));
      if (pending) updatePending(element, pending, open.length > 0);
      if (unasked) updateUnasked(element, unasked);
      if (unread) updateUnread(element, unread);
    },
  });
}

function showDone(view, done) {
  const few = allDone ? done : done.slice(0, FEW_DONE);
  const items = few.length > 0 ? few : [{ id: "none", none: true }];
  const { key, make, update } = rows(view);
  follow(byId("done"), items, {
    key,
    make: (item) => (item.none ? h("p", { class: "muted" }, "Nothing yet.") : make(item)),
    update: (element, item) => item.none || update(element, item),
  });
  const more = byId("done-more");
  more.hidden = done.length <= FEW_DONE;
  setText(more, allDone ? "Show fewer" : `Show ${done.length - FEW_DONE} more`);
}
