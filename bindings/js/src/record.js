// What the artist keeps of a consultation.
import { view } from "./engine.js";
import { UseError } from "./errors.js";
import { Handle, at, bytesOf, calling, fromJson, textAt } from "./native.js";

const encoded = (passphrase) => (typeof passphrase === "string" ? new TextEncoder().encode(passphrase) : bytesOf(passphrase ?? new Uint8Array()));

/** A new record of a ranking, or an empty one; fields without a dot can be given at once. */
export function record(ranking = null, fields = {}) {
  const given = ranking ? [at(ranking.client), at(ranking.palette), at(ranking)] : [0, 0, 0];
  const self = new Record(calling({}, (call) => call.make("sct_record_new", "sct_record_free", given)));
  for (const [key, value] of Object.entries(fields)) self.set(key, value);
  return self;
}

/**
 * A record: keys and texts, such as record.set("chosen.lot", "A17"). What nobody filled in is "". Lists count from 1:
 * "sessions.1.date". No photo is in it, only the SHA-256 of those that belong to it.
 */
export class Record extends Handle {
  static kind = "Record";
  /** A record from its file: bytes, JSON as text, or an object. One of a newer version is refused. A sealed one needs its passphrase. */
  static open(source, passphrase) {
    if (!Record.isSealed(source)) return new Record(fromJson("sct_record_from_json", "sct_record_free", source));
    return new Record(calling({}, (call) => {
      const data = bytesOf(source), word = encoded(passphrase);
      return call.make("sct_record_open", "sct_record_free", [call.data(data), data.length, call.data(word), word.length]);
    }));
  }
  /** Whether these are the bytes of a sealed record; needs no passphrase. */
  static isSealed(source) {
    if (!(source instanceof ArrayBuffer) && !ArrayBuffer.isView(source)) return false;
    const data = bytesOf(source);
    return calling({}, (call) => call.wasm.sct_record_is_sealed(call.data(data), data.length) !== 0);
  }
  static fromJson(source) {
    return Record.open(source);
  }
  /** All keys there are, with "N" for the row of a list. */
  static fields() {
    return calling({}, (call) => {
      const found = [];
      for (;;) {
        const key = call.wasm.sct_record_key(found.length);
        if (!key) return found;
        found.push(textAt(key));
      }
    });
  }
  /** The record as JSON text, indented; reading it again gives the same record. */
  json() {
    return calling({}, (call) => call.text("sct_record_json", at(this)));
  }
  toJSON() {
    return JSON.parse(this.json());
  }
  /** The record as bytes that only the passphrase (8 to 1024 bytes; text as UTF-8) opens. Whoever forgets it has lost the record. */
  sealed(passphrase) {
    return calling({}, (call) => {
      const word = encoded(passphrase);
      return call.bytes("sct_record_seal", at(this), call.data(word), word.length);
    });
  }
  /** How many rows of a list ("plan", "sessions", "certificates", "photos") are filled. */
  rows(name) {
    return calling({}, (call) => call.wasm.sct_record_rows(at(this), call.string(name)));
  }
  get(key) {
    return calling({}, (call) => {
      const found = call.wasm.sct_record_get(at(this), call.string(key));
      if (!found) throw new UseError("a record has no field " + JSON.stringify(key) + "; Record.fields() lists them");
      return textAt(found);
    });
  }
  set(key, value) {
    calling({}, (call) => call.check(call.wasm.sct_record_set(call.context, at(this), call.string(key), call.string(value))));
    return this;
  }
  delete(key) {
    return this.set(key, "");
  }
  /** The keys that are filled in, with their texts. */
  *entries() {
    for (const key of Record.fields()) {
      const rows = key.includes(".N.") ? this.rows(key.split(".")[0]) : 1;
      for (let row = 1; row <= rows; row++) {
        const name = key.replace(".N.", "." + row + ".");
        const value = this.get(name);
        if (value) yield [name, value];
      }
    }
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  /** Adds a photo by the SHA-256 of its bytes. role: "before", "after" or "other"; date as 2026-11-29. */
  addPhoto(photo, { role = "before", date } = {}) {
    calling({}, (call) => {
      const data = bytesOf(photo);
      call.check(call.wasm.sct_record_add_photo(call.context, at(this), call.data(data), data.length, call.string(role), date ? call.string(date) : 0));
    });
    return this;
  }
  /** What is to be minded on a day (2026-11-29): expired ink, a patch test that is too fresh, what nobody has checked. */
  warnings(day) {
    return calling({}, (call) => call.text("sct_record_warnings", at(this), call.string(day))).split("\n").filter(Boolean);
  }
  /** How unlike two clients are, CIEDE2000 over skin and hair. */
  distance(other) {
    return calling({}, (call) => {
      const out = call.room(8);
      call.check(call.wasm.sct_record_distance(call.context, at(this), at(other, Record), out));
      return view().getFloat64(out, true);
    });
  }
}
