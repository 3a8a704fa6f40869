// Elements, made and changed. Texts are always texts: nothing of this page is ever read as markup.

/** An element: `is` names it as "button.primary", what it has and hears is in `has`, what it holds follows. */
export function element(is, has = {}, ...holds) {
  const [tag, ...classes] = is.split(".");
  const made = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  if (classes.length) made.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(has)) give(made, key, value);
  made.append(...holds.flat(3).filter((each) => each !== null && each !== undefined && each !== false));
  return made;
}

const SVG = new Set(["svg", "path", "circle", "line", "rect", "g"]);

function give(made, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
  else if (key === "data") Object.assign(made.dataset, value);
  else if (key === "style") for (const [name, text] of Object.entries(value)) made.style.setProperty(name, text);
  else if (key in PROPERTIES) {
    made[key] = value;
    // What is compared are attributes.
    if (key === "value" || key === "checked") made.setAttribute(key, String(value));
  }
  else made.setAttribute(key, value === true ? "" : String(value));
}
const PROPERTIES = { value: 1, checked: 1, disabled: 1, htmlFor: 1, hidden: 1, textContent: 1, srcdoc: 1 };

/**
 * Puts new children in the place of old ones; the focus stays on what has the same id. Where nothing differs the old ones stay, so that
 * a press is not lost because what is pressed was put there anew: what they hear asks for the state, and does not remember one.
 */
export function refill(holder, ...holds) {
  const fresh = document.createElement("div");
  fresh.append(...holds.flat(3).filter((each) => each !== null && each !== undefined && each !== false));
  const details = [...fresh.querySelectorAll("details")];
  for (const opened of holder.querySelectorAll("details[open]")) {
    const like = details.find((each) => each.firstChild.textContent === opened.firstChild.textContent);
    if (like) like.open = true;
  }
  if (fresh.childNodes.length === holder.childNodes.length && [...fresh.childNodes].every((each, i) => each.isEqualNode(holder.childNodes[i]))) return;
  const focused = holder.contains(document.activeElement) ? document.activeElement.id : "";
  const at = holder.scrollTop;
  holder.replaceChildren(...fresh.childNodes);
  holder.scrollTop = at;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

export const find = (id) => document.getElementById(id);

/**
 * Keeps a swipe to the element it was made on. Left alone, a browser makes a fling of its end, though there is nothing to scroll
 * (touch-action: none), and the next tap, wherever it lands, only ends that fling: no click comes of it.
 */
export function keepFlings(element) {
  element.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });
}

/** An icon: strokes on a field of 24 by 24. */
export function icon(path) {
  return element("svg.icon", { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, element("path", { d: path }));
}
