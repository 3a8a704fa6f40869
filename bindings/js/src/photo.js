// Photos, and places in them.
import { heap, view } from "./engine.js";
import { PhotoError, UseError } from "./errors.js";
import { Call, Handle, Held, allocate, at, bytesOf, calling, describe, flags, numbers, split, valueOf } from "./native.js";
import { STRUCTS } from "./layout.js";

const SIZES = { u8: 1, u16: 2, f32: 4 };

/** Copies bytes into memory of the engine's, which lives for as long as anything reads it. */
function hold(call, bytes) {
  const address = allocate(Math.max(1, bytes.length));
  heap().set(bytes, address);
  return new Held(address, call.wasm.free);
}

function openFile(call, file, size) {
  return call.make("sct_photo_open", "sct_photo_free", [file.address, size], [file]);
}

const isPixels = (source) => source && typeof source === "object" && "data" in source && "width" in source && "height" in source;

function pixelsOf(source, options) {
  const { data, width, height } = source;
  const size = ArrayBuffer.isView(data) ? data.BYTES_PER_ELEMENT : 1;
  const count = bytesOf(data).length / size;
  const channels = source.channels ?? count / (width * height);
  if (![1, 2, 3, 4].includes(channels) || channels * width * height !== count)
    throw new UseError(count + " numbers are no " + width + " x " + height + " pixels of 1 to 4 channels");
  return { width, height, channels, bits: 8 * size, orientation: options.orientation ?? 1 };
}

/** A photo of a client. Opening reads the header only. A photo never changes. */
export class Photo extends Handle {
  static kind = "Photo";

  static open(source, options = {}) {
    const [about, rest] = split(options);
    const call = new Call(about);
    let file = null;
    let held;
    try {
      if (isPixels(source)) {
        const described = pixelsOf(source, rest);
        file = hold(call, bytesOf(source.data));
        const profile = rest.icc ? hold(call, bytesOf(rest.icc)) : null;
        const wanted = call.struct("sct_pixels_desc", { ...described, data: file.address, icc: profile?.address ?? 0, icc_size: rest.icc?.length ?? 0 });
        const holds = profile ? [file, profile] : [file];
        try {
          held = call.make("sct_photo_from_pixels", "sct_photo_free", [wanted], holds);
        } finally {
          profile?.release();
        }
      } else {
        const data = bytesOf(source);
        file = hold(call, data);
        held = openFile(call, file, data.length);
      }
    } finally {
      file?.release();
      call.end();
    }
    const self = new Photo(held);
    self.name = rest.name ?? null;
    self.limits = { ...about.limits };
    self.info = calling({}, (c) => c.get("sct_photo_info", "sct_photo_describe_sized", held.address));
    return self;
  }

  /** The photo that the flash alone would have made, of one with the flash and one of the same view without. */
  static fromFlash(flash, noFlash, options = {}) {
    const [about, { camera }] = split(options);
    const self = new Photo(calling(about, (call) =>
      call.make("sct_photo_from_flash", "sct_photo_free", [camera ? at(camera) : 0, at(flash, Photo), at(noFlash, Photo)])));
    self.name = flash.name;
    self.limits = { ...flash.limits };
    self.info = calling({}, (c) => c.get("sct_photo_info", "sct_photo_describe_sized", at(self)));
    return self;
  }

  get width() {
    return this.info.width;
  }
  get height() {
    return this.info.height;
  }
  /** What is weak about it. */
  get flags() {
    return flags(at(this) && calling({}, (call) => call.wasm.sct_photo_flags(at(this))));
  }
  flagsIn(language) {
    return flags(calling({}, (call) => call.wasm.sct_photo_flags(at(this))), language);
  }

  /** The photo as seen, upright: { data, width, height, channels }. */
  pixels(options = {}) {
    return plane(options, this, (call, out) => call.wasm.sct_photo_pixels(call.context, at(this), out));
  }

  /** The photo as a PNG with the reason why it could not be measured, and what to do about it, below. */
  refusalPng(error) {
    const reason = error?.reason ?? String(error?.message ?? error);
    return calling({ limits: this.limits }, (call) =>
      call.bytes("sct_photo_refusal_png", at(this), call.string(reason), call.string(error?.fix || "photograph it again"), 0));
  }
}

export function openPhoto(source) {
  return source instanceof Photo ? source : Photo.open(source);
}

/** Does something with a photo, and frees it where it was opened for this. */
export function usingPhoto(source, work) {
  const photo = openPhoto(source);
  try {
    return work(photo);
  } finally {
    if (photo !== source) photo.free();
  }
}

/** Has pixels written, and copies them out: a Uint8Array, Uint16Array or Float32Array. */
export function plane(options, photo, render) {
  const [about, { format = "u8", space = "srgb", channels = 3 }] = split(options);
  if (channels !== 3 && channels !== 4) throw new UseError("channels are 3 or 4, not " + describe(channels));
  return calling({ ...about, limits: photo.limits }, (call) => {
    const wanted = call.struct("sct_plane", { format, space, channels });
    const size = photo.width * photo.height * channels * SIZES[format];
    const room = allocate(size);
    call.memory.push(room);
    const row = (name) => wanted + STRUCTS.sct_plane[1].find((field) => field[0] === name)[1];
    view().setUint32(row("data"), room, true);
    view().setUint32(row("capacity"), size, true);
    call.check(render(call, wanted));
    const copy = heap().slice(room, room + size).buffer;
    const data = format === "u8" ? new Uint8Array(copy) : format === "u16" ? new Uint16Array(copy) : new Float32Array(copy);
    return { data, width: photo.width, height: photo.height, channels };
  });
}

// ---- shapes ----

/**
 * A place in a photo. Where one is wanted, the words of the command line will do: "rect:20%,10%,9%,9%", "circle:X,Y,R",
 * "poly:X,Y X,Y X,Y", "point:X,Y", "line:X,Y X,Y", in pixels of the photo as seen or in percent of its width and height.
 */
export class Shape {
  constructor(kind, given, { percent = false, reflectance = null, mask = null } = {}) {
    this.kind = kind;
    this.numbers = numbers(given);
    this.percent = percent;
    this.reflectance = reflectance;
    this.picture = mask;
    Object.freeze(this);
  }
  static rect(x, y, width, height, options) {
    return new Shape("rect", [x, y, width, height], options);
  }
  static circle(x, y, radius, options) {
    return new Shape("circle", [x, y, radius], options);
  }
  static poly(corners, options) {
    return new Shape("poly", corners.flat(), options);
  }
  static point(x, y, options) {
    return new Shape("point", [x, y], options);
  }
  static line(places, options) {
    return new Shape("line", places.flat(), options);
  }
  /** What is not zero in { data, width, height } of one byte a pixel, or in the bytes of a PNG. */
  static mask(picture) {
    return new Shape("mask", [], { mask: picture });
  }
  /** The same for a grey card that reflects this share of the light [0.02, 0.98]. */
  grey(reflectance) {
    return new Shape(this.kind, this.numbers, { percent: this.percent, reflectance, mask: this.picture });
  }
}

function maskOf(call, role, picture) {
  if (!isPixels(picture)) {
    const png = bytesOf(picture);
    return call.make("sct_shape_from_mask_png", "sct_shape_free", [role, call.data(png), png.length]);
  }
  const { data, width, height } = picture;
  if (data.length !== width * height) throw new UseError("a mask has one byte a pixel: width x height of them");
  return call.make("sct_shape_from_mask", "sct_shape_free", [role, call.data(bytesOf(data)), width, height, width]);
}

function shapeOf(call, role, given) {
  const number = valueOf("sct_role", role);
  if (typeof given === "string") return call.make("sct_shape_parse", "sct_shape_free", [call.string(given), number]);
  if (!(given instanceof Shape)) {
    if (!given || typeof given !== "object" || typeof given.kind !== "string") return maskOf(call, number, given);
    given = new Shape(given.kind, given.numbers, { ...given, mask: given.picture }); // one that came as a message
  }
  if (given.kind === "mask") return maskOf(call, number, given.picture);
  const percent = call.data(new Uint8Array(given.numbers.length).fill(given.percent ? 1 : 0));
  return call.make("sct_shape_new", "sct_shape_free", [number, valueOf("sct_shape_kind", given.kind), call.doubles(given.numbers), percent,
    given.numbers.length]);
}

/** Shapes of the engine from one shape or several, and what frees them. */
export function shapes(call, role, given, made) {
  if (given === undefined || given === null) return [];
  return (Array.isArray(given) ? given : [given]).map((each) => {
    const shape = shapeOf(call, role, each);
    made.push(shape);
    if (each.reflectance !== null && each.reflectance !== undefined)
      call.check(call.wasm.sct_shape_set_reflectance(call.context, shape.address, each.reflectance));
    return shape.address;
  });
}

/** Does something with shapes, and frees them. */
export function withShapes(work) {
  const made = [];
  try {
    return work(made);
  } finally {
    for (const shape of made) shape.release();
  }
}

