// Inks from photos of films of them, and the check of a mix in the cup.
import { View, measureOptions, viewsOf } from "./measure.js";
import { STRUCTS } from "./layout.js";
import { Handle, at, calling, each, flags, jsonBytes, read, split } from "./native.js";
import { usingPalette } from "./palette.js";
import { Photo, shapes, withShapes } from "./photo.js";

const decoder = new TextDecoder();
const textOf = (source) => usingPalette(source, (inks) => jsonBytes(inks.json()));

/** What a call makes of a palette: { text, notes }. */
function written(call, name, given) {
  const out = call.room(8);
  const notes = call.room(8);
  call.check(call.wasm[name](call.context, ...given, out, notes));
  return { text: decoder.decode(call.take(out)), notes: decoder.decode(call.take(notes)).split("\n").filter(Boolean) };
}

/** The JSON of a palette with one more ink, by what is known of it. Without a palette, one begins. */
export function addInk(entry, source = null) {
  return calling({}, (call) => {
    const data = source === null ? null : textOf(source);
    return call.text("sct_palette_add", call.struct("sct_ink_entry", entry), data ? call.data(data) : 0, data?.length ?? 0);
  });
}

/** Reads films of ink in photos. fields: { name, shape, photo, parts_water, ... }; on the sheet for films a name is enough. */
export function swatches(photos, fields, options = {}) {
  const [about, rest] = split(options);
  const given = Array.isArray(photos) ? photos : [photos];
  const views = given.map((one) => (one instanceof View ? one : new View(one)));
  try {
    return new Swatches(calling({ limits: views[0]?.photo.limits, ...about }, (call) => withShapes((made) => {
      const array = viewsOf(call, views, made);
      const rows = fields.map(({ shape, ...field }) => ({ ...field, ...(shape ? { shape: shapes(call, "skin", shape, made)[0] } : {}) }));
      const settings = call.struct("sct_measure_options", measureOptions(call, rest));
      return call.make("sct_swatches_new", "sct_swatches_free", [settings, array, views.length, call.structs("sct_swatch_field", rows), rows.length]);
    })));
  } finally {
    views.forEach(({ photo }, i) => given[i] !== views[i] && given[i] !== photo && at(photo, Photo) && photo.free());
  }
}

/** Films that were read. */
export class Swatches extends Handle {
  static kind = "Swatches";
  get info() {
    return calling({}, (call) => call.get("sct_swatches_info", "sct_swatches_describe_sized", at(this)));
  }
  get films() {
    return each("sct_swatch", "sct_swatches_at_sized", this, this.info.count);
  }
  get flags() {
    return flags(calling({}, (call) => call.wasm.sct_swatches_flags(at(this))));
  }
  /** A palette with an ink of these colours: { text, notes }. Where the id is that of an ink of the palette, they are added to it. */
  ink(entry, source = null) {
    return calling({}, (call) => {
      const data = source === null ? null : textOf(source);
      return written(call, "sct_palette_measure", [call.struct("sct_ink_entry", entry), at(this), data ? call.data(data) : 0, data?.length ?? 0]);
    });
  }
  /** Compares the films of a mix with what an ink at the wanted dilution would look like. */
  cup(source, ink, options) {
    return usingPalette(source, (inks) => calling({}, (call) => {
      const out = call.struct("sct_cup");
      call.check(call.wasm.sct_cup_check_sized(call.context, call.struct("sct_cup_options", options), at(inks), inks.index(ink), at(this), out, STRUCTS.sct_cup[0]));
      return read("sct_cup", out);
    }));
  }
}
