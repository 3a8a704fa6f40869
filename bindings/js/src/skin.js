// What an ink looks like in a skin, without any photo.
import { Handle, at, calling, flags, fromJson, read, split, valueOf } from "./native.js";
import { STRUCTS } from "./layout.js";
import { WAVELENGTHS, doublesAt, palette as openPalette, pigmentArray } from "./palette.js";

function filled(type, init, changes) {
  return calling({}, (call) => {
    const address = call.struct(type);
    call.wasm[init](address);
    const found = { ...read(type, address), ...changes };
    return read(type, call.struct(type, found));
  });
}

/** A light skin, with the fields that are given changed (see Tissue). */
export function tissue(changes = {}) {
  return filled("sct_tissue", "sct_tissue_init", changes);
}

/** D50, 2 degrees, specular reflection excluded, with the fields that are given changed (see Conditions). */
export function conditions(changes = {}) {
  return filled("sct_conditions", "sct_conditions_init", changes);
}

/** Fits melanin, blood and the rest of a tissue to the colour of a skin. NothingError for a colour that no skin has. */
export function fitSkin(lab, { cov, under } = {}) {
  return calling({}, (call) => {
    const spread = cov ? call.struct("sct_cov", cov.m ? cov : { m: cov }) : 0;
    const seen = under ? call.struct("sct_conditions", under) : 0;
    const out = call.struct("sct_skin_fit");
    call.check(call.wasm.sct_skin_fit_lab_sized(call.context, call.struct("sct_lab", lab), spread, seen, out, STRUCTS.sct_skin_fit[0]));
    return read("sct_skin_fit", out);
  });
}
const isTissue = (skin) => typeof skin === "object" && skin !== null && "melanin" in skin;

/**
 * Predicts the colour of an ink once it has healed in a skin. skin: L*, a*, b* or a Tissue; null: a light skin. ink: the id of an ink
 * of the palette, or InkOptics; null: bare skin, or `pigments`: Colour Index numbers and healed volume fractions in tissue.
 */
export function heal(skin = null, ink = null, options = {}) {
  const [about, { palette = "default", pigments, ...given }] = split(options);
  if (isTissue(skin) || (skin === null && !given.tissue && !given.skin_lab)) {
    given.tissue = skin ?? tissue();
    given.use_tissue = true;
  } else if (skin !== null) given.skin_lab = skin;
  else if (given.tissue) given.use_tissue ??= true;
  const made = [];
  try {
    if (typeof ink === "string") {
      const inks = openPalette(palette);
      if (inks !== palette) made.push(inks);
      given.strength ??= inks.ink(ink).strength;
      ink = inks.optics(ink);
      made.push(ink);
    }
    return new Healed(calling(about, (call) => {
      if (ink) given.ink = at(ink);
      if (pigments) [given.pigments, given.pigment_count] = pigmentArray(call, pigments);
      return call.make("sct_heal", "sct_healed_free", [call.struct("sct_heal_options", given)]);
    }));
  } finally {
    for (const each of made) each.free();
  }
}

/** A prediction: the colours of a dot and of an area with dots, and their spectra. */
export class Healed extends Handle {
  static kind = "Healed";
  static fromJson(source) {
    return new Healed(fromJson("sct_healed_from_json", "sct_healed_free", source));
  }
  /** The prediction as JSON, one line. */
  json() {
    return calling({}, (call) => call.text("sct_healed_json", at(this)));
  }
  toJSON() {
    return JSON.parse(this.json());
  }
  get info() {
    return calling({}, (call) => call.get("sct_healed_info", "sct_healed_describe_sized", at(this)));
  }
  /** How far off it may be; null unless it was asked for with band: true. */
  get band() {
    return calling({}, (call) => call.get("sct_heal_band", "sct_healed_band_sized", at(this)));
  }
  get flags() {
    return flags(calling({}, (call) => call.wasm.sct_healed_flags(at(this))));
  }
  /** Reflectances [0, 1] from 400 to 700 nm by 10 nm, specular reflection excluded. */
  reflectance(part = "area") {
    return calling({}, (call) => {
      const out = call.room(8 * WAVELENGTHS);
      call.check(call.wasm.sct_healed_reflectance(at(this), valueOf("sct_healed_part", part), out));
      return doublesAt(out, WAVELENGTHS);
    });
  }
}

/** The shadow that grown hair of this colour would leave, shaved. */
export function predictShadow(skin, strand, options = {}) {
  return calling({}, (call) => {
    const out = call.struct("sct_shadow");
    call.check(call.wasm.sct_predict_shadow_sized(call.context, call.struct("sct_shadow_options", options), call.struct("sct_tissue", skin),
      call.struct("sct_lab", strand), out, STRUCTS.sct_shadow[0]));
    return read("sct_shadow", out);
  });
}

/** How far the tissue blurs the edge of a dot, in red, green and blue, mm. */
export function dotBlurMm(skin) {
  return calling({}, (call) => call.returned("sct_rgb", "sct_dot_blur_mm", call.struct("sct_tissue", skin)));
}
