/**
 * Makes an element. Children that are strings become text, never markup.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [props] properties; `class` and `on` (listeners) are special
 * @param {(Node | string | null)[]} children
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") element.className = value;
    else if (name === "on") {
      for (const [event, fn] of Object.entries(value)) element.addEventListener(event, fn);
    } else if (name.includes("-")) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A sign of one path, drawn in a square. It says nothing of its own: whoever holds it has a label. */
export function sign(path, size = 24) {
  const [svg, line] = ["svg", "path"].map((name) =>
    document.createElementNS("http://www.w3.org/2000/svg", name),
  );
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** The element of an id, which index.html has. */
export const byId = (id) => document.getElementById(id);

/** Sets text only if it differs: a reader in the middle of it is not disturbed. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Makes the children of a container follow a list, keeping the elements of items that stay, so that
 * focus, selection and open details survive an update.
 *
 * @param {HTMLElement} container
 * @param {readonly T[]} items
 * @param {{ key: (item: T) => string, make: (item: T) => HTMLElement, update: (element: HTMLElement, item: T) => void }} how
 * @template T
 */
export function follow(container, items, { key, make, update }) {
  const before = new Map();
  for (const child of container.children) {
    if (child.dataset.key) before.set(child.dataset.key, child);
  }
  let place = null;
  for (const item of items) {
    const name = String(key(item));
    let element = before.get(name);
    before.delete(name);
    if (!element) {
      element = make(item);
      element.dataset.key = name;
    }
    update(element, item);
    const next = place ? place.nextElementSibling : firstKeyed(container);
    if (next !== element) container.insertBefore(element, next);
    place = element;
  }
  for (const gone of before.values()) gone.remove();
}

function firstKeyed(container) {
  return [...container.children].find((child) => child.dataset.key) ?? null;
}

/** 14:03:07 */
export const clock = (at) =>
  new Date(at).toLocaleTimeString([], {
    hour12: false,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
