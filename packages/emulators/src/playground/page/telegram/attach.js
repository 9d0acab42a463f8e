import { h, sign } from "../dom.js";

/** Fetched when the first picture is sent: most people send none. */
const pictures = () => import("./pictures.js");

const CLIP =
  "M16.5 6.5v9a4.5 4.5 0 0 1-9 0V6a3 3 0 0 1 6 0v9a1.5 1.5 0 0 1-3 0V7H9v8a3 3 0 0 0 6 0V6a4.5 4.5 0 0 0-9 0v9.5a6 6 0 0 0 12 0v-9z";

/** A button that opens a menu: files of this computer, or pictures that the page draws itself. */
export function attachButton(send) {
  const input = h("input", {
    type: "file",
    multiple: true,
    hidden: true,
    "aria-label": "Files to send",
  });
  const close = () => {
    menu.hidden = true;
    button.ariaExpanded = "false";
  };
  const item = (label, act) => {
    const choose = () => {
      close();
      button.focus();
      act();
    };
    return h("button", { type: "button", on: { click: choose } }, label);
  };
  const samples = async (many) => {
    const { drawn } = await pictures();
    const files = await Promise.all(Array.from({ length: many }, (_, n) => drawn(n)));
    await send(files);
  };
  const menu = h(
    "div",
    { class: "menu", hidden: true },
    item("Send a picture", () => samples(1)),
    item("Send an album of three", () => samples(3)),
    item("Files from this computer …", () => input.click()),
  );
  const open = () => {
    menu.hidden = !menu.hidden;
    button.ariaExpanded = String(!menu.hidden);
    if (!menu.hidden) menu.firstElementChild.focus();
  };
  const button = h(
    "button",
    {
      type: "button",
      class: "attach",
      "aria-label": "Attach",
      "aria-expanded": "false",
      on: { click: open },
    },
    sign(CLIP),
  );
  input.addEventListener("change", async () => {
    const chosen = [...input.files].slice(0, 10);
    input.value = "";
    const { asFile } = await pictures();
    const files = await Promise.all(chosen.map(asFile));
    if (files.length > 0) await send(files);
  });
  const box = h("div", { class: "attachments" }, button, menu, input);
  box.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || menu.hidden) return;
    close();
    button.focus();
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (!box.contains(relatedTarget)) close();
  });
  return box;
}
