import { byId, clock, follow, h, setText } from "../dom.js";

const FEW = 12;
let all = false;
let shown = [];

byId("calls-more").addEventListener("click", () => {
  all = !all;
  showCalls(shown);
});

/** The journal of the wires, the newest first. */
export function showCalls(calls) {
  shown = calls;
  follow(byId("calls"), all ? calls : calls.slice(0, FEW), {
    key: ({ key }) => key,
    make: makeCall,
    update: updateCall,
  });
  const more = byId("calls-more");
  more.hidden = calls.length <= FEW;
  setText(more, all ? "Show fewer" : `Show ${calls.length - FEW} more`);
}

function makeCall({ at, way, what }) {
  const [arrow, about] = way === "in" ? ["→", "to the runtime"] : ["←", "from the runtime"];
  return h(
    "tr",
    { class: way },
    h("td", {}, clock(at)),
    h(
      "td",
      { title: about },
      h("span", { "aria-hidden": "true" }, arrow),
      h("span", { class: "hidden" }, about),
    ),
    h("td", {}, h("span", {}, what), h("span", { class: "note" })),
    h("td", { class: "status" }),
  );
}

function updateCall(element, { status, note, tone }) {
  const cell = element.querySelector(".status");
  setText(element.querySelector(".note"), note ?? "");
  setText(cell, status === null ? (tone === "open" ? "…" : "–") : String(status));
  element.dataset.tone = tone;
}
