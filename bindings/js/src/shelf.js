// What is on the shelf: inks in stock, palettes as one, what stands in for an ink, and what a colleague would say.
import { SIZE_MAX, at, calling, jsonBytes, read, split } from "./native.js";
import { STRUCTS } from "./layout.js";
import { palette, usingPalette } from "./palette.js";

/** The JSON of a palette in which inks are in stock or not, with lot and expiry. What is not given stays as it is. */
export function stock(source, which, change = {}) {
  const text = usingPalette(source, (inks) => jsonBytes(inks.json()));
  return calling({}, (call) => {
    const settings = call.struct("sct_stock_change", { ...change, which });
    const out = call.room(8);
    call.check(call.wasm.sct_palette_stock(call.context, settings, call.data(text), text.length, out, 0));
    return new TextDecoder().decode(call.take(out));
  });
}

/** Several palettes as one, the first before the others: { text, notes }. */
export function merge(sources) {
  const opened = [];
  try {
    for (const source of sources) opened.push(palette(source));
    return calling({}, (call) => {
      const out = call.room(8);
      const notes = call.room(8);
      call.check(call.wasm.sct_palette_merge(call.context, call.pointers(opened.map((inks) => at(inks))), opened.length, out, notes));
      const decoder = new TextDecoder();
      return { text: decoder.decode(call.take(out)), notes: decoder.decode(call.take(notes)).split("\n").filter(Boolean) };
    });
  } finally {
    opened.forEach((inks, i) => inks !== sources[i] && inks.free());
  }
}

/** Reads a list that was made for this, and gives its memory back. */
function listed(call, list, type, count, item) {
  try {
    const row = call.room(STRUCTS[type][0]);
    return Array.from({ length: count(list.address) }, (_, i) => {
      call.check(item(list.address, i, row, STRUCTS[type][0]));
      return read(type, row);
    });
  } finally {
    list.release();
  }
}

/** What heals most like an ink that is no longer made, the closest first, with its dilution and the distance that is left. */
export function substitutes(source, ink, options = {}) {
  const [about, { skins = [], ...rest }] = split(options);
  return usingPalette(source, (inks) => calling(about, (call) => {
    const given = skins.length ? { ...rest, skins: call.structs("sct_lab", skins), skin_count: skins.length } : rest;
    const settings = call.struct("sct_substitute_options", given);
    const found = call.make("sct_substitutes_new", "sct_substitutes_free", [at(inks), inks.index(ink), settings]);
    return listed(call, found, "sct_substitute", call.wasm.sct_substitutes_count, call.wasm.sct_substitutes_at_sized);
  }));
}

/** What a colleague would say of a palette: what is missing or looks like a slip, why it matters, how to get it right. */
export function checkPalette(source) {
  return usingPalette(source, (inks) => calling({}, (call) => {
    const found = call.make("sct_advice_new", "sct_advice_free", [at(inks)]);
    const items = listed(call, found, "sct_advice_item", call.wasm.sct_advice_count, call.wasm.sct_advice_at_sized);
    return items.map((item) => ({ ...item, ink: item.ink === SIZE_MAX ? null : item.ink }));
  }));
}
