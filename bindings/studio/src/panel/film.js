// An ink by a photo of a film or a drop of it beside a chart, and the check of a mix in the cup.
import { ask, closePhoto } from "../engine/client.js";
import { element, icon, keepFlings } from "../parts/dom.js";
import { choose } from "../parts/files.js";
import { now, set } from "../state/store.js";
import { number, say, sentence } from "../words.js";
import { ICONS } from "./icons.js";
import { usePalette } from "./palette.js";
import { PICTURES } from "./photos.js";

const WIDE = 900;
const RADIUS = 2.5; // of what is read around a tap, percent of the photo's width

export function filmForm(s) {
  const film = s.film ?? {};
  return element("details", { open: Boolean(s.film) }, element("summary", {}, say("Measure an ink, or check a mix, by a photo")),
    element("p.note", {}, say("Draw the ink down on white paper, let it dry, and photograph it beside a colour chart. Then tap the film.")),
    element("button.quiet", { id: "film-photo", type: "button", onclick: take }, icon(ICONS.camera), say("Choose a photo")),
    film.photo ? [picture(film), fields(s)] : null,
    film.problem ? element("p.wrong", { role: "alert" }, film.problem) : null,
    film.answer ? element("div.verdict.ready", { role: "status" }, film.answer.map((text) => element("p", {}, text))) : null);
}

const tell = (patch) => set({ film: { ...now().film, ...patch } });
const wrong = (error) => tell({ problem: sentence(error.reason ?? error.message) + " " + sentence(error.fix ?? ""), answer: null });

async function take() {
  const [file] = await choose(PICTURES);
  if (!file) return;
  if (now().film?.photo) closePhoto("film");
  const photo = { id: "film", name: file.name, file };
  try {
    set({ film: { at: [50, 50] } });
    const pixels = await ask("photoPixels", [photo], "film", WIDE);
    tell({ photo, pixels, problem: null });
  } catch (error) {
    wrong(error);
  }
}

function picture({ pixels, at, photo }) {
  const canvas = element("canvas.film", { id: "film", data: { shows: photo.name + photo.file.lastModified + at }, width: pixels.width, height: pixels.height, tabindex: 0, role: "application", "aria-label": say("Photo of the film. Tap the film, or move the ring with the arrow keys."),
    onpointerdown: (event) => {
      const box = event.currentTarget.getBoundingClientRect();
      tell({ at: [(100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height] });
    },
    onkeydown: (event) => {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!step) return;
      event.preventDefault();
      tell({ at: now().film.at.map((each, i) => Math.min(97, Math.max(3, each + step[i]))) });
    } });
  keepFlings(canvas);
  const context = canvas.getContext("2d");
  context.putImageData(new ImageData(new Uint8ClampedArray(pixels.data), pixels.width, pixels.height), 0, 0);
  for (const [width, stroke] of [[6, "#000"], [3, "#fff"]]) {
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.beginPath();
    context.arc((at[0] * pixels.width) / 100, (at[1] * pixels.height) / 100, (RADIUS * pixels.width) / 100, 0, 7);
    context.stroke();
  }
  return canvas;
}

function fields(s) {
  const field = (name, title, more = {}) => element("label.field", { for: "film-" + name }, title, element("input", { id: "film-" + name, name, autocomplete: "off", ...more }));
  return element("form.fields", { onsubmit: work }, field("parts_water", say("Water to one part of ink"), { type: "number", min: 0, max: 1000, step: 0.5, value: "20", required: true }),
    field("wet_film_um", say("Wet film, µm, where it is known"), { type: "number", min: 1, max: 1000 }),
    field("product", say("Name of the new ink"), { maxlength: 60 }),
    element("label.field", { for: "film-ink" }, say("Ink in the cup"), element("select", { id: "film-ink", name: "ink" }, s.palette.shown.inks.map((ink) => element("option", { value: ink.id }, ink.title)))),
    element("div.actions", {}, element("button.quiet", { id: "film-enter", type: "submit", value: "enter" }, icon(ICONS.plus), say("Enter it as a new ink")),
      element("button.quiet", { id: "film-check", type: "submit", value: "check" }, icon(ICONS.check), say("Check the mix"))));
}

async function work(event) {
  event.preventDefault();
  const given = Object.fromEntries(new FormData(event.currentTarget));
  const { photo, at } = now().film;
  const parts_water = Number(given.parts_water);
  const film = { name: "film", shape: "circle:" + at[0].toFixed(2) + "%," + at[1].toFixed(2) + "%," + RADIUS + "%", parts_water, ...(given.wet_film_um ? { wet_film_um: Number(given.wet_film_um) } : {}) };
  try {
    if (event.submitter?.value === "check") {
      const cup = await ask("checkCup", [photo], photo.id, film, given.ink, { want_parts_water: parts_water, batch_ml: now().settings.batch_ml }, now().palette.text);
      return tell({ answer: cupWords(cup), problem: null });
    }
    const product = given.product.trim() || say("Measured ink");
    const { text, notes, film: read } = await ask("measureFilm", [photo], photo.id, film, { product }, now().palette.text);
    await usePalette(text, { notes });
    tell({ answer: [say("{product} was entered: L {L}, a {a}, b {b}.", { product, L: number(read.estimate.lab.L), a: number(read.estimate.lab.a), b: number(read.estimate.lab.b) })], problem: null });
  } catch (error) {
    wrong(error);
  }
}

function cupWords({ verdict, parts_water, parts_water_lo, parts_water_hi, water_ml, ink_ml }) {
  const seen = say("It seems to have {parts} parts of water ({lo} to {hi}).", { parts: number(parts_water), lo: number(parts_water_lo), hi: number(parts_water_hi) });
  if (verdict === "as-wanted") return [say("The mix is as wanted."), seen];
  if (verdict === "add-water") return [say("It is too strong: add {ml} ml of water.", { ml: number(water_ml, 2, 2) }), seen];
  if (verdict === "add-ink") return [say("It is too weak: add {ml} ml of ink.", { ml: number(ink_ml, 2, 2) }), seen];
  return [say("The film cannot tell: draw it down beside strips of known dilution."), seen];
}

