// Everything but the start of the engine, which differs between the entries.
export {
  Cancelled, ChartError, InternalError, NotSure, NothingError, OutOfMemory, PaletteError, PassphraseError, PhotoError, ScalptoneError, UseError,
} from "./errors.js";
export { loaded, memoryBytes } from "./engine.js";
export { VERSION as version } from "./layout.js";
export { Handle } from "./native.js";
export { Photo, Shape } from "./photo.js";
export { Measurement, View, measure } from "./measure.js";
export { InkOptics, Palette, convertPalette, palette, palettes } from "./palette.js";
export { Swatches, addInk, swatches } from "./swatch.js";
export { checkPalette, merge, stock, substitutes } from "./shelf.js";
export { Artist } from "./artist.js";
export { Look, Ranking, match, mix, needle, schema } from "./match.js";
export { Preview, preview } from "./preview.js";
export { Healed, conditions, dotBlurMm, fitSkin, heal, predictShadow, tissue } from "./skin.js";
export { Camera, Chart, FoundChart, cardPdf, cardSvg, chart } from "./chart.js";
export { Record, record } from "./record.js";
export { Verification, verify } from "./verify.js";
export { has, languages, libraryVersion, limits, words } from "./about.js";
export * from "./colour.js";
