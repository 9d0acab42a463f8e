import { post } from "./ask.js";
import { attempt } from "./composer.js";
import { follow, h, setText } from "./dom.js";

const OPEN = ["waiting", "active"];
const DEAD = ["dead", "undeliverable", "uncertain"];

/** One batch: a line, and what is behind it on demand (at once while it is open). */
export function makeBatch({ id, state }) {
  const act = (name, label) => {
    const run = () => attempt(() => post("settle", { batch: id, act: name }));
    return h("button", { type: "button", class: "quiet", on: { click: run } }, label);
  };
  return h(
    "details",
    { class: "batch", open: OPEN.includes(state) },
    h("summary", {}, h("b"), h("span", { class: "badge" }), h("span", { class: "said" })),
    h("dl"),
    h("h3", {}, "Messages of ours"),
    h("ul", { class: "posts" }),
    DEAD.includes(state)
      ? h("p", { class: "acts" }, act("replay", "Replay"), act("drop", "Drop"))
      : null,
  );
}

export function updateBatch(element, batch) {
  const badge = element.querySelector(".badge");
  setText(element.querySelector("b"), `#${batch.n}`);
  setText(badge, batch.state);
  badge.dataset.state = batch.state;
  setText(element.querySelector(".said"), batch.text.join(" / "));
  follow(element.querySelector("dl"), facts(batch), {
    key: ({ name }) => name,
    make: ({ name }) => h("div", {}, h("dt", {}, name), h("dd")),
    update: (row, { value }) => setText(row.querySelector("dd"), value),
  });
  element.querySelector("h3").hidden = batch.posts.length === 0;
  follow(element.querySelector(".posts"), batch.posts, {
    key: ({ key }) => key,
    make: () => h("li"),
    update: (row, one) => {
      setText(row, postLine(one));
      row.dataset.state = one.state;
    },
  });
}

function facts({
  kind,
  attempt,
  epoch,
  held,
  route,
  ending,
  failures,
  stalls,
  error,
  usage,
  ...batch
}) {
  const took = batch.started_at && batch.ended_at ? batch.ended_at - batch.started_at : null;
  const tries = [`attempt ${attempt}`, `epoch ${epoch}`];
  if (failures > 0) tries.push(`${failures} failures`);
  if (stalls > 0) tries.push(`${stalls} stalls`);
  const work = held
    ? "in memory, being worked on"
    : ending
      ? "final known, being delivered"
      : "to be taken up";
  return [
    { name: "run", value: tries.join(", ") },
    ...(kind === "turn" ? [] : [{ name: "kind", value: kind }]),
    ...(took === null
      ? [{ name: "work", value: work }]
      : [{ name: "took", value: `${(took / 1000).toFixed(1)} s` }]),
    ...(route
      ? [{ name: "route", value: `${route.route} (by ${route.tier}): ${route.reason}` }]
      : []),
    ...(usage
      ? [{ name: "tokens", value: `${usage.input} in, ${usage.output} out, ${usage.model}` }]
      : []),
    ...(error ? [{ name: "error", value: error }] : []),
  ];
}

const OPS = { send: "being sent", edit: "being edited", ack: "being acknowledged" };

/** "part 1 is message 12: being edited" */
function postLine({ part, role, ref, shown, op, doubt_at, tries, state, error }) {
  const what = role === "final" ? `part ${part + 1}` : role;
  const where = ref ? ` is message ${ref.message}` : "";
  const words = [
    op ? OPS[op] : null,
    shown ? "final text shown" : state === "open" && !op ? "not final yet" : null,
    doubt_at === null ? null : "outcome in doubt",
    tries > 0 ? `${tries} tries` : null,
    state === "open" || state === "done" ? null : state,
    error,
  ];
  return `${what}${where}: ${words.filter(Boolean).join(", ") || state}`;
}
