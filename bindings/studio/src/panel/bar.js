// The bar above: the steps of a consultation, and what lies beside them.
import { element, find, icon, refill } from "../parts/dom.js";
import { listen, now, redo, redoable, set, undo, undoable } from "../state/store.js";
import { say } from "../words.js";
import { ICONS } from "./icons.js";

export const STEPS = ["photos", "skin", "ink", "keep"];
const TITLES = { photos: "Photos", skin: "Skin and hair", ink: "Ink", keep: "Take home" };
const BESIDE = { palette: ["Your inks", "drop"], healed: ["Healed photo", "healed"], settings: ["Settings", "gear"] };

export function makeBar() {
  listen(draw);
  draw();
}

/** Whether a step can be gone to: what it shows has to be there. */
export function within(step, s = now()) {
  return step === "photos" || (step === "skin" ? s.photos.length > 0 : Boolean(s.found)) || (step === "keep" && Boolean(s.record));
}

export function go(view) {
  set({ view, tool: view === "skin" ? "skin" : "look" });
  find("panel").scrollTop = 0;
  find("panel").focus({ preventScroll: true });
}

function draw() {
  const s = now();
  refill(find("bar"),
    element("p.logo", {}, element("b", {}, "scalptone"), element("span", {}, say("studio"))),
    element("nav.steps", { "aria-label": say("Steps of the consultation") },
      element("ol", {}, STEPS.map((step, i) => element("li", {}, element("button.step", {
        id: "step-" + step, type: "button", disabled: !within(step, s), "aria-current": s.view === step ? "step" : null, onclick: () => go(step),
      }, element("span.count", { "aria-hidden": "true" }, String(i + 1)), element("span.word", {}, say(TITLES[step]))))))),
    element("div.beside", {},
      round("undo", undoable() ? say("Undo: {what}", { what: undoable() }) : say("Undo"), undo, !undoable()),
      round("redo", redoable() ? say("Do again: {what}", { what: redoable() }) : say("Do again"), redo, !redoable()),
      Object.entries(BESIDE).map(([view, [title, stroke]]) => round(stroke, say(title), () => go(view), false, { id: "to-" + view, "aria-current": s.view === view ? "page" : null }))));
}

export function round(stroke, title, onclick, disabled = false, more = {}) {
  return element("button.round", { id: "round-" + stroke, type: "button", title, "aria-label": title, disabled, onclick, ...more }, icon(ICONS[stroke]));
}
