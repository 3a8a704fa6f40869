// What a slider does to the picture at once, until the engine has painted it anew: the ink that the last painting took from the light of
// each pixel, made stronger or weaker as the engine's own predictions of area and skin say. Dots stay where they are.
import { linearOf } from "../parts/colour.js";

const DECODED = Float32Array.from({ length: 256 }, (_, v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
const STEPS = 4095;
const CODED = Uint8ClampedArray.from({ length: STEPS + 1 }, (_, i) => 255 * (i / STEPS <= 0.0031308 ? (12.92 * i) / STEPS : 1.055 * (i / STEPS) ** (1 / 2.4) - 0.055));

/** The pixels that ink has changed, by which share of their light, and the box they lie in: left, top, width, height. */
function inked(before, after, width) {
  const all = new Int32Array(before.length / 4);
  let count = 0;
  for (let at = 0; at < before.length; at += 4) if (before[at] !== after[at] || before[at + 1] !== after[at + 1] || before[at + 2] !== after[at + 2]) all[count++] = at;
  const places = all.slice(0, count);
  const shares = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) for (let c = 0, at = places[i]; c < 3; c++) shares[3 * i + c] = 1 - DECODED[after[at + c]] / Math.max(1e-4, DECODED[before[at + c]]);
  return { places, shares, box: boxOf(places, width) };
}

function boxOf(places, width) {
  let left = width, right = -1;
  for (const at of places) {
    const x = (at >> 2) % width;
    if (x < left) left = x;
    if (x > right) right = x;
  }
  if (right < 0) return [0, 0, 0, 0];
  const top = Math.floor((places[0] >> 2) / width);
  return [left, top, right - left + 1, Math.floor((places[places.length - 1] >> 2) / width) - top + 1];
}

/** The share of the skin's light that an area with ink lacks, in red, green and blue. */
const lossOf = ({ area_lab, skin_lab }) => {
  const area = linearOf(area_lab), skin = linearOf(skin_lab);
  return area.map((each, c) => 1 - each / Math.max(1e-6, skin[c]));
};

/** What lies between two steps of a ladder: rows of [place, loss], the places rising. */
function between(rows, place) {
  const above = rows.findIndex(([at]) => at >= place);
  if (above <= 0) return (rows[above] ?? rows.at(-1))[1];
  const [[a, low], [b, high]] = [rows[above - 1], rows[above]];
  const t = (place - a) / (b - a);
  return low.map((each, c) => each + (high[c] - each) * t);
}

function lossAt(ladder, { parts_water, density_per_cm2 }, years) {
  const diluted = between(ladder.dilutions.map((step) => [1 / (1 + step.parts_water), lossOf(step)]).sort((a, b) => a[0] - b[0]), 1 / (1 + parts_water));
  const ages = ladder.ages.map((step) => [step.years, lossOf(step)]);
  const aged = between(ages, years), healed = between(ages, 0);
  return diluted.map((each, c) => (each * density_per_cm2 * aged[c]) / Math.max(1e-6, healed[c]));
}

let known = null; // { shown, places, shares, data }

/** Makes ready for drafts, while nobody waits. */
export function readyDraft({ pixels, shown }) {
  if (shown?.data && known?.shown !== shown) known = { shown, ...inked(pixels, shown.data, shown.width), data: new Uint8ClampedArray(shown.data) };
}

/** The picture of a mix, made of the last one that the engine painted, and the box in which it differs; null where nothing tells how. */
export function draftOf(stage, mix, years) {
  const { pixels, shown, ladder } = stage;
  if (!ladder || !shown?.data || shown.mix?.ink !== mix.ink || ladder.ink !== mix.ink || mix.blended) return null;
  readyDraft(stage);
  const was = lossAt(ladder, shown.mix, shown.years), is = lossAt(ladder, mix, years);
  const factor = is.map((each, c) => each / Math.max(1e-6, was[c]));
  const { places, shares, data, box } = known;
  for (let i = 0; i < places.length; i++)
    for (let c = 0, at = places[i]; c < 3; c++) {
      const light = DECODED[pixels[at + c]] * (1 - shares[3 * i + c] * factor[c]);
      data[at + c] = CODED[Math.min(STEPS, Math.max(0, Math.round(light * STEPS)))];
    }
  return { data, box };
}
