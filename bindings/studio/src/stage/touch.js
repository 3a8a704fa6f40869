// Fingers, mouse and keys on the photo.
import { find, keepFlings } from "../parts/dom.js";
import { decide, now, set } from "../state/store.js";
import { say } from "../words.js";
import { comparing, setCut, stage, wanted } from "./stage.js";
import { percentAt, placeOf, view, zoomAt } from "./view.js";

const pointers = new Map();
let gesture = null;

export function makeTouch() {
  const { canvas } = stage;
  canvas.addEventListener("pointerdown", down);
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("wheel", wheel, { passive: false });
  keepFlings(canvas);
  canvas.addEventListener("dblclick", () => now().tool === "look" && zoomTo(view.zoom > 1 ? 1 / view.zoom : 3));
  canvas.addEventListener("keydown", keys);
  canvas.addEventListener("focus", () => showCross(canvas.matches(":focus-visible")));
  canvas.addEventListener("blur", () => showCross(false));
  find("cut").addEventListener("input", (event) => setCut(event.target.value / 100));
}

function showCross(shown) {
  stage.crossShown = shown;
  wanted();
}

export function zoomTo(factor, x = stage.width / 2, y = stage.height / 2) {
  zoomAt(factor, x, y, stage.width, stage.height);
  wanted();
}

function placeIn(event) {
  const box = stage.canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

const nearCut = (x) => comparing() && Math.abs(x - stage.cut * stage.width) < 34;

function down(event) {
  if (!stage.at) return;
  stage.canvas.setPointerCapture(event.pointerId);
  const [x, y] = placeIn(event);
  pointers.set(event.pointerId, [x, y]);
  if (pointers.size === 2) gesture = { kind: "pinch", long: spread() };
  else if (pointers.size === 1) gesture = begin(x, y);
}

function begin(x, y) {
  const { tool, view: page } = now();
  const knob = tool === "chart" ? knobAt(chartCorners(), x, y, 30) : page === "ink" && (tool === "line" || tool === "area") ? knobAt(drawnLine(tool), x, y, 18) : -1;
  if (knob >= 0) return { kind: tool, knob, moved: false, x, y };
  // Where the whole photo is seen, there is nothing to move but the line.
  if (tool === "look" && comparing() && (nearCut(x) || view.zoom === 1)) return { kind: "cut", from: stage.cut, x };
  return { kind: "press", x, y, moved: false, from: [view.x, view.y] };
}

function spread() {
  const [[a, b], [c, d]] = [...pointers.values()];
  return { long: Math.hypot(a - c, b - d), x: (a + c) / 2, y: (b + d) / 2 };
}

function move(event) {
  const [x, y] = placeIn(event);
  if (!pointers.has(event.pointerId)) {
    stage.canvas.style.cursor = now().tool !== "look" ? "crosshair" : nearCut(x) ? "ew-resize" : view.zoom > 1 ? "grab" : "default";
    return;
  }
  pointers.set(event.pointerId, [x, y]);
  if (!gesture) return;
  if (gesture.kind === "pinch") pinch();
  else if (gesture.kind === "cut") setCut(gesture.from + (x - gesture.x) / stage.width);
  else if (gesture.kind === "press") pan(x, y);
  else dragKnob(gesture.kind, gesture.knob, x, y);
}

function pinch() {
  if (pointers.size < 2) return;
  const { long, x, y } = spread();
  zoomAt(long / Math.max(1, gesture.long.long), gesture.long.x, gesture.long.y, stage.width, stage.height);
  view.x += x - gesture.long.x;
  view.y += y - gesture.long.y;
  gesture.long = { long, x, y };
  wanted();
}

function pan(x, y) {
  if (!gesture.moved && Math.hypot(x - gesture.x, y - gesture.y) < 8) return;
  gesture.moved = true;
  view.x = gesture.from[0] + x - gesture.x;
  view.y = gesture.from[1] + y - gesture.y;
  wanted();
}

function up(event) {
  const place = pointers.get(event.pointerId);
  pointers.delete(event.pointerId);
  const ended = gesture;
  if (!pointers.size) gesture = null;
  if (event.type === "pointercancel" || !ended || !place) return;
  if (ended.kind === "press" && !ended.moved) tap(...percentAt(stage.at, ...place));
  if (ended.kind === "chart") keepCorners();
}

function wheel(event) {
  if (!stage.at) return;
  event.preventDefault();
  zoomTo(Math.exp(-event.deltaY / 400), ...placeIn(event));
}

// ---- what a tap means ----

const inside = (x, y) => x >= 0 && y >= 0 && x <= 100 && y <= 100;

function tap(x, y) {
  const { tool, plan, current, view: page } = now();
  if (!inside(x, y)) return;
  if (page === "skin" && (tool === "skin" || tool === "hair")) {
    const marks = plan.marks[current] ?? {};
    const shape = "point:" + x.toFixed(2) + "%," + y.toFixed(2) + "%";
    decide({ marks: { ...plan.marks, [current]: { ...marks, [tool]: [...(marks[tool] ?? []), shape] } } }, tool === "skin" ? say("Tap on skin") : say("Tap on hair"));
  }
  if (page === "ink" && (tool === "line" || tool === "area")) {
    const key = tool === "line" ? "hairline" : "area";
    const line = plan[key][current] ?? [];
    decide({ [key]: { ...plan[key], [current]: [...line, [x, y]] } }, tool === "line" ? say("Point of the hairline") : say("Corner of the area"));
  }
}

const drawnLine = (tool) => now().plan[tool === "line" ? "hairline" : "area"][now().current] ?? [];

/** The corners of the chart: those that were shown, or a frame in the middle to begin with. */
export function chartCorners() {
  const { plan, current } = now();
  return plan.marks[current]?.chart ?? (stage.corners ??= [[35, 40], [65, 40], [65, 60], [35, 60]]);
}

function knobAt(places, x, y, reach) {
  const far = places.map((each) => {
    const [u, v] = placeOf(stage.at, each);
    return Math.hypot(u - x, v - y);
  });
  const best = far.indexOf(Math.min(...far));
  return best >= 0 && far[best] < reach ? best : -1;
}

function dragKnob(tool, knob, x, y) {
  const to = percentAt(stage.at, x, y).map((each) => Math.min(100, Math.max(0, each)));
  if (tool === "chart") {
    stage.corners = chartCorners().map((each, i) => (i === knob ? to : each));
    const { plan, current } = now();
    if (plan.marks[current]?.chart) decide({ marks: { ...plan.marks, [current]: { ...plan.marks[current], chart: stage.corners } } }, say("Corner of the chart"), "corner");
    return wanted();
  }
  const key = tool === "line" ? "hairline" : "area";
  const { plan, current } = now();
  decide({ [key]: { ...plan[key], [current]: plan[key][current].map((each, i) => (i === knob ? to : each)) } }, say("Point moved"), key + knob);
}

function keepCorners() {
  const { plan, current } = now();
  if (!plan.marks[current]?.chart)
    decide({ marks: { ...plan.marks, [current]: { ...plan.marks[current], chart: chartCorners() } } }, say("Corner of the chart"), "corner");
}

// ---- keys ----

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
let heldKnob = -1;

function keys(event) {
  const { tool } = now();
  const step = STEPS[event.key];
  if (!stage.at || event.ctrlKey || event.metaKey || event.altKey) return;
  if (step) arrow(step, event.shiftKey ? 5 : 0.5);
  else if (event.key === "Enter" || event.key === " ") press(tool);
  else if (event.key === "+" || event.key === "=") zoomTo(1.4);
  else if (event.key === "-") zoomTo(1 / 1.4);
  else if (event.key === "Escape" && tool !== "look") set({ tool: "look" });
  else return;
  event.preventDefault();
}

function arrow([x, y], by) {
  const { tool } = now();
  if (tool === "look") {
    if (view.zoom > 1) {
      view.x -= x * by * 40;
      view.y -= y * by * 40;
    } else if (comparing() && x) setCut(stage.cut + (x * by) / 50);
    return wanted();
  }
  stage.crossShown = true;
  stage.cross = stage.cross.map((each, i) => Math.min(100, Math.max(0, each + [x, y][i] * by)));
  if (tool === "chart" && heldKnob >= 0) dragKnob("chart", heldKnob, ...placeOf(stage.at, stage.cross));
  wanted();
}

function press(tool) {
  if (tool === "chart") {
    heldKnob = heldKnob >= 0 ? -1 : knobAt(chartCorners(), ...placeOf(stage.at, stage.cross), Infinity);
    if (heldKnob < 0) keepCorners();
    else stage.cross = chartCorners()[heldKnob];
    return wanted();
  }
  tap(...stage.cross);
}

