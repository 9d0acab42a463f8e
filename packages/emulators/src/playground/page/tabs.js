import { follow, h, setText } from "./dom.js";

/**
 * A row of tabs: one stop for the Tab key, the arrows move inside and choose at once.
 *
 * @param {HTMLElement} list an element with the role `tablist`
 * @param {string} panel id of what the tabs show
 * @param {(id: string) => void} choose
 * @returns {(tabs: { id: string, title: string, hint?: string }[], chosen: string) => void} shows them
 */
export function tabs(list, panel, choose) {
  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll("[role=tab]")];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = all.at(to % all.length);
    next.focus();
    choose(next.dataset.key);
  });
  const make = ({ id }) =>
    h("button", {
      type: "button",
      role: "tab",
      id: `${list.id}-${id}`,
      "aria-controls": panel,
      on: { click: () => choose(id) },
    });
  return (items, chosen) => {
    follow(list, items, {
      key: ({ id }) => id,
      make,
      update: (tab, { id, title, hint = "" }) => {
        setText(tab, title);
        tab.title = hint;
        tab.ariaSelected = String(id === chosen);
        tab.tabIndex = id === chosen ? 0 : -1;
      },
    });
    document.getElementById(panel).setAttribute("aria-labelledby", `${list.id}-${chosen}`);
  };
}
