// What a tap on the photo means, how far the work is, and the zoom.
import { element, find, icon, refill } from "../parts/dom.js";
import { decide, listen, now, set } from "../state/store.js";
import { cancel } from "../state/work.js";
import { comparing } from "../stage/stage.js";
import { zoomTo } from "../stage/touch.js";
import { view } from "../stage/view.js";
import { say } from "../words.js";
import { ICONS } from "./icons.js";
import { whenWords } from "./ink.js";
import { verdictNow } from "./verdict.js";

const TOOLS = { skin: [["look", "Move", "move"], ["skin", "Tap skin", "skin"], ["hair", "Tap hair", "hair"], ["chart", "Chart", "chart"]], ink: [["look", "Move", "move"], ["line", "Hairline", "line"], ["area", "Area", "area"]] };
const HINTS = {
  skin: "Tap bare skin: arrow keys and Enter do the same.", hair: "Tap hair or stubble: arrow keys and Enter do the same.",
  chart: "Drag the four corners onto the chart, its first patch at the upper left.", line: "Tap along the hairline that is wanted, from one side to the other.",
  area: "Tap around the area that is to be treated.", look: "Swipe to compare. Two fingers or the wheel zoom.",
};

export function makeTools() {
  find("tools").setAttribute("aria-label", say("Tools for the photo"));
  find("stage-name").textContent = say("Photo");
  find("cut").setAttribute("aria-label", say("How much of the picture is shown without ink"));
  listen(draw);
  draw();
}

function draw() {
  const s = now();
  const photo = s.photos.find(({ id }) => id === s.current);
  const shown = Boolean(photo?.bitmap);
  const canvas = find("canvas");
  canvas.setAttribute("aria-label", photo ? say("Photo {name}. {hint}", { name: photo.name, hint: say(HINTS[s.tool]) }) : say("No photo yet"));
  const compared = comparing(s);
  for (const id of ["cut", "handle", "sides"]) find(id).hidden = !compared;
  const [left, right] = find("sides").children;
  left.textContent = say("without");
  right.textContent = s.ranking && !verdictNow(s)?.pick ? say("a guess") : s.plan.years ? say("with ink, {when}", { when: whenWords(s.plan.years) }) : say("with ink, healed");
  const tools = shown ? TOOLS[s.view] ?? [] : [];
  refill(find("tools"),
    tools.map(([tool, title, stroke]) => element("button.tool", { id: "tool-" + tool, type: "button", "aria-pressed": s.tool === tool ? "true" : "false", onclick: () => set({ tool }) }, icon(ICONS[stroke]), element("span", {}, say(title)))),
    drawn(s),
    shown ? element("span.zoom", {}, zoom("minus", say("Smaller"), 1 / 1.5), zoom("fit", say("Whole photo"), 0), zoom("plus", say("Larger"), 1.5)) : null,
    shown && tools.length ? element("p.hint", {}, element("span", {}, say(HINTS[s.tool]))) : null);
  busy(s);
}

/** Wipes out what is drawn with this tool. */
function drawn({ tool, plan, current, view: page }) {
  const key = page !== "ink" ? null : tool === "line" ? "hairline" : tool === "area" ? "area" : null;
  if (!key || !plan[key][current]?.length) return null;
  const what = key === "area" ? say("Area wiped out") : say("Hairline wiped out");
  return element("button.tool", { id: "clear-" + tool, type: "button", onclick: () => decide({ [key]: { ...now().plan[key], [current]: [] } }, what) }, icon(ICONS.bin), element("span", {}, say("Wipe out")));
}

function zoom(stroke, title, factor) {
  return element("button.round", { id: "zoom-" + stroke, type: "button", title, "aria-label": title, onclick: () => zoomTo(factor || 1 / view.zoom) }, icon(ICONS[stroke]));
}

function busy({ busy: work, ready, trouble }) {
  const what = work?.what ?? (ready || trouble ? null : say("Starting the engine"));
  const bar = find("busy");
  bar.hidden = !what;
  if (!what) return bar.replaceChildren();
  if (bar.dataset.what !== what || !bar.firstChild) {
    bar.dataset.what = what;
    bar.replaceChildren(element("progress", { id: "progress", max: 1, "aria-label": what }), element("span", {}, what + " …"),
      work ? element("button.round", { id: "stop", type: "button", "aria-label": say("Stop"), title: say("Stop"), onclick: cancel }, icon(ICONS.stop)) : "");
  }
  if (work?.share) find("progress").value = work.share;
}
