// Is the healed result what was planned?
import { Handle, at, bytesOf, calling, fill, flags, split } from "./native.js";
import { View, measureOptions, viewsOf } from "./measure.js";
import { Record } from "./record.js";
import { Photo, shapes, withShapes } from "./photo.js";

/**
 * Compares two photos of one head: the day of the session, or before it, and weeks later. before may be null: then the photo after is
 * held against the plan alone, and an area is needed. Each is a Photo, its bytes, or a View.
 * options: the fields of VerifyOptions; record: where the plan is taken from (a Record or its JSON); area: where ink was set, in the photo after; measure: options of measure()
 */
export function verify(before, after, options = {}) {
  const [about, { area, record, measure: how = {}, ...rest }] = split(options);
  const views = [before, after].map((one) => (one === null || one === undefined ? null : one instanceof View ? one : new View(one)));
  // A verification reads its photos for as long as it lives.
  const opened = views.filter(Boolean).map((one) => one.photo);
  const holds = opened.map((photo) => Handle.held(photo, Photo));
  const result = () => new Verification(calling(about, (call) => withShapes((made) => {
    const [first, second] = views.map((one) => (one ? viewsOf(call, [one], made) : 0));
    const found = shapes(call, "skin", area, made);
    const settings = { ...rest, areas: found.length ? call.pointers(found) : 0, area_count: found.length,
      measure: call.struct("sct_measure_options", measureOptions(call, how)) };
    const filled = call.struct("sct_verify_options");
    if (record) {
      if (rest.sessions) fill(call, "sct_verify_options", filled, { sessions: rest.sessions });
      planned(call, record, filled);
    }
    fill(call, "sct_verify_options", filled, settings);
    return call.make("sct_verify", "sct_verification_free", [filled, first, second], holds);
  })));
  try {
    return result();
  } finally {
    for (const photo of opened) if (![before, after].some((one) => one === photo || one?.photo === photo)) photo.free();
  }
}

/** Takes the plan from a record. */
function planned(call, record, options) {
  const opened = record instanceof Record ? record : Record.open(record);
  try {
    call.check(call.wasm.sct_verify_options_plan(call.context, at(opened), options));
  } finally {
    if (opened !== record) opened.free();
  }
}

/** What became of a plan. */
export class Verification extends Handle {
  static kind = "Verification";
  get info() {
    return calling({}, (call) => call.get("sct_verify_info", "sct_verification_describe_sized", at(this)));
  }
  /** The same in three lines for people: result, mix, portfolio. */
  get lines() {
    return calling({}, (call) => call.get("sct_verify_lines", "sct_verification_lines_sized", at(this)));
  }
  get flags() {
    return flags(calling({}, (call) => call.wasm.sct_verification_flags(at(this))));
  }
  /** Keeps it in a record: a row of its results, and the photo after (its bytes) by its SHA-256; date as 2026-11-29. */
  keep(record, after, date) {
    calling({}, (call) => {
      const data = bytesOf(after);
      call.check(call.wasm.sct_record_add_result(call.context, at(record, Record), at(this), call.data(data), data.length, date ? call.string(date) : 0));
    });
  }
  json() {
    return calling({}, (call) => call.text("sct_verification_json", at(this)));
  }
  toJSON() {
    return JSON.parse(this.json());
  }
  /** Before, after and what changed, side by side around the area. */
  png(options = {}) {
    const [about] = split(options);
    return calling(about, (call) => call.bytes("sct_verification_png", at(this)));
  }
  jpeg(options = {}) {
    const [about] = split(options);
    return calling(about, (call) => call.bytes("sct_verification_jpeg", at(this)));
  }
  /** The page of the healed result: one HTML file that needs no other. options: name, date, practitioner, studio */
  pageHtml(options = {}) {
    const [about, rest] = split(options);
    return calling(about, (call) => call.text("sct_verification_html", call.struct("sct_page_options", rest), at(this)));
  }
}
