import { post } from "./ask.js";
import { byId, setText } from "./dom.js";

const form = byId("composer");
const field = byId("text");
const refused = byId("refused");
/** Id of the message that is being edited, or null for a new one. */
let editing = null;

/** Puts one of the person's messages into the field. */
export function beginEdit({ id, text }) {
  editing = id;
  byId("editing").hidden = false;
  field.value = text;
  grow();
  field.focus();
}

function endEdit() {
  editing = null;
  byId("editing").hidden = true;
  field.value = "";
  grow();
  field.focus();
}

/** Does something at the server; what it refuses is said under the chat. */
export async function attempt(act) {
  try {
    await act();
    refused.hidden = true;
    return true;
  } catch (error) {
    setText(refused, error.message);
    refused.hidden = false;
    return false;
  }
}

async function send(text) {
  if (text.trim() === "") return;
  const message = editing;
  const done = await attempt(() =>
    message === null ? post("say", { text }) : post("edit", { message, text }),
  );
  if (!done) return;
  // What was typed meanwhile stays.
  if (message !== null) endEdit();
  else if (field.value === text) field.value = "";
  grow();
}

function grow() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 140)}px`;
}

field.addEventListener("input", grow);
field.addEventListener("keydown", (event) => {
  // Enter ends a word of an input method, too; that one is not ours.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send(field.value);
  }
  if (event.key === "Escape" && editing !== null) endEdit();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send(field.value);
});
byId("cancel").addEventListener("click", endEdit);
for (const chip of byId("chips").querySelectorAll("button")) {
  chip.addEventListener("click", () => send(chip.textContent));
}
