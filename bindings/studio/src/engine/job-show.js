// Ink on the photo, at once: the photo is made ready for looking, and every move of a slider paints it anew.
import { match } from "scalptone/match.js";
import { palette } from "scalptone/palette.js";
import { Photo } from "scalptone/photo.js";
import { preview } from "scalptone/preview.js";
import { clear, clientOf_, desk, photoOf, put } from "./desk.js";
import { tellRanking } from "./job-consult.js";
import { reduced, reducedLabels } from "./job-photo.js";

/**
 * Makes a photo ready: `index` is its number among those that were measured. view: { area, hairline, distance_m, far }, shapes in
 * percent of the photo. Answers with the photo as it is, and where ink will be.
 */
export function prepare(id, index, most, view, options) {
  const client = clientOf_();
  const photo = photoOf(id);
  const pixels = reduced(photo.pixels({ ...options, channels: 4 }), most);
  const opaque = withoutOpacity(pixels);
  clear("preview", "small");
  const small = put("small", Photo.open(opaque));
  const wanted = wantedOf(client, index, photo.width / small.width, view);
  if (!view.area?.length) wanted.labels = reducedLabels(client.labels(index), small.width, small.height);
  const made = put("preview", preview(small, client, { ...wanted, ...options }));
  return { ...pixels, info: made.info, flags: made.flags };
}

function wantedOf(client, index, shrink, { area, hairline, distance_m, far }) {
  const scale = client.scales[index];
  const wanted = { watermark: false };
  if (scale) Object.assign(wanted, { mm_per_px: Math.min(2, scale.mm_per_px * shrink), scale_source: scale.source });
  if (area?.length) wanted.area = area;
  else if (hairline) wanted.hairline = hairline;
  if (far) Object.assign(wanted, { view: "far", distance_m });
  return wanted;
}

function withoutOpacity({ data, width, height }) {
  const out = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < out.length; from += 4, to += 3) {
    out[to] = data[from];
    out[to + 1] = data[from + 1];
    out[to + 2] = data[from + 2];
  }
  return { data: out, width, height };
}

const whenOf = (years) => (years < 0 ? { age: "fresh" } : years > 0 ? { age: "years", years } : {});

/** The look that a mix has: { row } of the ranking, or { ink, parts_water, density_per_cm2 } of the palette's. */
function lookOf(mix, options) {
  if (mix.row !== undefined) return desk.ranking.look(mix.row, whenOf(mix.years));
  return clientOf_().look(desk.palette, mix.ink, mix.parts_water, { ...options, density_per_cm2: mix.density_per_cm2, ...whenOf(mix.years) });
}

/** Paints one mix. Answers with pixels, and how the healed area and dot will look. */
export function show(mix, options) {
  const look = lookOf(mix, options);
  try {
    const { data, width, height } = desk.preview.pixels(look, { channels: 4 });
    const [result] = desk.preview.results;
    const { dot_lab, area_lab, skin_lab, density_per_cm2, parts_water } = look.info;
    return { data, width, height, result, dot_lab, area_lab, skin_lab, density_per_cm2, parts_water };
  } finally {
    look.free();
  }
}

const LADDER = 7;
const AGES = [-1, 0, 1, 3, 6, 10];

/** How an ink changes with water and with the years, for the pictures between two paintings. */
export function ladder(mix, options) {
  const [least, most] = [mix.least, mix.most];
  const parts = least < most ? Array.from({ length: LADDER }, (_, i) => 1 / (1 / (1 + most) + (i / (LADDER - 1)) * (1 / (1 + least) - 1 / (1 + most))) - 1) : [mix.parts_water];
  const at = (parts_water, years) => {
    const look = lookOf({ ...mix, parts_water, years }, options);
    const { area_lab, skin_lab } = look.info;
    look.free();
    return { parts_water, years, area_lab, skin_lab };
  };
  return { ink: mix.ink, dilutions: parts.map((each) => at(each, 0)), ages: AGES.map((years) => at(mix.parts_water, years)) };
}

/**
 * Judges a mix of one's own as the ranking judges its rows: the palette with this ink alone, at this dilution and density. What comes
 * back reads like a ranking of one row.
 */
export function settle(mix, options) {
  const whole = desk.palette.toJSON();
  const ink = whole.inks[mix.ink];
  const fixed = { min_parts_water: mix.parts_water, max_parts_water: mix.parts_water, step: 0.5 };
  const inks = palette({ ...whole, inks: [{ ...ink, in_stock: true, ...(ink.kind === "dilutable" ? { dilution: fixed } : {}) }] });
  const ranking = put("chosen", match(clientOf_(), inks, { ...options, density_per_cm2: mix.density_per_cm2 }));
  inks.free();
  return tellRanking(ranking, ranking.palette, 1);
}
