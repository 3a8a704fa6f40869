// The artist's own shelf of inks.
import { addInk as addTo, swatches } from "scalptone/swatch.js";
import { convertPalette, palette, palettes } from "scalptone/palette.js";
import { photoOf } from "./desk.js";

/** What the page shows of a palette: JSON, or the name of one that ships. */
export function describePalette(source) {
  const inks = palette(source);
  try {
    return { info: inks.info, warnings: inks.warnings, text: inks.json(), names: palettes(),
      inks: [...inks].map((ink, i) => ({ ...ink, title: inks.title(i), colours: inks.colours(i).map(({ state, lab }) => ({ state, lab })) })) };
  } finally {
    inks.free();
  }
}

/** A palette with one more ink, by what stands on its label. */
export function addInk(text, entry) {
  return addTo(entry, text);
}

/** An ink by a film or a drop in a photo: the palette with it, and what could not be told. */
export function measureFilm(id, film, entry, text) {
  const read = swatches(photoOf(id), [film]);
  try {
    return { ...read.ink(entry, text), film: read.films[0], flags: read.flags };
  } finally {
    read.free();
  }
}

/** Is a mix what it is to be? film: where it lies, how thick; want: { want_parts_water, batch_ml }. */
export function checkCup(id, film, ink, want, text) {
  const read = swatches(photoOf(id), [{ ...film, mix: true }]);
  try {
    return { ...read.cup(text, ink, want), film: read.films[0] };
  } finally {
    read.free();
  }
}

/** A palette file of any format that the engine reads, as JSON, with what was lost or assumed. */
export function importPalette(bytes) {
  const { data, notes } = convertPalette(bytes, { to: "json" });
  return { ...describePalette(new TextDecoder().decode(data)), notes };
}
