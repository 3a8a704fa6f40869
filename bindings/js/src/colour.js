// Colours as numbers. Lab is D50 and 2 degrees, specular reflection excluded, unless a name says otherwise; Y of white is 1.
import { UseError } from "./errors.js";
import { heap, view } from "./engine.js";
import { calling, numbers, textAt, valueOf } from "./native.js";

const lab = (call, colour) => call.struct("sct_lab", colour);

/** CIEDE2000: 1 can just be seen side by side, 5 is plain. */
export function de2000(reference, sample, kL = 1, kC = 1, kH = 1) {
  return calling({}, (call) => kL === 1 && kC === 1 && kH === 1
    ? call.wasm.sct_de2000(lab(call, reference), lab(call, sample))
    : call.wasm.sct_de2000_weighted(lab(call, reference), lab(call, sample), kL, kC, kH));
}

/** CIEDE2000 of one colour against many: L, a and b are arrays of one length; answers with a Float64Array. */
export function de2000Many(reference, L, a, b) {
  if (L.length !== a.length || L.length !== b.length) throw new UseError("L, a and b are wanted as three rows of one length");
  return calling({}, (call) => {
    const rows = [L, a, b].map((row) => {
      const room = call.room(8 * Math.max(1, row.length));
      new Float64Array(heap().buffer, room, row.length).set(row);
      return room;
    });
    const many = call.room(16);
    [...rows, L.length].forEach((value, i) => view().setUint32(many + 4 * i, value, true));
    const out = call.room(8 * Math.max(1, L.length));
    call.wasm.sct_de2000_batch_f64(lab(call, reference), many, out);
    return new Float64Array(heap().buffer, out, L.length).slice();
  });
}

/** The difference of two colours in a metric: "de2000", "de76", "de94", "cmc", "cam16ucs". DE94 and CMC are not symmetric. */
export function difference(reference, sample, metric = "de2000", params = null) {
  return calling({}, (call) => call.wasm.sct_difference(valueOf("sct_metric", metric), params ? call.struct("sct_metric_params", params) : 0,
    lab(call, reference), lab(call, sample)));
}

/** Encoded sRGB of 8 bits to Lab. */
export function labFromSrgb8(srgb) {
  const given = numbers(srgb, 3);
  if (given.some((value) => !Number.isInteger(value) || value < 0 || value > 255)) throw new UseError("three whole numbers from 0 to 255 are wanted");
  return calling({}, (call) => call.returned("sct_lab", "sct_lab_from_srgb8", call.data(Uint8Array.from(given))));
}
/** And back; what sRGB cannot show is clipped. */
export function srgb8FromLab(colour) {
  return calling({}, (call) => {
    const out = call.room(3);
    call.wasm.sct_srgb8_from_lab(lab(call, colour), out);
    return [...heap().subarray(out, out + 3)];
  });
}
/** The white point of a light. */
export function white(illuminant = "D50", observer = 2) {
  return calling({}, (call) => call.returned("sct_xyz", "sct_white", valueOf("sct_illuminant", illuminant), valueOf("sct_observer", observer)));
}
/** CIELAB relative to a white, and back. */
export function labFromXyz(xyz, relative = white()) {
  return calling({}, (call) => call.returned("sct_lab", "sct_lab_from_xyz", call.struct("sct_xyz", xyz), call.struct("sct_xyz", relative)));
}
export function xyzFromLab(colour, relative = white()) {
  return calling({}, (call) => call.returned("sct_xyz", "sct_xyz_from_lab", lab(call, colour), call.struct("sct_xyz", relative)));
}
/** Lightness, chroma, and hue in degrees. */
export function lchFromLab(colour) {
  return calling({}, (call) => call.returned("sct_lch", "sct_lch_from_lab", lab(call, colour)));
}
/** The same colour under D65, as dermatology has it. */
export function labD65(colour) {
  return calling({}, (call) => call.returned("sct_lab", "sct_lab_d65", lab(call, colour)));
}
/** Individual typology angle of a Lab under D65 (see labD65), degrees, and what it is called. */
export function ita(colour) {
  return calling({}, (call) => call.wasm.sct_ita(lab(call, colour)));
}
export function itaClass(degrees) {
  return calling({}, (call) => textAt(call.wasm.sct_ita_class(degrees)));
}
/** The nearest of the ten Monk Skin Tones, and the distance to it. */
export function monk(colour) {
  return calling({}, (call) => call.returned("sct_monk", "sct_monk_nearest", lab(call, colour)));
}

