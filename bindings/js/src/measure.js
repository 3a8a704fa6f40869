// From photos of a client to the colours of skin and hair.
import { heap } from "./engine.js";
import { UseError } from "./errors.js";
import { Handle, Held, SIZE_MAX, allocate, at, calling, each, flags, fromJson, numbers, split, valueOf } from "./native.js";
import { Photo, openPhoto, plane, usingPhoto, shapes, withShapes } from "./photo.js";
import { lookFromInk, match } from "./match.js";
import { preview } from "./preview.js";

/** One photo of the client and what to look for in it, where several photos differ in that. */
export class View {
  constructor(photo, { skin, hair, grey, roles = ["skin", "hair"], name } = {}) {
    this.photo = openPhoto(photo);
    this.skin = skin;
    this.hair = hair;
    this.grey = grey;
    this.roles = [...roles];
    this.name = name ?? this.photo.name ?? null;
  }
}

/** Views as an array of the engine's. */
export function viewsOf(call, views, made) {
  const rows = views.map((each_) => {
    const { photo, skin, hair, grey, roles, name } = each_;
    const found = [...shapes(call, "skin", skin, made), ...shapes(call, "hair", hair, made), ...shapes(call, "grey", grey, made)];
    const wanted = roles.reduce((bits, role) => bits | (1 << valueOf("sct_role", role)), 0);
    return { photo: at(photo, Photo), shapes: call.pointers(found), shape_count: found.length, roles: wanted, ...(name ? { name } : {}) };
  });
  return call.structs("sct_view", rows);
}

/** Which charts are looked for, as the engine wants to be told; 0 for the built-in ones. */
export function chartOptions(call, { chart, charts = [], allow_mirrored = true }) {
  const own = charts.map((each_) => at(each_));
  let id = chart ?? undefined;
  if (id !== undefined && typeof id !== "string") {
    own.push(at(chart));
    id = chart.facts.id;
  }
  if (id === undefined && !own.length && allow_mirrored) return 0;
  return call.struct("sct_chart_options", { id, allow_mirrored, charts: call.pointers(own), chart_count: own.length });
}

/** The options of measuring as a struct. */
export function measureOptions(call, options) {
  const { chart, charts, allow_mirrored, chart_photo, camera, ...rest } = options;
  const settings = { ...rest, chart: chartOptions(call, { chart, charts, allow_mirrored }) };
  if (chart_photo) settings.chart_photo = at(openPhoto(chart_photo));
  if (camera) settings.camera = at(camera);
  return settings;
}

/** Measures skin and hair in one photo of a client, or in several, which are averaged. */
export function measure(photos, options = {}) {
  const [about, { skin, hair, grey, roles, labels = true, ...rest }] = split(options);
  const given = Array.isArray(photos) ? photos : [photos];
  const views = given.map((each_) => (each_ instanceof View ? each_ : new View(each_, { skin, hair, grey, roles })));
  const limits = Object.assign({}, ...views.map((each_) => each_.photo.limits), about.limits);
  const planes = [];
  try {
    const held = calling({ ...about, limits }, (call) => withShapes((made) => {
      const array = viewsOf(call, views, made);
      const settings = measureOptions(call, rest);
      if (labels) settings.label_planes = labelPlanes(call, views, planes);
      return call.make("sct_measure", "sct_measurement_free", [call.struct("sct_measure_options", settings), array, views.length]);
    }));
    const self = new Measurement(held);
    self.keepLabels(planes, views);
    planes.length = 0;
    return self;
  } finally {
    for (const plane_ of planes) plane_.release();
    // Photos that were opened for this are needed no more.
    views.forEach(({ photo }, i) => given[i] !== views[i] && given[i] !== photo && photo.free());
  }
}

function labelPlanes(call, views, planes) {
  const rows = views.map(({ photo }) => {
    const size = photo.width * photo.height;
    planes.push(new Held(allocate(size), call.wasm.free));
    return { labels: planes.at(-1).address, capacity: size };
  });
  return call.structs("sct_label_plane", rows);
}

// Handles that a measurement holds besides its own: the labels of its photos.
class Labels extends Handle {
  static kind = "labels";
}

/** What was measured of a client. It needs the photos no more, and can be kept as JSON. */
export class Measurement extends Handle {
  static kind = "Measurement";
  #labels = [];

  keepLabels(planes, views) {
    this.#labels = planes.map((held, i) => ({ held: new Labels(held), width: views[i].photo.width, height: views[i].photo.height }));
  }
  /** The same measurement under a handle of its own, so that freeing one leaves the other whole. */
  again() {
    const held = Handle.held(this, Measurement);
    held.users++;
    const copy = new Measurement(held);
    copy.#labels = this.#labels.map((row) => {
      const plane_ = Handle.held(row.held);
      plane_.users++;
      return { ...row, held: new Labels(plane_) };
    });
    return copy;
  }
  free() {
    for (const { held } of this.#labels) held.free();
    super.free();
  }

  /** A measurement of colours that an instrument gave: L*, a*, b* (D50, 2 degrees, specular reflection excluded). */
  static fromLab({ skin, hair, skin_u95_de00 = 2, hair_u95_de00 = 3, kind = "stubble" } = {}) {
    const none = [NaN, NaN, NaN];
    return new Measurement(calling({}, (call) =>
      call.make("sct_measurement_from_lab", "sct_measurement_free", [call.struct("sct_lab", skin ?? none), number(skin_u95_de00),
        call.struct("sct_lab", hair ?? none), number(hair_u95_de00), valueOf("sct_hair_kind", hair ? kind : "none")])));
  }
  static fromJson(source) {
    return new Measurement(fromJson("sct_measurement_from_json", "sct_measurement_free", source));
  }
  /** The measurement as JSON, one line; the same that the command writes. */
  json() {
    return calling({}, (call) => call.text("sct_measurement_json", at(this)));
  }
  toJSON() {
    return JSON.parse(this.json());
  }

  #get(type, name, ...more) {
    return calling({}, (call) => call.get(type, name, at(this), ...more));
  }
  get info() {
    return this.#get("sct_measurement_info", "sct_measurement_describe_sized");
  }
  get skin() {
    return this.#get("sct_skin", "sct_measurement_skin_sized");
  }
  get hair() {
    return this.#get("sct_hair", "sct_measurement_hair_sized");
  }
  get correction() {
    return this.#get("sct_correction", "sct_measurement_correction_sized", SIZE_MAX);
  }
  get corrections() {
    return each("sct_correction", "sct_measurement_correction_sized", this, this.info.photo_count);
  }
  get scales() {
    return each("sct_scale", "sct_measurement_scale_sized", this, this.info.photo_count);
  }
  get photos() {
    return each("sct_photo_info", "sct_measurement_photo_sized", this, this.info.photo_count);
  }
  get agreements() {
    return each("sct_agreement", "sct_measurement_agreement_sized", this, this.info.photo_count);
  }
  get regions() {
    return each("sct_region", "sct_measurement_region_sized", this, this.info.region_count);
  }
  get flags() {
    return flags(calling({}, (call) => call.wasm.sct_measurement_flags(at(this))));
  }
  flagsIn(language) {
    return flags(calling({}, (call) => call.wasm.sct_measurement_flags(at(this))), language);
  }

  /** What was done to the colours of a photo, to correct other pixels of the same light by it; measure.h has the formula. */
  transform(index = 0) {
    const { knots, curve_in, curve_out, ...rest } = this.#get("sct_transform", "sct_measurement_transform_sized", index);
    const cut = (rows) => rows.map((row) => row.slice(0, knots));
    return { ...rest, curve_in: cut(curve_in), curve_out: cut(curve_out) };
  }

  /** The pixels of photo number `index`, corrected; see Photo.pixels. */
  pixels(photo, index = 0, options = {}) {
    const wanted = { format: "f32", space: "linear-srgb", ...options };
    return plane(wanted, photo, (call, out) => call.wasm.sct_measurement_pixels(call.context, at(this), index, at(photo, Photo), out));
  }

  /** The photo as a PNG with the regions and rejected pixels drawn in: look at it before you believe a number. */
  overlayPng(photo, index = 0, options = {}) {
    const [about] = split(options);
    return usingPhoto(photo, (opened) => calling({ limits: opened.limits, ...about }, (call) =>
      call.bytes("sct_measurement_overlay_png", at(this), index, at(opened), this.labelsAt(opened, index))));
  }
  /** Where the labels of a photo lie in the engine's memory, or 0. */
  labelsAt(photo, index = 0) {
    const row = this.#labels[index];
    return row && row.width === photo.width && row.height === photo.height ? at(row.held) : 0;
  }
  /** The memory of the labels, for what reads it longer than this handle lives. */
  labelsHeld() {
    return this.#labels.map(({ held }) => Handle.held(held));
  }
  #label(index) {
    const row = this.#labels[index];
    if (!row) throw new UseError("no labels were kept; measure with labels: true");
    return row;
  }
  /** What each pixel of a photo was taken for, a byte each (see Label): { data, width, height }. */
  labels(index = 0) {
    const { held, width, height } = this.#label(index);
    const address = at(held);
    return { data: heap().slice(address, address + width * height), width, height };
  }
  /** The same as an 8-bit grey PNG. */
  labelsPng(index = 0) {
    const { held, width, height } = this.#label(index);
    return calling({}, (call) => call.bytes("sct_labels_png", at(held), width, height));
  }

  /** Ranks the inks of a palette for this client; see match. */
  match(palette = "default", options = {}) {
    return match(this, palette, options);
  }
  /** An ink at a dilution of one's own on this client's skin, to be shown in a preview. */
  look(palette, ink, parts_water = 0, options = {}) {
    return lookFromInk(this, palette, ink, parts_water, options);
  }
  /** The photo, ready to be shown with inks; what was measured tells area and scale. See preview. */
  preview(photo, options = {}) {
    return preview(photo, this, options);
  }
}

function number(value) {
  return numbers([value])[0];
}

/** Whether a measurement is given, else one is made of a photo. */
export function clientOf(client, about) {
  return client instanceof Measurement ? client : measure(client, about);
}

