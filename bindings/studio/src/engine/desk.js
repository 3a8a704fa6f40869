// What lies open in the worker, in one place: photos, what was measured of them, the ranking and the preview. All of it is freed when
// something takes its place.
import { UseError } from "scalptone/errors.js";
import { memoryBytes } from "scalptone/engine.js";

export const desk = { photos: new Map(), client: null, ranking: null, palette: null, preview: null, small: null, chosen: null };

/** Puts something in a place of the desk, and frees what lay there. */
export function put(place, thing) {
  if (desk[place] && desk[place] !== thing) desk[place].free();
  desk[place] = thing;
  return thing;
}

export function clear(...places) {
  for (const place of places) put(place, null);
}

export function photoOf(id) {
  const found = desk.photos.get(id);
  if (!found) throw new UseError("this photo is not open; add it again");
  return found;
}

export function clientOf_() {
  if (!desk.client) throw new UseError("nothing was measured yet; add a photo");
  return desk.client;
}

/** How much memory the engine has taken, bytes, and how many photos are open. */
export function memory() {
  return { bytes: memoryBytes(), photos: desk.photos.size };
}
