import { showChat } from "./chat.js";
import { byId, setText } from "./dom.js";
import { showSystem } from "./system.js";
import "./composer.js";

const lost = byId("lost");
// The browser connects again by itself, also to another `npm start`.
const events = new EventSource("events");

events.addEventListener("message", ({ data }) => {
  const view = JSON.parse(data);
  byId("offline").hidden = !view.offline;
  showChat(view);
  showSystem(view);
});
events.addEventListener("open", () => {
  lost.hidden = true;
});
events.addEventListener("error", () => {
  lost.hidden = false;
  setText(lost, "npm start does not answer. Once it runs again, this page goes on by itself.");
});
