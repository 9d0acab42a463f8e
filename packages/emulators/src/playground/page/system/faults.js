import { post } from "../ask.js";
import { byId, follow, h, setText } from "../dom.js";
import { attempt } from "../notice.js";

/** Switches for what goes wrong: those of the platform, then those of the model. */
export function showFaults({ stages, stage, place, offline }, faults) {
  const { title } = stages.find(({ name }) => name === stage);
  const of = (key) => faults.filter(({ id }) => id.startsWith(`${key}-`));
  const groups = [
    { key: stage, title, items: of(stage) },
    { key: "runtime", title: "The runtime", items: of("runtime") },
    ...(offline ? [{ key: "model", title: "The model", items: of("model") }] : []),
  ].filter(({ items }) => items.length > 0);
  follow(byId("faults"), groups, {
    key: ({ key }) => key,
    make: ({ title }) => h("fieldset", {}, h("legend", {}, title)),
    update: (group, { items }) => {
      follow(group, items, {
        key: ({ id }) => id,
        make: (fault) => makeSwitch(fault),
        update: (element, fault) => update(element, fault, { stage, place }),
      });
    },
  });
}

function makeSwitch({ id, title, about }) {
  return h(
    "button",
    { type: "button", class: "switch", "aria-describedby": `about-${id}` },
    h("b", {}, title),
    h("span", { class: "on" }),
    h("span", { class: "muted", id: `about-${id}` }, about),
  );
}

function update(element, { id, on, left, until }, where) {
  element.ariaPressed = String(on);
  setText(element.querySelector(".on"), on ? armed(left, until) : "");
  element.onclick = () => attempt(() => post("fault", { ...where, fault: id, on: !on }));
}

function armed(left, until) {
  if (until !== null) return `${Math.max(0, Math.ceil((until - Date.now()) / 1000))} s left`;
  if (left === null) return "until you end it";
  return left === 1 ? "waits for the next" : `${left} left`;
}
