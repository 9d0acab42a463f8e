import { h } from "../dom.js";

/** Pictures in a grid, other files as a line each. */
export function showFiles(container, parts, acts) {
  const withFile = parts.filter(({ file }) => file !== null);
  const nodes = withFile.map(({ id, file }) => {
    const href = acts.link("file", { message: id });
    if (file.picture) return h("img", { src: href, alt: file.name ?? "A photo", loading: "lazy" });
    const name = file.name ?? file.kind;
    return h("span", { class: "file" }, h("b", {}, name), ` ${sizeOf(file.bytes)}`);
  });
  container.hidden = nodes.length === 0;
  container.dataset.many = String(Math.min(nodes.length, 4));
  // The same pictures are not fetched again because a caption has changed.
  const now = JSON.stringify(withFile.map(({ id, file }) => [id, file]));
  if (container.dataset.shown === now) return;
  container.dataset.shown = now;
  container.replaceChildren(...nodes);
}

function sizeOf(bytes) {
  if (bytes === null) return "";
  return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KB`;
}
