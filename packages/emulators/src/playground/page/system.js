import { post } from "./ask.js";
import { makeBatch, updateBatch } from "./batch.js";
import { attempt } from "./composer.js";
import { byId, clock, follow, h, setText } from "./dom.js";

const DEAD = ["dead", "undeliverable", "uncertain"];
const OPEN = ["waiting", "active"];
const batchRows = { key: ({ id }) => id, make: makeBatch, update: updateBatch };

byId("kill").addEventListener("click", () => attempt(() => post("kill")));

export function showSystem({ runtime, conversation, fresh, problem, calls }) {
  showRuntime(runtime);
  const batches = conversation?.batches ?? [];
  const open = batches.filter(({ state }) => OPEN.includes(state));
  const dead = batches.filter(({ state }) => DEAD.includes(state));
  const done = batches.filter(({ state }) => ![...OPEN, ...DEAD].includes(state));
  byId("stale").hidden = fresh || conversation === null;
  if (problem) setText(byId("stale"), `This page cannot read what the runtime says (${problem}).`);
  showNow(conversation?.pending ?? [], open);
  byId("dead-card").hidden = dead.length === 0;
  follow(byId("dead"), dead, batchRows);
  showDone(done);
  follow(byId("calls"), calls, { key: ({ key }) => key, make: makeCall, update: updateCall });
}

const STATES = { up: "Up", starting: "Starting", down: "Down" };

function showRuntime({ state, pid, starts }) {
  const line = byId("runtime");
  line.dataset.state = state;
  const again = starts > 1 ? `, started ${starts} times` : "";
  setText(line, pid === null ? STATES[state] : `${STATES[state]}, pid ${pid}${again}`);
  const kill = byId("kill");
  kill.disabled = pid === null;
  setText(kill, pid === null ? "Kill it" : `kill -9 ${pid}`);
}

function showNow(pending, open) {
  const now = byId("now");
  const items = [
    ...open.map((batch) => ({ key: batch.id, batch })),
    ...(pending.length > 0 ? [{ key: "pending", pending }] : []),
    ...(open.length + pending.length === 0 ? [{ key: "idle" }] : []),
  ];
  follow(now, items, {
    key: ({ key }) => key,
    make: ({ batch, pending }) =>
      batch
        ? makeBatch(batch)
        : pending
          ? h("div", { class: "pending" }, h("h3"), h("ul"))
          : h("p", { class: "muted" }, "Nothing is open."),
    update: (element, { batch, pending }) => {
      if (batch) updateBatch(element, batch);
      if (pending) updatePending(element, pending);
    },
  });
}

function updatePending(element, pending) {
  const many = pending.length === 1 ? "1 message waits" : `${pending.length} messages wait`;
  setText(element.querySelector("h3"), `${many} for the next batch`);
  const items = pending.map((item, index) => ({ ...item, key: `${item.at}-${index}` }));
  follow(element.querySelector("ul"), items, {
    key: ({ key }) => key,
    make: ({ text }) => h("li", {}, text),
    update: () => {},
  });
}

function showDone(done) {
  const items = done.length > 0 ? done : [{ id: "none", none: true }];
  follow(byId("done"), items, {
    ...batchRows,
    make: (item) => (item.none ? h("p", { class: "muted" }, "Nothing yet.") : makeBatch(item)),
    update: (element, item) => item.none || updateBatch(element, item),
  });
}

function makeCall({ at, way, what }) {
  const arrow = way === "in" ? "→" : "←";
  return h(
    "tr",
    { class: way },
    h("td", {}, clock(at)),
    h("td", { title: way === "in" ? "to the runtime" : "from the runtime" }, arrow),
    h("td", {}, what),
    h("td", { class: "status" }),
  );
}

function updateCall(element, { status, broken }) {
  const cell = element.querySelector(".status");
  setText(cell, broken ?? (status === null ? "open" : String(status)));
  cell.dataset.good = broken || status >= 400 ? "no" : status === null ? "open" : "yes";
}
