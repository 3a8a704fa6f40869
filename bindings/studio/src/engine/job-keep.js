// What is taken home and what is kept: the consultation page and the record.
import { Record, record } from "scalptone/record.js";
import { mix, needle } from "scalptone/match.js";
import { preview } from "scalptone/preview.js";
import { desk, clientOf_, photoOf } from "./desk.js";
import { spoken } from "./language.js";

const rankingNow = () => desk.chosen ?? desk.ranking;

/** The consultation page of what was agreed, as HTML. Its pictures are made of the whole photo, not of the reduced one. */
export function renderPage(id, index, fields, view, options) {
  const client = clientOf_();
  const scale = client.scales[index];
  const wanted = { ...(scale ? { mm_per_px: Math.min(2, scale.mm_per_px), scale_source: scale.source } : {}) };
  if (view.area?.length) wanted.area = view.area;
  else {
    wanted.labels = client.labels(index);
    if (view.hairline) wanted.hairline = view.hairline;
  }
  const made = preview(photoOf(id), client, { ...wanted, ...options, ...spoken() });
  try {
    return rankingNow().pageHtml(made, { ...fields, ...options, ...spoken() });
  } finally {
    made.free();
  }
}

/** The record of what was agreed: fields by their keys, and the photos' files; sealed, too, where a passphrase is given. */
export function finishRecord(old, fields, files, passphrase) {
  const kept = old ? Record.open(old) : record(desk.ranking ? rankingNow() : null);
  try {
    for (const [key, value] of fields) kept.set(key, value);
    for (const { bytes, role, date } of files) kept.addPhoto(bytes, { role, date });
    return { ...readBack(kept), sealed: passphrase ? kept.sealed(passphrase) : null };
  } finally {
    kept.free();
  }
}

/** A record of its file, or null where that is sealed and there is no passphrase yet. */
export function readRecord(file, day, passphrase) {
  if (Record.isSealed(file) && !passphrase) return null;
  const kept = Record.open(file, passphrase);
  try {
    return { ...readBack(kept), warnings: day ? kept.warnings(day) : [] };
  } finally {
    kept.free();
  }
}

function readBack(kept) {
  return { text: kept.json(), entries: [...kept.entries()], sessions: kept.rows("sessions"), results: kept.rows("results"), photos: kept.rows("photos") };
}

/** What to draw up for another cup. */
export function mixVolumes(ml, parts_water, parts_ink) {
  return mix(ml, parts_water, parts_ink);
}
export function readNeedle(words) {
  return needle(words);
}
