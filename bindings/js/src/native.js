// What all rooms of this package stand on: calls, handles, structs in and out, bytes in and out.
import { engine, heap, view } from "./engine.js";
import { Cancelled, UseError, errorOf } from "./errors.js";
import { ENUMS, STRUCTS } from "./layout.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const SIZE_MAX = 0xffffffff;

// ---- words ----

const names = new Map();

/** The word of a value of an enumeration, such as "stubble"; numbers, such as 10 of an observer, stay numbers. */
export function word(type, value) {
  let words = names.get(type);
  if (!words) {
    words = new Map(Object.entries(ENUMS[type]).map(([text, number]) => [number, /^\d+$/.test(text) ? Number(text) : text]));
    names.set(type, words);
  }
  return words.get(value) ?? "unknown";
}

/** The value of a word; a wrong one is told with those there are. */
export function valueOf(type, text) {
  const words = ENUMS[type];
  if ((typeof text === "string" || typeof text === "number") && Object.hasOwn(words, text)) return words[text];
  throw new UseError(JSON.stringify(text) + " is not known here; choose one of " + Object.keys(words).join(", "), "option", 11);
}

/** The text at an address. */
export function textAt(address) {
  if (!address) return "";
  const memory = heap();
  return decoder.decode(memory.subarray(address, memory.indexOf(0, address)));
}

// ---- structs out ----

const flat = { d: 8, f: 4, i: 4, u: 4, t: 4, q: 8, b: 1, h: 2, s: 4, p: 4, D: 4 };

function sizeOf(code) {
  if (Array.isArray(code)) return code[0] === "a" ? code[1] * sizeOf(code[2]) : code[0] === "c" ? code[1] : 4;
  return flat[code] ?? (code.startsWith("e:") ? 4 : STRUCTS[code][0]);
}

function readList(code, at, owner, start) {
  const [kind, length, item] = code;
  if (kind === "c") {
    const memory = heap().subarray(at, at + length);
    const end = memory.indexOf(0);
    return decoder.decode(end < 0 ? memory : memory.subarray(0, end));
  }
  const counted = kind === "n";
  const first = counted ? view().getUint32(at, true) : at;
  const count = !counted ? length : first ? view().getUint32(start + STRUCTS[owner][1].find((row) => row[0] === length)[1], true) : 0;
  const size = sizeOf(item);
  return Array.from({ length: count }, (_, i) => readAs(item, first + i * size));
}

function readAs(code, at, owner, start) {
  if (Array.isArray(code)) return readList(code, at, owner, start);
  const cells = view();
  switch (code) {
    case "d": return cells.getFloat64(at, true);
    case "f": return cells.getFloat32(at, true);
    case "i": return cells.getInt32(at, true);
    case "u": return cells.getUint32(at, true);
    case "t": return cells.getInt32(at, true) !== 0;
    case "q": return Number(cells.getBigUint64(at, true));
    case "b": return cells.getUint8(at);
    case "h": return cells.getUint16(at, true);
    case "s": return textAt(cells.getUint32(at, true));
    case "p":
    case "D": return cells.getUint32(at, true);
    default: return code.startsWith("e:") ? word(code.slice(2), cells.getInt32(at, true)) : read(code, at);
  }
}

const isCount = (fields, name) => fields.some(([, , code]) => Array.isArray(code) && code[0] === "n" && code[1] === name);

/** Reads a struct as a frozen object with the names of its fields. */
export function read(type, at) {
  const fields = STRUCTS[type][1];
  const found = {};
  for (const [name, offset, code] of fields)
    if (!["size", "reserved", "reserved2"].includes(name) && !isCount(fields, name)) found[name] = readAs(code, at + offset, type, at);
  return Object.freeze(found);
}

// ---- memory with an end ----

/** Memory of the engine, shared by those who read it, and given back by the last. */
export class Held {
  constructor(address, free, holds = []) {
    this.address = address;
    this.free = free;
    this.holds = holds;
    this.users = 1;
    for (const each of holds) each.users++;
  }
  release() {
    if (--this.users) return;
    this.free(this.address);
    for (const each of this.holds) each.release();
  }
}

const forgotten = typeof FinalizationRegistry === "function" ? new FinalizationRegistry((held) => held.release()) : null;

/**
 * What the engine owns the memory of. free() gives the memory back at once, as does leaving the block of `using`; else that happens
 * when the garbage collector finds that nothing needs it, which may be late or never. Whatever was made of it stays valid.
 */
export class Handle {
  #held;
  constructor(held) {
    if (!(held instanceof Held)) throw new UseError("this class is not made by `new`, but by its own functions");
    this.#held = held;
    forgotten?.register(this, held, this);
  }
  /** The memory behind a handle. */
  static held(handle, Kind = Handle) {
    if (!(handle instanceof Kind)) throw new UseError("a " + (Kind.kind ?? "handle") + " is wanted, not " + describe(handle));
    if (!handle.#held) throw new UseError("this " + Kind.kind + " is freed; open it again");
    return handle.#held;
  }
  get freed() {
    return this.#held === null;
  }
  free() {
    if (!this.#held) return;
    forgotten?.unregister(this);
    this.#held.release();
    this.#held = null;
  }
}
if (Symbol.dispose)
  Object.defineProperty(Handle.prototype, Symbol.dispose, { value: Handle.prototype.free, configurable: true, writable: true });

export function describe(thing) {
  if (thing === null) return "null";
  return typeof thing === "object" ? (thing.constructor?.name ?? "an object") : typeof thing === "string" ? JSON.stringify(thing) : String(thing);
}

/** The address of a handle. */
export function at(handle, Kind) {
  return Handle.held(handle, Kind).address;
}

// ---- calls ----

// Those that ask for progress, the innermost last; and what a callback threw.
const watchers = [];
let thrown = null;

/** Called by the engine during long work. */
export function progress(stage, fraction) {
  try {
    const { tell, signal } = watchers.at(-1);
    tell?.(word("sct_stage", stage), fraction);
    if (!signal?.aborted) return 0;
    thrown = { error: new Cancelled("the work was stopped", "interrupted", 82) };
  } catch (error) {
    thrown = { error };
  }
  return 1;
}

/**
 * One call of the engine, or a few in a row, with a context of its own and memory that is given back at its end.
 * options: progress(stage, fraction), which stops the work by throwing; signal, an AbortSignal that stops it, too; limits
 */
export class Call {
  constructor({ progress: tell, signal, limits, language } = {}) {
    this.wasm = engine();
    this.memory = [];
    const out = this.room(4);
    this.check(this.wasm.sct_context_new(out));
    this.context = view().getUint32(out, true);
    this.watched = Boolean(tell || signal);
    try {
      for (const name of Object.keys(limits ?? {}))
        this.check(this.wasm.sct_context_set_limit(this.context, valueOf("sct_limit", name), BigInt(Math.trunc(Number(limits[name])) || 0)));
      if (language !== undefined) this.check(this.wasm.sct_context_set_language(this.context, this.string(language)));
    } catch (error) {
      this.end();
      throw error;
    }
    if (!this.watched) return;
    watchers.push({ tell, signal });
    this.wasm.js_watch(this.context);
  }
  end() {
    if (this.watched) watchers.pop();
    this.wasm.sct_context_free(this.context);
    for (const address of this.memory) this.wasm.free(address);
  }
  /** Memory for the length of the call, all zero. */
  room(size) {
    const address = allocate(size);
    heap().fill(0, address, address + size);
    this.memory.push(address);
    return address;
  }
  check(status) {
    if (status === 82 && thrown) {
      const { error } = thrown;
      thrown = null;
      throw error;
    }
    if (status) throw errorOf(status, word("sct_status", status), this.context ? textAt(this.wasm.sct_context_message(this.context)) : "");
  }
  /** Calls what makes a handle, and owns that. `holds` is what it reads for as long as it lives. */
  make(name, free, given, holds = []) {
    const out = this.room(4);
    this.check(this.wasm[name](this.context, ...given, out));
    return new Held(view().getUint32(out, true), this.wasm[free], holds);
  }
  /** Calls what makes bytes, and copies them out. */
  bytes(name, ...given) {
    const out = this.room(8);
    this.check(this.wasm[name](this.context, ...given, out));
    return this.take(out);
  }
  take(out) {
    const data = view().getUint32(out, true);
    const copy = heap().slice(data, data + view().getUint32(out + 4, true));
    this.wasm.sct_bytes_free(out);
    return copy;
  }
  text(name, ...given) {
    return decoder.decode(this.bytes(name, ...given));
  }
  // ---- values in ----
  string(text) {
    if (typeof text !== "string") throw new UseError("a text is wanted, not " + describe(text));
    if (text.includes("\0")) throw new UseError("a text holds a zero character");
    const coded = encoder.encode(text);
    const address = this.room(coded.length + 1);
    heap().set(coded, address);
    return address;
  }
  data(bytes) {
    const address = this.room(Math.max(1, bytes.length));
    heap().set(bytes, address);
    return address;
  }
  doubles(values) {
    const found = numbers(values);
    const address = this.room(8 * Math.max(1, found.length));
    found.forEach((value, i) => view().setFloat64(address + 8 * i, value, true));
    return address;
  }
  pointers(addresses) {
    const room = this.room(4 * Math.max(1, addresses.length));
    addresses.forEach((address, i) => view().setUint32(room + 4 * i, address, true));
    return room;
  }
  /** A struct by its values; by the library's defaults where it has an initialiser. */
  struct(type, values = {}) {
    const address = this.room(STRUCTS[type][0]);
    this.init(type, address);
    fill(this, type, address, values);
    return address;
  }
  init(type, address) {
    this.wasm[type + "_init_sized"]?.(address, STRUCTS[type][0]);
  }
  /** Several of them, one behind the other. */
  structs(type, rows) {
    const size = STRUCTS[type][0];
    const address = this.room(size * Math.max(1, rows.length));
    rows.forEach((values, i) => {
      this.init(type, address + i * size);
      fill(this, type, address + i * size, values);
    });
    return address;
  }
  /** Calls a function that fills in a struct, and reads it. */
  get(type, name, ...given) {
    const out = this.room(STRUCTS[type][0]);
    const status = this.wasm[name](...given, out, STRUCTS[type][0]);
    if (status === 50) return null;
    if (status) throw errorOf(status, word("sct_status", status), type.slice(4) + ": no such part");
    return read(type, out);
  }
  /** Calls a function that returns a struct by value. */
  returned(type, name, ...given) {
    const out = this.room(STRUCTS[type][0]);
    this.wasm[name](out, ...given);
    return read(type, out);
  }
}

/** Memory of the engine that is not zero. */
export function allocate(size) {
  const address = engine().malloc(size);
  if (!address) throw errorOf(80, "memory", "out of memory: " + size + " bytes are not to be had");
  return address;
}

/** Does something with a call, and ends that. */
export function calling(options, work) {
  const call = new Call(options);
  try {
    return work(call);
  } finally {
    call.end();
  }
}

/** Takes what is for the call itself out of options. */
export function split(options = {}) {
  if (options === null || typeof options !== "object") throw new UseError("options are wanted as an object, not " + describe(options));
  const { progress: tell, signal, limits, language, ...rest } = options;
  return [{ progress: tell, signal, limits, language }, rest];
}

// ---- values in ----

/** Writes named values, or as many numbers as there are fields, into a struct. */
export function fill(call, type, address, values) {
  const fields = STRUCTS[type][1].filter(([name]) => !["size", "reserved", "reserved2"].includes(name));
  if (Array.isArray(values) || ArrayBuffer.isView(values)) {
    const found = numbers(values, fields.length);
    values = Object.fromEntries(fields.map(([name], i) => [name, found[i]]));
  }
  if (values === null || typeof values !== "object") throw new UseError("values by name are wanted, not " + describe(values));
  for (const name of Object.keys(values)) {
    const field = fields.find((row) => row[0] === name);
    if (!field) throw new UseError(unknown(name, fields.map((row) => row[0])), "option", 11);
    if (values[name] !== undefined && values[name] !== null) put(call, name, field[2], address + field[1], values[name]);
  }
}

function put(call, name, code, address, value) {
  if (Array.isArray(code)) return putList(call, name, code, address, value);
  if (code.startsWith("e:")) return view().setInt32(address, valueOf(code.slice(2), value), true);
  if (STRUCTS[code]) return fill(call, code, address, value);
  if (code === "s") return pointer(address, call.string(value));
  if (code === "D") return pointer(address, call.doubles(value));
  if (code === "p") return pointer(address, typeof value === "number" ? value : at(value));
  const number = typeof value === "boolean" ? Number(value) : value;
  if (typeof number !== "number" && typeof number !== "bigint") throw new UseError(name + " cannot be " + describe(value), "option", 11);
  if (code === "d") return view().setFloat64(address, Number(number), true);
  if (code === "f") return view().setFloat32(address, Number(number), true);
  if (typeof number === "number" && !Number.isInteger(number)) throw new UseError(name + " is a whole number, not " + number, "option", 11);
  if (code === "q") return view().setBigUint64(address, BigInt(number), true);
  const [least, most] = code === "u" ? [0, SIZE_MAX] : [-0x80000000, 0x7fffffff];
  if (number < least || number > most) throw new UseError(name + " is out of range: " + number, "option", 11);
  view().setUint32(address, Number(number) >>> 0, true);
}

// Allocations may have moved the memory: the view is asked for afterwards.
function pointer(address, value) {
  view().setUint32(address, value, true);
}

function putList(call, name, [kind, length, item], address, value) {
  if (kind === "c") {
    const text = encoder.encode(String(value));
    if (text.length >= length) throw new UseError(name + " has at most " + (length - 1) + " bytes", "option", 11);
    heap().set(text, address);
  } else if (kind === "a") {
    if (!value || value.length !== length) throw new UseError(name + ": " + length + " values are wanted", "option", 11);
    for (let i = 0; i < length; i++) put(call, name, item, address + i * sizeOf(item), value[i]);
  } else {
    throw new UseError(name + " cannot be given by name", "option", 11);
  }
}

function unknown(name, known) {
  const near = known.find((each) => each.toLowerCase().replaceAll("_", "") === name.toLowerCase().replaceAll("_", "")) ??
    known.find((each) => each.startsWith(name.slice(0, 4)));
  return "there is no option " + JSON.stringify(name) + "; " + (near ? "did you mean " + near + "?" : "there are " + known.join(", "));
}

/** A list of numbers, of that many where it is said. */
export function numbers(values, count = -1) {
  const found = values && typeof values === "object" && Symbol.iterator in values ? Array.from(values) : null;
  if (!found || found.some((value) => typeof value !== "number")) throw new UseError("numbers are wanted, not " + describe(values));
  if (count >= 0 && found.length !== count) throw new UseError(count + " numbers are wanted, not " + found.length);
  return found;
}

// ---- bytes ----

/** Bytes that are in memory already: a typed array, an ArrayBuffer, or Node's Buffer. */
export function bytesOf(source) {
  if (source instanceof Uint8Array) return source;
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (source instanceof ArrayBuffer || (typeof SharedArrayBuffer === "function" && source instanceof SharedArrayBuffer))
    return new Uint8Array(source);
  if (typeof Blob === "function" && source instanceof Blob)
    throw new UseError("a file is read first; give `await file.arrayBuffer()`");
  throw new UseError("bytes are wanted (a Uint8Array or an ArrayBuffer), not " + describe(source));
}

/** The bytes of JSON: its text, its bytes, or what JSON.parse made of it. */
export function jsonBytes(source) {
  if (typeof source === "string") return encoder.encode(source);
  if (source && typeof source === "object" && !ArrayBuffer.isView(source) && !(source instanceof ArrayBuffer) && !(source instanceof Handle))
    return encoder.encode(JSON.stringify(source));
  return bytesOf(source);
}

/** A handle read from JSON. */
export function fromJson(make, free, source, ...more) {
  return calling({}, (call) => {
    const data = jsonBytes(source);
    return call.make(make, free, [call.data(data), data.length, ...more]);
  });
}

/** Quality flags, in a language where it is there. */
export function flags(address, language) {
  const count = engine().sct_flags_count(address);
  return Array.from({ length: count }, (_, i) =>
    calling({}, (call) => {
      const flag = call.get("sct_flag", "sct_flags_at_sized", address, i);
      if (language === undefined) return flag;
      const message = call.room(8);
      const fix = call.room(8);
      call.check(call.wasm.sct_flags_text(call.context, address, i, call.string(language), message, fix));
      return Object.freeze({ ...flag, message: decoder.decode(call.take(message)), fix: decoder.decode(call.take(fix)) });
    }));
}

/** The parts of a handle, by number. */
export function each(type, name, handle, count) {
  return Array.from({ length: count }, (_, index) => calling({}, (call) => call.get(type, name, at(handle), index)));
}
