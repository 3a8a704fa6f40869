// The photo: looked at, tapped, drawn on, compared. One canvas; what it shows follows from the state.
import { element, find } from "../parts/dom.js";
import { css } from "../parts/colour.js";
import { listen, now } from "../state/store.js";
import { say } from "../words.js";
import { mixOfPlan, showsNow } from "../state/work.js";
import { draftOf, readyDraft } from "./draft.js";
import { overlayOf, hatchColour } from "./overlay.js";
import { placed, placeOf, resetView } from "./view.js";

export const stage = { canvas: null, width: 0, height: 0, at: null, cut: 0.5, cross: [50, 50], crossShown: false };
let drawn = 0;
let pictures = { base: null, ink: null, pixels: null, shown: null, made: null }; // made: of which painting ink is, or a draft
let overlays = new WeakMap();
let lastPhoto = null;

export function makeStage() {
  stage.canvas = find("canvas");
  new ResizeObserver(measureStage).observe(find("stage"));
  measureStage();
  listen(wanted);
}

function measureStage() {
  const box = find("stage").getBoundingClientRect();
  const dense = Math.min(3, window.devicePixelRatio || 1);
  stage.width = Math.max(1, Math.round(box.width));
  stage.height = Math.max(1, Math.round(box.height));
  stage.canvas.width = Math.round(stage.width * dense);
  stage.canvas.height = Math.round(stage.height * dense);
  wanted();
}

/** Draws with the next frame. */
export function wanted() {
  drawn ||= requestAnimationFrame(() => {
    drawn = 0;
    draw(now());
  });
}

export const photoNow = (s = now()) => s.photos.find(({ id }) => id === s.current) ?? null;
/** Whether ink is to be seen beside the photo. */
export const comparing = (s = now()) => (s.view === "ink" || s.view === "keep") && s.stage?.id === s.current && Boolean(s.stage?.shown?.data);

/** The line between before and after begins in the middle of the area: without it nobody would see where ink is. */
function centreCut({ key, info, width }, at) {
  cutFor = key;
  const middle = placeOf(at, [(100 * (info.box[0] + info.box[2] / 2)) / width, 0])[0];
  setCut(Math.min(0.85, Math.max(0.15, middle / stage.width)));
}
let cutFor = null;

/** Where the picture changes from before to after: a share of the stage. */
export function setCut(share) {
  stage.cut = Math.min(1, Math.max(0, share));
  const cut = find("cut");
  cut.value = String(Math.round(100 * stage.cut));
  cut.setAttribute("aria-valuetext", say("{percent} percent of the picture without ink", { percent: Math.round(100 * stage.cut) }));
  find("stage").style.setProperty("--cut", 100 * stage.cut + "%");
  wanted();
}

/** A canvas with these pixels; where an old one has them already but in a box, only those in the box are written. */
function canvasOf({ width, height }, data, old = null, box = null) {
  const canvas = old?.width === width && old.height === height ? old : document.createElement("canvas");
  if (canvas !== old) Object.assign(canvas, { width, height });
  const pixels = new ImageData(new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength), width, height);
  if (box && canvas === old) canvas.getContext("2d").putImageData(pixels, 0, 0, ...box);
  else canvas.getContext("2d").putImageData(pixels, 0, 0);
  return canvas;
}

function draw(s) {
  const began = performance.now();
  drawAll(s);
  // For whoever measures: how long the last drawing took, ms.
  window.studioDrawn = performance.now() - began;
}

function drawAll(s) {
  const context = stage.canvas.getContext("2d");
  const dense = stage.canvas.width / stage.width;
  context.setTransform(dense, 0, 0, dense, 0, 0);
  context.clearRect(0, 0, stage.width, stage.height);
  const photo = photoNow(s);
  if (!photo?.bitmap) {
    stage.at = null;
    lastPhoto = null;
    pictures = { base: null, ink: null };
    return;
  }
  if (lastPhoto !== photo.id) resetView();
  lastPhoto = photo.id;
  const at = (stage.at = placed(photo, stage.width, stage.height));
  context.imageSmoothingEnabled = at.scale < 4;
  context.imageSmoothingQuality = "high";
  const show = comparing(s);
  if (show && s.stage.key !== cutFor) centreCut(s.stage, at);
  if (show) drawCompared(context, s, at);
  else context.drawImage(photo.bitmap, at.left, at.top, at.wide, at.high);
  if (s.view === "photos" || s.view === "skin") drawSeen(context, s, at);
  drawMarks(context, s, at);
  if (stage.crossShown && s.tool !== "look") drawCross(context, at);
}

function drawCompared(context, s, at) {
  const shown = s.stage;
  if (pictures.pixels !== shown.pixels) pictures = { pixels: shown.pixels, base: canvasOf(shown, shown.pixels), ink: null, shown: null, made: null };
  // A hand that moves a slider is not to wait for the smoothest picture.
  if (!showsNow(s)) context.imageSmoothingQuality = "low";
  const draft = showsNow(s) ? null : draftOf(shown, mixOfPlan(s), s.plan.years);
  if (draft || pictures.shown !== shown.shown) {
    pictures.shown = draft ? null : shown.shown;
    pictures.ink = canvasOf(shown.shown, draft?.data ?? shown.shown.data, pictures.ink, pictures.made === shown.shown ? draft?.box : null);
    pictures.made = shown.shown;
    if (!draft) (window.requestIdleCallback ?? setTimeout)(() => readyDraft(shown));
  }
  const cut = Math.round(stage.width * stage.cut);
  for (const [picture, left, right] of [[pictures.base, 0, cut], [pictures.ink, cut, stage.width]]) {
    context.save();
    context.beginPath();
    context.rect(left, 0, right - left, stage.height);
    context.clip();
    context.drawImage(picture, at.left, at.top, at.wide, at.high);
    context.restore();
  }
}

function drawSeen(context, s, at) {
  const index = s.found?.ids.indexOf(s.current) ?? -1;
  if (index < 0) return;
  const labels = s.found.labels[index];
  if (!overlays.has(labels)) overlays.set(labels, overlayOf(labels));
  context.drawImage(overlays.get(labels), at.left, at.top, at.wide, at.high);
  for (const { role, photo, box } of s.found.regions) {
    const lab = role === "skin" ? s.found.skin?.estimate.lab : role === "hair" ? s.found.hair?.shadow.lab ?? s.found.hair?.strand.lab : null;
    if (photo !== index || !lab) continue;
    const [x, y] = placeOf(at, [100 * (box[0] + box[2] / 2) / photoNow(s).width, 100 * (box[1] + box[3] / 2) / photoNow(s).height]);
    chip(context, x, y, role === "skin" ? say("Skin") : say("Hair"), css(lab), hatchColour(role));
  }
}

/** A word with the colour that was measured beside it. */
function chip(context, x, y, word, colour, ring) {
  context.font = "600 14px system-ui, sans-serif";
  const wide = context.measureText(word).width + 44;
  const left = Math.min(stage.width - wide - 6, Math.max(6, x - wide / 2)), top = Math.min(stage.height - 40, Math.max(6, y - 16));
  context.fillStyle = "rgb(15 17 18 / 86%)";
  context.beginPath();
  context.roundRect(left, top, wide, 32, 16);
  context.fill();
  context.fillStyle = colour;
  context.strokeStyle = ring;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(left + 17, top + 16, 9, 0, 7);
  context.fill();
  context.stroke();
  context.fillStyle = "#fff";
  context.textBaseline = "middle";
  context.fillText(word, left + 33, top + 16.5);
}

function drawMarks(context, s, at) {
  const marks = s.plan.marks[s.current] ?? {};
  if (s.view === "skin")
    for (const role of ["skin", "hair", "grey"])
      for (const shape of marks[role] ?? []) {
        const [x, y] = shape.slice(shape.indexOf(":") + 1).split(",").map((each) => parseFloat(each));
        ring(context, ...placeOf(at, [x, y]), hatchColour(role));
      }
  const line = s.plan.hairline[s.current] ?? [];
  if (s.view === "ink" && s.tool === "line") polyline(context, line.map((each) => placeOf(at, each)), false);
  const area = s.plan.area[s.current] ?? [];
  if (s.view === "ink" && s.tool === "area") polyline(context, area.map((each) => placeOf(at, each)), area.length > 2);
  if (s.tool === "chart" && s.view === "skin") polyline(context, (marks.chart ?? stage.corners ?? []).map((each) => placeOf(at, each)), true, 11);
}

function ring(context, x, y, colour) {
  for (const [width, stroke] of [[5, "rgb(0 0 0 / 60%)"], [2.5, colour]]) {
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.beginPath();
    context.arc(x, y, 9, 0, 7);
    context.stroke();
  }
}

function polyline(context, places, closed, knob = 6) {
  if (!places.length) return;
  for (const [width, stroke] of [[5, "rgb(0 0 0 / 60%)"], [2.5, "#7fd6d0"]]) {
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.lineJoin = "round";
    context.beginPath();
    places.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    if (closed) context.closePath();
    context.stroke();
  }
  context.lineWidth = 2;
  for (const [x, y] of places) {
    context.beginPath();
    context.arc(x, y, knob, 0, 7);
    context.fillStyle = "#fff";
    context.strokeStyle = "#0a5f63";
    context.fill();
    context.stroke();
  }
}

function drawCross(context, at) {
  const [x, y] = placeOf(at, stage.cross);
  for (const [width, stroke] of [[4, "rgb(0 0 0 / 70%)"], [2, "#fff"]]) {
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.beginPath();
    context.moveTo(x - 16, y);
    context.lineTo(x + 16, y);
    context.moveTo(x, y - 16);
    context.lineTo(x, y + 16);
    context.stroke();
  }
}

