import { get, post } from "./ask.js";
import { byId, setText } from "./dom.js";
import { feed } from "./feed.js";
import { attempt, tell } from "./notice.js";
import { showSystem } from "./system/system.js";
import { tabs } from "./tabs.js";
import { showGone, showTop } from "./top.js";

/** What is looked at: the platform's module, and of which place. */
let mounted = { name: "", place: "", show: () => {} };
let mounting = "";
let last = null;
let wasOpen = false;
const modules = new Map();

const showStages = tabs(byId("stages"), "stage", (name) => {
  const stage = last.stages.find((one) => one.name === name);
  look(name, stage.places[0].id);
});
const showPlaces = tabs(byId("places"), "stage", (place) => look(last.stage, place));

const look = feed({
  onView(view) {
    // Another `npm start`: what this page remembers is of another world.
    if (last && last.since !== view.since) location.reload();
    last = view;
    document.body.classList.remove("lost");
    // The address names what is seen, also where it has named less, or nothing that exists.
    history.replaceState(null, "", `#${view.stage}/${view.place}`);
    show();
  },
  onNone: () => tell("There is no such tab or place here: this is the first one."),
  onGone(ended) {
    document.body.classList.add("lost");
    showGone(ended);
  },
});

function show() {
  const view = last;
  const stage = view.stages.find(({ name }) => name === view.stage);
  byId("stages").hidden = view.stages.length < 2;
  showStages(
    view.stages.map(({ name, title }) => ({ id: name, title })),
    view.stage,
  );
  showPlaces(
    stage.places.map(({ id, title, about }) => ({ id, title, hint: about })),
    view.place,
  );
  showTop(view);
  showSystem(view);
  announce(view.system.conversation);
  if (mounted.name === view.stage && mounted.place === view.place) mounted.show(view);
  else mount(view);
}

/**
 * What a module may do in the place that it shows.
 *
 * @typedef {object} Room
 * @property {(what: string, body: object) => Promise<object | null>} do null: refused, and that was said
 * @property {(what: string, query: object) => Promise<unknown>} get more on demand
 * @property {(what: string, query: object) => string} link the address of it
 * @property {(text: string) => void} tell a short note
 */

/** Loads the platform's module and style once, and gives it an empty room for each place. */
async function mount({ stages, stage, place }) {
  const { page } = stages.find(({ name }) => name === stage);
  const wanted = `${stage}/${place}`;
  if (mounting === wanted) return;
  mounting = wanted;
  if (!modules.has(page)) modules.set(page, load(page));
  const module = await modules.get(page).catch(() => null);
  // Somebody may have gone on meanwhile.
  if (mounting !== wanted) return;
  mounting = "";
  const root = byId("stage");
  root.replaceChildren(module ? "" : `There is no page/${page}/stage.js, or it does not load.`);
  mounted = { name: stage, place, show: () => {} };
  if (!module) return;
  const path = (what) => `stage/${stage}/${place}/${what}`;
  const room = module.mount(root, {
    do: (what, body) => attempt(() => post(path(what), body)),
    get: (what, query) => get(`${path(what)}?${new URLSearchParams(query)}`),
    link: (what, query) => `${path(what)}?${new URLSearchParams(query)}`,
    tell,
  });
  mounted = { name: stage, place, show: (view) => room.show(view.scene, placeOf(view)) };
  if (last.stage === stage && last.place === place) mounted.show(last);
}

const placeOf = ({ stages, stage, place }) =>
  stages.find(({ name }) => name === stage).places.find(({ id }) => id === place);

function load(page) {
  const style = Object.assign(document.createElement("link"), {
    rel: "stylesheet",
    href: `${page}/stage.css`,
  });
  const styled = new Promise((resolve) => {
    style.addEventListener("load", resolve);
    style.addEventListener("error", resolve);
  });
  document.head.append(style);
  return Promise.all([import(`./${page}/stage.js`), styled]).then(([module]) => module);
}

/** Edits are not read out while they stream; the end of an answer is said once. */
function announce(conversation) {
  const open = conversation?.batches.some(({ state }) => state === "active") ?? false;
  if (wasOpen && !open) setText(byId("announce"), "The answer is complete.");
  if (!wasOpen && open) setText(byId("announce"), "The bot is answering.");
  wasOpen = open;
}

// Whoever types without having chosen a field means the message.
document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey, target }) => {
  const isText = key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
  if (isText && target === document.body) document.getElementById("text")?.focus();
});

// A scroll bar takes room from the margin, not from what stands in it.
const bars = new ResizeObserver((all) => {
  for (const { target } of all) {
    target.style.setProperty("--bar", `${target.offsetWidth - target.clientWidth}px`);
  }
});
for (const one of document.querySelectorAll(".system, .column")) bars.observe(one);

// Countdowns go on between two views.
setInterval(() => {
  if (last && !document.body.classList.contains("lost")) showSystem(last);
}, 1_000);

const lookThere = () => look(...location.hash.slice(1).split("/"));
addEventListener("hashchange", lookThere);
lookThere();
