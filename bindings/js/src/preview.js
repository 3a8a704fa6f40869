// Inks on the client's own photo, dot by dot.
import { engine, heap } from "./engine.js";
import { UseError } from "./errors.js";
import { Handle, Held, allocate, at, calling, each, flags, split } from "./native.js";
import { Measurement, measure } from "./measure.js";
import { Look, Ranking } from "./match.js";
import { Photo, plane, shapes, usingPhoto, withShapes } from "./photo.js";

/** A photo that is ready to be shown with inks. */
export function preview(photo, client = null, options = {}) {
  return usingPhoto(photo, (opened) => {
    const measured = client ?? (options.area === undefined ? measure(opened, split(options)[0]) : null);
    try {
      return previewOf(opened, measured, options);
    } finally {
      if (measured !== client) measured?.free();
    }
  });
}

function previewOf(opened, measured, options) {
  const [about, { area, hairline, labels: given, ...rest }] = split(options);
  const known = { ...(measured ? knownOf(measured) : {}), ...rest };
  // A preview reads its photo, and its labels, for as long as it lives.
  const holds = [Handle.held(opened, Photo)];
  const own = given ? holdLabels(opened, given) : null;
  const labels = own?.address ?? (measured ? measured.labelsAt(opened) : 0);
  if (labels) {
    known.labels = labels;
    known.labels_capacity = opened.width * opened.height;
    holds.push(...(own ? [own] : [Handle.held(measured, Measurement), ...measured.labelsHeld()]));
  }
  try {
    const held = calling({ limits: opened.limits, ...about }, (call) => withShapes((made) => {
      if (area !== undefined) {
        const found = shapes(call, "skin", area, made);
        known.areas = call.pointers(found);
        known.area_count = found.length;
      }
      if (hairline !== undefined) [known.hairline] = shapes(call, "skin", hairline, made);
      return call.make("sct_preview_new", "sct_preview_free", [at(opened), call.struct("sct_preview_options", known)], holds);
    }));
    const self = new Preview(held);
    self.width = opened.width;
    self.height = opened.height;
    return self;
  } finally {
    own?.release();
  }
}

/** Labels of one's own, such as those of a photo that was made smaller since, in the engine's memory. */
function holdLabels({ width, height }, { data, width: wide, height: high }) {
  if (wide !== width || high !== height || data.length !== width * height)
    throw new UseError("labels are a byte for each pixel of the photo: " + width + " x " + height);
  const address = allocate(width * height);
  heap().set(data, address);
  return new Held(address, engine().free);
}

/** What a measurement tells a preview, as the command line does it. */
function knownOf(client) {
  const known = {};
  const scale = client.info.photo_count ? client.scales[0] : null;
  if (scale && scale.mm_per_px >= 0.002 && scale.mm_per_px <= 2) {
    known.mm_per_px = scale.mm_per_px;
    known.scale_source = scale.source;
  }
  const { skin } = client;
  if (skin && !Number.isNaN(skin.estimate.u95_de00)) known.skin_u95_de00 = Math.min(skin.estimate.u95_de00, 100);
  return known;
}

/** A photo with its area and scale. A Ranking stands for the look of its first row. */
export class Preview extends Handle {
  static kind = "Preview";

  get info() {
    return calling({}, (call) => call.get("sct_preview_info", "sct_preview_describe_sized", at(this)));
  }
  get flags() {
    return flags(calling({}, (call) => call.wasm.sct_preview_flags(at(this))));
  }
  #show(name, look, options) {
    const [about] = split(options);
    return shown([look], ([first]) => calling(about, (call) => call.bytes(name, at(this), first)));
  }
  /** The whole photo with one look, as a PNG in the photo's colour space, without other metadata. */
  png(look, options) {
    return this.#show("sct_preview_png", look, options);
  }
  /** The same as a JPEG, a sixth of the bytes. */
  jpeg(look, options) {
    return this.#show("sct_preview_jpeg", look, options);
  }
  /** The area as it is and with ink beside it, at most 2,000 pixels wide, as a JPEG. */
  beforeAfterJpeg(look, options) {
    return this.#show("sct_before_after_jpeg", look, options);
  }
  /** Several looks side by side, labelled, beside the photo without ink, as a PNG. */
  sheetPng(looks, options) {
    const [about] = split(options);
    return shown(looks, (made) => calling(about, (call) => call.bytes("sct_preview_sheet_png", at(this), call.pointers(made), made.length)));
  }
  /** Renders looks without making a picture, for what comes of them. */
  judge(looks, options) {
    const [about] = split(options);
    shown(looks, (made) => calling(about, (call) =>
      call.check(call.wasm.sct_preview_judge(call.context, at(this), call.pointers(made), made.length))));
    return this.results;
  }
  /** The photo with one look as pixels; see Photo.pixels. */
  pixels(look, options = {}) {
    return shown([look], ([first]) => plane(options, this, (call, out) => call.wasm.sct_preview_pixels(call.context, at(this), first, out)));
  }
  /** What came of each look of the last picture. */
  get results() {
    return each("sct_preview_result", "sct_preview_result_at_sized", this, calling({}, (call) => call.wasm.sct_preview_result_count(at(this))));
  }
  resultFlags(index = 0) {
    return flags(calling({}, (call) => call.wasm.sct_preview_result_flags(at(this), index)));
  }
  /** The last picture as JSON, one line, with what measurement and ranking say. */
  json(client = null, ranking = null) {
    return calling({}, (call) => call.text("sct_preview_json", at(this), client ? at(client) : 0, ranking ? at(ranking) : 0));
  }
}

/** Does something with the addresses of looks; those that are made for this are freed. */
function shown(looks, work) {
  const made = [];
  try {
    return work(looks.map((look) => {
      if (!(look instanceof Ranking)) return at(look, Look);
      made.push(look.look(0));
      return at(made.at(-1));
    }));
  } finally {
    for (const look of made) look.free();
  }
}
