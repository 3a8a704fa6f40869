// Colour charts: what they are, where one lies in a photo, how well colours are corrected by it; and the card to print.
import { view } from "./engine.js";
import { Handle, Held, at, bytesOf, calling, each, flags, fromJson, jsonBytes, split } from "./native.js";
import { chartOptions } from "./measure.js";
import { Photo, usingPhoto } from "./photo.js";

/** A chart: patches of known colours at known places. */
export class Chart extends Handle {
  static kind = "Chart";
  /** The charts that are looked for without being named. */
  static builtin() {
    return calling({}, (call) => {
      const found = [];
      for (;;) {
        const address = call.wasm.sct_chart_builtin(found.length);
        if (!address) return found;
        found.push(new Chart(new Held(address, () => {})));
      }
    });
  }
  /** A chart of your own, from JSON. */
  static fromJson(source) {
    return new Chart(fromJson("sct_chart_from_json", "sct_chart_free", source));
  }
  /** The consultation card as it comes from the printer: places, and no colours yet. */
  static card() {
    return new Chart(calling({}, (call) => call.make("sct_card_layout", "sct_chart_free", [])));
  }
  /** The card with the readings of an instrument entered (CGATS text or CSV). */
  measured(readings, source) {
    return new Chart(calling({}, (call) => {
      const data = typeof readings === "string" ? jsonBytes(readings) : bytesOf(readings);
      return call.make("sct_card_measure", "sct_chart_free", [at(this), call.data(data), data.length, source ? call.string(source) : 0]);
    }));
  }
  /** The card with its colours read from a photo that shows it beside a reference chart: { card, reference }. */
  transferred(photo, options = {}) {
    const [about, rest] = split(options);
    return usingPhoto(photo, (opened) => calling({ limits: opened.limits, ...about }, (call) => {
      const card = call.room(4);
      const reference = call.room(4);
      call.check(call.wasm.sct_card_transfer(call.context, at(this), chartOptions(call, rest), at(opened), card, reference));
      return {
        card: new Chart(new Held(view().getUint32(card, true), call.wasm.sct_chart_free)),
        reference: new FoundChart(new Held(view().getUint32(reference, true), call.wasm.sct_chart_result_free)),
      };
    }));
  }
  get facts() {
    return calling({}, (call) => call.get("sct_chart_facts", "sct_chart_describe_sized", at(this)));
  }
  get swatches() {
    return each("sct_chart_swatch", "sct_chart_swatch_at_sized", this, this.facts.patch_count);
  }
  /** The chart as JSON text; reading it again gives the same chart. */
  json() {
    return calling({}, (call) => call.text("sct_chart_json", at(this)));
  }
  toJSON() {
    return JSON.parse(this.json());
  }
}

/** Finds a colour chart in a photo and fits the correction. ChartError where there is none, or none that can be used. */
export function chart(photo, options = {}) {
  const [about, rest] = split(options);
  return usingPhoto(photo, (opened) => new FoundChart(calling({ limits: opened.limits, ...about }, (call) =>
    call.make("sct_chart_find", "sct_chart_result_free", [chartOptions(call, rest), at(opened, Photo)]))));
}

/** A chart that was found, with the correction fitted to it. */
export class FoundChart extends Handle {
  static kind = "FoundChart";
  static fromJson(source) {
    return new FoundChart(fromJson("sct_chart_result_from_json", "sct_chart_result_free", source));
  }
  get info() {
    return calling({}, (call) => call.get("sct_chart_info", "sct_chart_result_describe_sized", at(this)));
  }
  get patches() {
    return each("sct_chart_patch", "sct_chart_result_patch_sized", this, this.info.patch_count);
  }
  get correction() {
    return calling({}, (call) => call.get("sct_correction", "sct_chart_result_correction_sized", at(this)));
  }
  get flags() {
    return flags(calling({}, (call) => call.wasm.sct_chart_result_flags(at(this))));
  }
  /** The photo as a PNG with the patches drawn in: look whether they sit where they belong. */
  overlayPng(photo, options = {}) {
    const [about] = split(options);
    return usingPhoto(photo, (opened) => calling(about, (call) => call.bytes("sct_chart_result_overlay_png", at(this), at(opened))));
  }
  /** The result as JSON, one line; the same that the command writes. */
  json() {
    return calling({}, (call) => call.text("sct_chart_result_json", at(this)));
  }
  toJSON() {
    return JSON.parse(this.json());
  }
}

/** What one photo of a chart told of a camera, for later photos of it that show none: measure(photo, { camera }). */
export class Camera extends Handle {
  static kind = "Camera";
  /** Learns a camera from a photo of a chart: flat, sharp, large, in even daylight. */
  static fromChart(photo, options = {}) {
    const [about, rest] = split(options);
    return usingPhoto(photo, (opened) => new Camera(calling({ limits: opened.limits, ...about }, (call) =>
      call.make("sct_camera_from_chart", "sct_camera_free", [chartOptions(call, rest), at(opened)]))));
  }
  static fromJson(source) {
    return new Camera(fromJson("sct_camera_from_json", "sct_camera_free", source));
  }
  get info() {
    return calling({}, (call) => call.get("sct_camera_info", "sct_camera_describe_sized", at(this)));
  }
  json() {
    return calling({}, (call) => call.text("sct_camera_json", at(this)));
  }
  toJSON() {
    return JSON.parse(this.json());
  }
}

/** The consultation card as a PDF of one page. */
export function cardPdf(options = {}) {
  return calling({}, (call) => call.bytes("sct_card_pdf", call.struct("sct_card_options", options)));
}

/** The consultation card as an SVG drawing, to be printed at 100 % on matte paper. */
export function cardSvg(options = {}) {
  return calling({}, (call) => call.text("sct_card_svg", call.struct("sct_card_options", options)));
}
