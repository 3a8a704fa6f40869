// From a measured client and a palette to ranked inks, and single inks to be looked at.
import { view } from "./engine.js";
import { NotSure, UseError } from "./errors.js";
import { Handle, at, calling, each, flags, fromJson, numbers, split, textAt } from "./native.js";
import { Measurement, clientOf } from "./measure.js";
import { usingPalette } from "./palette.js";
import { Preview } from "./preview.js";

/** Ranks the inks of a palette for a client: a Measurement, or a photo, which is measured first. */
export function match(client, palette = "default", options = {}) {
  const [about, rest] = split(options);
  const measured = clientOf(client, about);
  try {
    return usingPalette(palette, (inks) => {
      const self = new Ranking(calling(about, (call) =>
        call.make("sct_match", "sct_ranking_free", [call.struct("sct_match_options", rest), at(measured, Measurement), at(inks)])));
      self.keep(measured, inks, rest);
      return self;
    });
  } finally {
    if (measured !== client) measured.free();
  }
}

/** The options of match that the name on a needle's box stands for: its round pins, and the diameter of one in mm. */
export function needle(words) {
  return calling({}, (call) => {
    const pins = call.room(4);
    const pin = call.room(8);
    call.check(call.wasm.sct_needle_read(call.context, call.string(words), pins, pin));
    return { needle_pins: view().getInt32(pins, true), needle_pin_mm: view().getFloat64(pin, true) };
  });
}

/** What to draw up to mix a recipe again for another cup, ml, on the marks of a 1 ml syringe: ink, the second ink of a blend, water. */
export function mix(volume_ml, parts_water, parts_ink = 1, parts_second = 0) {
  const given = numbers([volume_ml, parts_ink, parts_second, parts_water]);
  return calling({}, (call) => {
    const out = call.room(24);
    call.check(call.wasm.sct_mix_volumes(call.context, ...given, out));
    const [ink_ml, second_ml, water_ml] = [0, 8, 16].map((each_) => view().getFloat64(out + each_, true));
    return { ink_ml, second_ml, water_ml };
  });
}

/** The JSON Schema (2020-12) of a ranking. */
export function schema() {
  return calling({}, (call) => textAt(call.wasm.sct_ranking_schema()));
}

/** Rows with recipes, best first. `pick` says whether the first row may be called the best. */
export class Ranking extends Handle {
  static kind = "Ranking";
  #options = {};

  // Handles of its own, so that freeing the caller's ones leaves the ranking whole.
  keep(client, inks, options) {
    this.client = client.again();
    this.palette = againOf(inks);
    this.#options = { ...options };
  }
  free() {
    this.client.free();
    this.palette.free();
    super.free();
  }
  /** A ranking from what json() wrote, for the client and the palette that it was made with. */
  static fromJson(source, client, palette, options = {}) {
    return usingPalette(palette, (inks) => {
      const self = new Ranking(fromJson("sct_ranking_from_json", "sct_ranking_free", source, at(inks)));
      self.keep(client, inks, options);
      return self;
    });
  }
  /** The ranking as JSON, one line, with at most so many rows (0: all); the same that the command writes. */
  json(rows = 0) {
    if (!Number.isInteger(rows) || rows < 0) throw new UseError("rows are a whole number, 0 for all", "option", 11);
    return calling({}, (call) => call.text("sct_ranking_json", at(this), at(this.client), at(this.palette), rows));
  }
  toJSON() {
    return JSON.parse(this.json());
  }
  /** What holds for the whole. */
  get info() {
    return calling({}, (call) => call.get("sct_ranking_info", "sct_ranking_describe_sized", at(this)));
  }
  get pick() {
    return this.info.pick;
  }
  get confidence() {
    return this.info.confidence;
  }
  get flags() {
    return flags(calling({}, (call) => call.wasm.sct_ranking_flags(at(this))));
  }
  flagsIn(language) {
    return flags(calling({}, (call) => call.wasm.sct_ranking_flags(at(this))), language);
  }
  /** The first row, where it may be called the best; else NotSure, which carries `flag` and `fix`. */
  best() {
    if (this.pick) return this.row(0);
    const found = this.flags;
    const flag = found.find((one) => one.severity === "forbids-pick") ?? found.find((one) => one.name === "rows-unsure");
    if (flag) throw new NotSure(flag.message + "; " + flag.fix, "not-sure", 0, flag.name);
    throw new NotSure("no ink is clearly the best; compare the rows that are tied", "not-sure", 0);
  }
  get length() {
    return this.info.match_count;
  }
  *[Symbol.iterator]() {
    for (let i = 0; i < this.length; i++) yield this.row(i);
  }
  #index(index) {
    const found = index < 0 ? index + this.length : index;
    if (!Number.isInteger(found) || found < 0 || found >= this.length) throw new UseError("the ranking has " + this.length + " rows, and none of number " + index);
    return found;
  }
  /** A row by its number, from 0, or from the end where that is negative. */
  row(index) {
    const found = this.#index(index);
    return calling({}, (call) => call.get("sct_match_row", "sct_ranking_match_sized", at(this), found));
  }
  get rows() {
    return [...this];
  }
  /** All values that the answer rests on and that were not measured. */
  get assumptions() {
    return each("sct_assumption", "sct_ranking_assumption_sized", this, this.info.assumption_count);
  }
  /** The sessions: start lighter than the match, and deepen after healing. */
  get plan() {
    return each("sct_plan_step", "sct_ranking_plan_step_sized", this, this.info.plan_count);
  }
  /** Three sentences for people: whether the photo will do, the recipe, what will be seen. */
  get verdict() {
    return calling({}, (call) => call.get("sct_verdict", "sct_verdict_of_sized", at(this), at(this.client), at(this.palette)));
  }
  /** A row as it looks healed, fresh, or after years, to be shown in a preview. */
  look(index = 0, options = {}) {
    const row = this.#index(index);
    return new Look(calling({}, (call) =>
      call.make("sct_look_from_match", "sct_look_free", [call.struct("sct_match_options", this.#options), at(this.client), at(this.palette),
        at(this), row, whenOf(call, options)])));
  }
  /** The consultation page: one HTML file that needs no other, for a browser, a mail or a printer. */
  pageHtml(preview = null, options = {}) {
    const [about, rest] = split(options);
    return calling(about, (call) => {
      const settings = call.struct("sct_page_options", { ...rest, match: call.struct("sct_match_options", this.#options) });
      return call.text("sct_page_html", settings, at(this.client), at(this.palette), at(this), preview ? at(preview, Preview) : 0);
    });
  }
}

/** A handle of one's own on what another one holds. */
function againOf(handle) {
  const held = Handle.held(handle);
  held.users++;
  return new handle.constructor(held);
}

// ---- looks ----

function whenOf(call, { age = "healed", years = 0, fade_per_year = 0 }) {
  return call.struct("sct_when", { age: years && age === "healed" ? "years" : age, years, fade_per_year });
}

export function lookFromInk(client, palette, ink, parts_water, options) {
  const { age, years, fade_per_year, ...rest } = options;
  return usingPalette(palette, (inks) => new Look(calling({}, (call) =>
    call.make("sct_look_from_ink", "sct_look_free", [call.struct("sct_match_options", rest), at(client), at(inks), inks.index(ink),
      numbers([parts_water])[0], whenOf(call, { age, years, fade_per_year })]))));
}

/** One ink at one dilution, density and age, to be shown in a preview. */
export class Look extends Handle {
  static kind = "Look";
  get info() {
    return calling({}, (call) => call.get("sct_look_info", "sct_look_describe_sized", at(this)));
  }
}
