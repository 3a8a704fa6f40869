// From photos to ranked mixes.
import { Measurement, View, measure } from "scalptone/measure.js";
import { palette } from "scalptone/palette.js";
import { clear, clientOf_, desk, photoOf, put } from "./desk.js";
import { reducedLabels } from "./job-photo.js";

const LABELS_WIDE = 900;

/**
 * Measures photos: each { id, skin, hair, grey } with shapes in the words of the command line, or lists of them. What comes back is
 * what the page shows of it; the measurement itself stays here.
 */
export function consult(photos, how, options) {
  clear("ranking", "preview", "small", "chosen");
  const views = photos.map(({ id, skin, hair, grey }) => new View(photoOf(id), some({ skin, hair, grey })));
  const chart_photo = how.chart_photo ? photoOf(how.chart_photo) : undefined;
  const client = put("client", measure(views, { ...options, chart_photo }));
  return told(client, photos);
}

function some(shapes) {
  return Object.fromEntries(Object.entries(shapes).filter(([, list]) => list && list.length));
}

function told(client, photos) {
  const { flags, regions, agreements, corrections, scales, skin, hair } = client;
  const labels = photos.map((_, i) => {
    const whole = client.labels(i);
    const wide = Math.min(LABELS_WIDE, whole.width);
    return reducedLabels(whole, wide, Math.round((whole.height * wide) / whole.width));
  });
  return { skin, hair, flags, regions, agreements, corrections, scales, labels, kind: client.correction.kind, u95_de00: client.correction.u95_de00 };
}

/** The measurement as the command writes it. */
export function measureJson() {
  return clientOf_().json();
}

/** Ranks the inks of a palette (its JSON) for what was measured. */
export function rank(text, options) {
  const client = clientOf_();
  clear("chosen", "ranking");
  const inks = put("palette", palette(text));
  const ranking = put("ranking", client.match(inks, options));
  return tellRanking(ranking, inks);
}

export function tellRanking(ranking, inks, most = 12) {
  const info = ranking.info;
  const rows = Array.from({ length: Math.min(most, ranking.length) }, (_, i) => tellRow(ranking.row(i), inks));
  return { rows, info, verdict: ranking.verdict, flags: ranking.flags, plan: ranking.plan.map((step) => ({ ...step, title: inks.title(step.ink, step.blend) })),
    assumptions: ranking.assumptions, length: ranking.length, json: ranking.json() };
}

function tellRow(row, inks) {
  const ink = inks.ink(row.ink);
  return { ...row, title: inks.title(row.ink, row.blend), brand: ink.brand, second: row.blend.parts_second ? inks.title(row.blend.ink) : "",
    first: inks.title(row.ink), ready: ink.kind === "ready", lot: ink.lot, expiry: ink.expiry,
    least: ink.min_parts_water, most: ink.max_parts_water, step: ink.step };
}

