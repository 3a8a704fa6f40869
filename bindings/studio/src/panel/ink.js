// Ranked mixes, and sliders for a mix of one's own. What follows from a slider changes at once, beside it.
import { element, find, icon, refill } from "../parts/dom.js";
import { css } from "../parts/colour.js";
import { decide, now, settleGroup } from "../state/store.js";
import { mixOfPlan, settledNow } from "../state/work.js";
import { number, say } from "../words.js";
import { go } from "./bar.js";
import { ICONS } from "./icons.js";
import { verdictCard } from "./verdict.js";

const DISTANCES = [0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5];

export function inkView(s) {
  return [
    element("h1", {}, say("Ink on this head")),
    element("div", { id: "verdict" }, verdictCard(s)),
    s.ranking ? [
      element("div", { id: "recipe", "aria-busy": settledNow(s) ? null : "true" }, recipe(s)),
      element("form.sliders", { id: "sliders", onsubmit: (event) => event.preventDefault() }, sliders(s)),
      table(s),
      actions(s),
    ] : null,
  ];
}

/** What changes while a slider is held. */
inkView.refresh = (s) => {
  if (!s.ranking) return;
  refill(find("verdict"), verdictCard(s));
  refill(find("recipe"), recipe(s));
  if (settledNow(s)) find("recipe").removeAttribute("aria-busy");
  else find("recipe").setAttribute("aria-busy", "true");
  for (const { id, value, text } of sliderRows(s)) {
    const input = find(id);
    if (!input) continue;
    if (input !== document.activeElement) input.value = String(value);
    input.setAttribute("aria-valuetext", text);
    find(id + "-out").textContent = text;
  }
};

// ---- the mix that is shown ----

/** The row that the shown mix is, or comes from. */
export function rowNow({ ranking, plan, settled }) {
  if (!ranking) return null;
  if (plan.mix.row !== undefined) return ranking.rows[plan.mix.row] ?? ranking.rows[0];
  return settled?.rows?.[0] ?? null;
}

function inkOf(s) {
  return s.palette.shown?.inks[mixOfPlan(s).ink];
}

function recipe(s) {
  const row = rowNow(s);
  const shown = s.stage?.shown;
  const pick = s.plan.mix.row === undefined ? s.settled?.verdict?.pick : s.ranking.verdict.pick;
  const target = s.ranking.info.target_area;
  const pair = shown?.area_lab && [element("div.pair", { role: "img", "aria-label": say("Left the hair from a metre, right the ink") },
    element("span", { style: { background: css(target) } }), element("span", { style: { background: css(shown.area_lab) } })),
    element("p.sides", { "aria-hidden": "true" }, element("span", {}, say("hair, from a metre")), element("span", {}, say("ink, from a metre")))];
  if (!row || !pick) return pair;
  return [
    pair,
    element("ul.mix", { "aria-label": say("Recipe") },
      part(row.ink_ml, row.first ?? row.title),
      row.second_ml > 0 ? part(row.second_ml, row.second) : null,
      row.water_ml > 0 ? part(row.water_ml, say("distilled water")) : null),
    element("p.note", {}, say("{density} dots a cm² over all sessions.", { density: number(row.density_per_cm2, 0) })),
    row.warnings.map((text) => element("p.note", {}, text + (/[.!?]$/.test(text) ? "" : "."))),
  ];
}

function part(ml, what) {
  return element("li", {}, element("b", {}, number(ml, 2, 2) + " ml"), element("span", {}, what));
}

// ---- sliders ----

// Even steps of a slider are even steps of concentration, as an eye sees them.
const toSlide = (parts, least, most) => Math.round((1000 * (1 / (1 + least) - 1 / (1 + parts))) / (1 / (1 + least) - 1 / (1 + most)));
const fromSlide = (value, least, most) => {
  const parts = 1 / (1 / (1 + least) - (value / 1000) * (1 / (1 + least) - 1 / (1 + most))) - 1;
  return Math.min(most, Math.max(least, Math.round(parts * 2) / 2));
};

function sliderRows(s) {
  const ink = inkOf(s);
  const mix = mixOfPlan(s);
  const rows = [];
  if (ink && ink.kind === "dilutable" && !mix.blended && ink.max_parts_water > ink.min_parts_water) {
    const [least, most] = [ink.min_parts_water, ink.max_parts_water];
    rows.push({ id: "dilution", title: say("Water to one part of ink"), min: 0, max: 1000, step: 1, value: toSlide(mix.parts_water, least, most), text: number(mix.parts_water),
      ends: [say("darker"), say("lighter")], change: (value) => own(s, { parts_water: fromSlide(value, least, most) }, say("Dilution"), "dilution") });
  }
  rows.push({ id: "density", title: say("Dots on a cm²"), min: 40, max: 400, step: 5, value: Math.round(mix.density_per_cm2), text: number(mix.density_per_cm2, 0),
    ends: [say("fewer"), say("more")], change: (value) => own(s, { density_per_cm2: value }, say("Density"), "density") });
  rows.push({ id: "years", title: say("When"), min: -1, max: 10, step: 1, value: s.plan.years, text: whenWords(s.plan.years),
    ends: [say("fresh"), say("10 years")], change: (value) => decide({ years: value }, say("When"), "years") });
  const at = s.plan.far ? 1 + DISTANCES.indexOf(s.plan.distance_m) : 0;
  rows.push({ id: "distance", title: say("Seen"), min: 0, max: DISTANCES.length, step: 1, value: at, text: at ? say("from {metres} m", { metres: number(s.plan.distance_m, 2) }) : say("as in the photo"),
    ends: [say("close up"), say("from afar")], change: (value) => decide(value ? { far: true, distance_m: DISTANCES[value - 1] } : { far: false }, say("Distance"), "distance") });
  return rows;
}

export function whenWords(years) {
  if (years < 0) return say("fresh");
  if (years === 0) return say("healed");
  return years === 1 ? say("after 1 year") : say("after {years} years", { years });
}

function own(s, patch, what, group) {
  const current = now();
  const { ink, parts_water, density_per_cm2 } = mixOfPlan(current);
  decide({ mix: { ink, parts_water, density_per_cm2, ...patch }, agreed: false }, what, group);
}

function sliders(s) {
  return sliderRows(s).map((row) => element("div.slider", {},
    element("label", { for: row.id }, row.title), element("output", { id: row.id + "-out", for: row.id }, row.text),
    element("input", { id: row.id, type: "range", min: row.min, max: row.max, step: row.step, value: String(row.value), "aria-valuetext": row.text, data: { live: "" },
      oninput: (event) => sliderRows(now()).find(({ id }) => id === row.id)?.change(Number(event.target.value)), onchange: settleGroup }),
    element("span.ends", { "aria-hidden": "true" }, element("span", {}, row.ends[0]), element("span", {}, row.ends[1]))));
}

// ---- the ranking ----

function table(s) {
  const { rows, info } = s.ranking;
  return element("section", {},
    element("h2", {}, s.ranking.verdict.pick ? say("Mixes, best first") : say("Mixes to look at; none may be called best yet")),
    element("div.rows", { role: "radiogroup", "aria-label": say("Mixes") }, rows.map((row, i) => mixRow(row, i, s, info))));
}

function mixRow(row, i, s, info) {
  const chosen = s.plan.mix.row === i;
  return element("label.row" + (chosen ? ".chosen" : ""), { for: "mix-" + i },
    element("input", { type: "radio", name: "mix", id: "mix-" + i, checked: chosen, onchange: () => decide({ mix: { row: i }, agreed: false }, say("Another mix")) }),
    element("span.pairs", { "aria-hidden": "true" },
      element("span.pair", {}, element("span", { style: { background: css(info.target_dot) } }), element("span", { style: { background: css(row.dot_lab) } })),
      element("span.pair", {}, element("span", { style: { background: css(info.target_area) } }), element("span", { style: { background: css(row.area_lab) } }))),
    element("span.what", {}, element("strong", {}, row.title), element("span", {}, row.ready ? say("as it is") : say("1 part to {parts} of water", { parts: number(row.parts_water) }))),
    element("span.how", {}, say("Close up: {how}.", { how: row.direction }), " ", say("From a metre: {how}.", { how: row.direction_area })));
}

function actions(s) {
  return [
    element("div.actions", {}, element("button.primary", { id: "agree", type: "button", disabled: !s.ranking.verdict.pick || !rowNow(s), onclick: agree }, icon(ICONS.check), say("Agree on this mix")),
      s.ranking.verdict.pick ? null : element("button.quiet", { id: "without", type: "button", onclick: () => go("keep") }, say("Go on without a recipe"))),
  ];
}

function agree() {
  decide({ agreed: true }, say("Agreement"));
  go("keep");
}
