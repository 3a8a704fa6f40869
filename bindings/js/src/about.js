// Questions about the engine itself.
import { view } from "./engine.js";
import { calling, textAt, valueOf } from "./native.js";
import { heicLoaded } from "./heic.js";
import { ENUMS } from "./layout.js";

/** The version of the engine. */
export function libraryVersion() {
  return calling({}, (call) => textAt(call.wasm.sct_version()));
}

/** Whether this build has something, such as "jpeg"; "heic" once loadHeic() has fetched its decoder. */
export function has(feature) {
  if (feature === "heic") return heicLoaded();
  return calling({}, (call) => call.wasm.sct_has(valueOf("sct_feature", feature)) !== 0);
}

/** Every bound by name, as the least, the usual and the greatest value that it can have. Photo.open changes some of them. */
export function limits() {
  return calling({}, (call) => {
    const room = call.room(24);
    const found = {};
    for (const [name, number] of Object.entries(ENUMS.sct_limit)) {
      call.check(call.wasm.sct_limit_range(number, room, room + 8, room + 16));
      found[name] = [0, 8, 16].map((at) => Number(view().getBigUint64(room + at, true)));
    }
    return found;
  });
}

/** The languages that pages, pictures and sentences can be had in, English first. */
export function languages() {
  return calling({}, (call) => {
    const found = [];
    for (;;) {
      const name = call.wasm.sct_language(found.length);
      if (!name) return found;
      found.push(textAt(name));
    }
  });
}

/** A sentence of the engine (of a verdict, a row, a flag, an error) in a language; what is none comes back as it was. */
export function words(english, language) {
  return calling({}, (call) => call.text("sct_words", call.string(english), call.string(language)));
}
