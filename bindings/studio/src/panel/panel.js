// The panel beside the photo: one view at a time.
import { find, refill, element } from "../parts/dom.js";
import { listen, now } from "../state/store.js";
import { say } from "../words.js";
import { photosView } from "./photos.js";
import { skinView } from "./skin.js";
import { inkView } from "./ink.js";
import { keepView } from "./keep.js";
import { paletteView } from "./palette.js";
import { healedView } from "./healed.js";
import { settingsView } from "./settings.js";

const VIEWS = { photos: photosView, skin: skinView, ink: inkView, keep: keepView, palette: paletteView, healed: healedView, settings: settingsView };
let told = "";

export function makePanel() {
  listen(draw);
  draw();
}

function draw() {
  const s = now();
  document.body.dataset.view = s.view;
  document.body.dataset.photo = s.photos.length ? "some" : "none";
  // A field that is being typed in, or a slider that is being held, stays as it is; what follows from it is filled in beside it.
  const inField = find("panel").contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  if (inField && document.activeElement.dataset.live !== undefined) VIEWS[s.view].refresh?.(s);
  else refill(find("panel"), VIEWS[s.view](s));
  announce(s);
}

/** What a screen reader is told when an answer comes. */
function announce(s) {
  const text = s.trouble ? s.trouble.reason + " " + s.trouble.fix : s.ranking ? s.ranking.verdict.photo + " " + s.ranking.verdict.recipe : "";
  if (text === told) return;
  told = text;
  find("told").textContent = text;
}

