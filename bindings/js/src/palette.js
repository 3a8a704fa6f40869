// Inks: what is in them, what colours they were measured to have, and whose word that is.
import { UseError } from "./errors.js";
import { Handle, SIZE_MAX, at, calling, flags, fromJson, jsonBytes, textAt } from "./native.js";
import { view } from "./engine.js";
import { PALETTES } from "./palettes.js";

/** The names of the palettes that ship. */
export function palettes() {
  return Object.keys(PALETTES);
}

/** A palette: one that ships by its name, or JSON as text, bytes or an object. */
export function palette(source = "default") {
  if (source instanceof Palette) return source;
  if (typeof source === "string" && /^[\w-]+$/.test(source)) {
    if (!Object.hasOwn(PALETTES, source)) throw new UseError("there is no palette " + source + "; there are " + palettes().join(", ") + ", or give JSON");
    source = PALETTES[source];
  }
  return new Palette(fromJson("sct_palette_from_json", "sct_palette_free", source));
}

/** Does something with a palette, and frees it where it was opened for this. */
export function usingPalette(source, work) {
  const inks = palette(source);
  try {
    return work(inks);
  } finally {
    if (inks !== source) inks.free();
  }
}

/** A palette from one format in another: JSON, CSV, CGATS readings, swatches of GIMP (gpl) or Adobe (ase): { data, notes }. */
export function convertPalette(source, options = {}) {
  return calling({}, (call) => {
    const data = jsonBytes(source instanceof Palette ? source.json() : source);
    const settings = call.struct("sct_palette_convert_options", options);
    const out = call.room(8);
    const notes = call.room(8);
    call.check(call.wasm.sct_palette_convert(call.context, settings, call.data(data), data.length, out, notes));
    const converted = call.take(out);
    return { data: converted, notes: new TextDecoder().decode(call.take(notes)).split("\n").filter(Boolean) };
  });
}

/** Inks, in the order of their file. A palette never changes. */
export class Palette extends Handle {
  static kind = "Palette";
  static open(source) {
    return palette(source);
  }

  get info() {
    return calling({}, (call) => call.get("sct_palette_info", "sct_palette_describe_sized", at(this)));
  }
  /** What was odd about the file, each with the place in it. */
  get warnings() {
    return calling({}, (call) => Array.from({ length: this.info.warning_count }, (_, i) => textAt(call.wasm.sct_palette_warning(at(this), i))));
  }
  get length() {
    return calling({}, (call) => call.wasm.sct_palette_count(at(this)));
  }
  *[Symbol.iterator]() {
    for (let i = 0; i < this.length; i++) yield this.ink(i);
  }
  has(ink) {
    return typeof ink === "string" && this.#find(ink) !== null;
  }
  #find(ink) {
    const found = calling({}, (call) => call.wasm.sct_palette_find(at(this), call.string(ink))) >>> 0;
    return found === SIZE_MAX ? null : found;
  }
  /** The number of an ink by its id, or by its number, from the end where that is negative. */
  index(ink) {
    const found = typeof ink === "string" ? this.#find(ink) : ink < 0 ? ink + this.length : ink;
    if (typeof ink === "string" && found === null) throw new UseError("there is no ink " + JSON.stringify(ink) + "; there are " + [...this].map((each) => each.id).join(", "));
    if (!Number.isInteger(found) || found < 0 || found >= this.length) throw new UseError("the palette has " + this.length + " inks, and none of number " + ink);
    return found;
  }
  /** An ink by its id or number. */
  ink(ink) {
    const index = this.index(ink);
    return calling({}, (call) => call.get("sct_ink", "sct_palette_ink_sized", at(this), index));
  }
  #parts(type, name, ink, count) {
    const index = this.index(ink);
    return Array.from({ length: this.ink(index)[count] }, (_, i) => calling({}, (call) => call.get(type, name, at(this), index, i)));
  }
  /** What an ink is made of. */
  pigments(ink) {
    return this.#parts("sct_ink_pigment", "sct_palette_ink_pigment_sized", ink, "pigment_count");
  }
  /** The colours of an ink: in the cup, drawn down, fresh, healed. */
  colours(ink) {
    return this.#parts("sct_ink_colour", "sct_palette_ink_colour_sized", ink, "colour_count");
  }
  /** What else is in an ink. */
  ingredients(ink) {
    const index = this.index(ink);
    return calling({}, (call) =>
      Array.from({ length: this.ink(index).ingredient_count }, (_, i) => textAt(call.wasm.sct_palette_ink_ingredient(at(this), index, i))));
  }
  /** What people call an ink, or two in one syringe. */
  title(ink, blend) {
    const index = this.index(ink);
    return calling({}, (call) => {
      const room = call.room(96);
      call.wasm.sct_ink_title(at(this), index, blend ? call.struct("sct_blend", blend) : 0, room, 96);
      return textAt(room);
    });
  }
  /** The best optics that an ink offers: its films, else its composition. */
  optics(ink) {
    const index = this.index(ink);
    return new InkOptics(calling({}, (call) => call.make("sct_palette_ink_optics", "sct_ink_optics_free", [at(this), index])));
  }
  /** The palette as JSON text, with every key of its file. */
  json() {
    return calling({}, (call) => call.text("sct_palette_json", at(this)));
  }
  /** One ink as JSON, one line. */
  inkJson(ink) {
    const index = this.index(ink);
    return calling({}, (call) => call.text("sct_palette_ink_json", at(this), index));
  }
  toJSON() {
    return JSON.parse(this.json());
  }
}

/** Pigments as an array of the engine's. */
export function pigmentArray(call, pigments) {
  const rows = Object.entries(pigments).map(([ci, fraction]) => ({ ci, fraction }));
  return [call.structs("sct_pigment", rows), rows.length];
}

/** What an ink absorbs and scatters in skin, and what that rests on. */
export class InkOptics extends Handle {
  static kind = "InkOptics";

  /** From Colour Index numbers and mass fractions of the fluid [0, 1]. */
  static fromComposition(pigments) {
    return new InkOptics(calling({}, (call) =>
      call.make("sct_ink_optics_from_composition", "sct_ink_optics_free", pigmentArray(call, pigments))));
  }
  /** From films that somebody measured (1 to 16). */
  static fromDrawdowns(films, { pigments, wet_um = NaN, lab_sd = 0.3 } = {}) {
    return new InkOptics(calling({}, (call) => {
      const [array, count] = pigments ? pigmentArray(call, pigments) : [0, 0];
      const settings = call.struct("sct_drawdown_options", { wet_um, lab_sd, pigments: array, pigment_count: count });
      return call.make("sct_ink_optics_from_drawdowns", "sct_ink_optics_free", [settings, call.structs("sct_drawdown", films), films.length]);
    }));
  }
  get info() {
    return calling({}, (call) => call.get("sct_ink_optics_info", "sct_ink_optics_describe_sized", at(this)));
  }
  get flags() {
    return flags(calling({}, (call) => call.wasm.sct_ink_optics_flags(at(this))));
  }
  /** absorption_per_cm and scattering_per_cm of one unit of load in tissue, and anisotropy: 400 to 700 nm by 10 nm. */
  get curves() {
    const names = ["absorption_per_cm", "scattering_per_cm", "anisotropy"];
    return calling({}, (call) => {
      const rooms = names.map(() => call.room(8 * WAVELENGTHS));
      call.check(call.wasm.sct_ink_optics_curves(at(this), ...rooms));
      return Object.fromEntries(names.map((name, i) => [name, doublesAt(rooms[i], WAVELENGTHS)]));
    });
  }
}

export const WAVELENGTHS = 31;

export function doublesAt(address, count) {
  return Array.from({ length: count }, (_, i) => view().getFloat64(address + 8 * i, true));
}

