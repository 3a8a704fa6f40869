// The artist's own shelf of inks.
import { convertPalette, palette, palettes } from "scalptone/palette.js";

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

/** A palette file of any format that the engine reads, as JSON, with what was lost or assumed. */
export function importPalette(bytes) {
  const { data, notes } = convertPalette(bytes, { to: "json" });
  return { ...describePalette(new TextDecoder().decode(data)), notes };
}
