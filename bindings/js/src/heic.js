// libheif as a module of its own, scalptone-heic.wasm: fetched when a photo wants it, and asked by the engine (engine/photo/elsewhere).
import { engine, heap } from "./engine.js";
import { UseError } from "./errors.js";
import { ENUMS } from "./layout.js";

const WANTED = 9 * 4; // bytes of heic_wanted
const DAMAGED = "the decoder of this photo ended without an answer; copy it again from its source or export it as JPEG";
const ABSENT = "HEIC is read by scalptone-heic.wasm, which is not loaded; call loadHeic() first, or export the photo as JPEG";

let module = null;

/** Keeps the compiled module for later photos. */
export function keepHeic(compiled) {
  const given = WebAssembly.Module.exports(compiled).map(({ name }) => name);
  if (!given.includes("heic_ask") || !given.includes("heic_message")) throw new UseError("this is not scalptone-heic.wasm of this version");
  module = compiled;
}

/** Whether HEIC can be read. */
export const heicLoaded = () => module !== null;

/** Started anew for each question: its memory is given back, and what a hostile file broke is gone. */
function started(take) {
  let instance = null;
  const bytes = () => new Uint8Array(instance.exports.memory.buffer);
  const known = {
    js_heic_take: (at, size) => take(bytes().subarray(at, at + size)),
    environ_sizes_get: (count, size) => {
      const cells = new DataView(instance.exports.memory.buffer);
      cells.setUint32(count, 0, true);
      cells.setUint32(size, 0, true);
      return 0;
    },
    environ_get: () => 0,
    emscripten_notify_memory_growth: () => {},
    getTempRet0: () => 0,
    setTempRet0: () => {},
  };
  const found = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module))
    (found[from] ??= {})[name] = known[name] ?? (/^(fd_|clock_|__syscall_)/.test(name) ? () => 8 : () => {
      throw new WebAssembly.RuntimeError("the decoder ended itself in " + name);
    });
  instance = new WebAssembly.Instance(module, found);
  instance.exports._initialize?.();
  return { ...instance.exports, bytes };
}

function textAt(bytes, at) {
  return new TextDecoder().decode(bytes.slice(at, bytes.indexOf(0, at)));
}

function tell(text, at, room) {
  const { written } = new TextEncoder().encodeInto(text, heap().subarray(at, at + room - 1));
  heap()[at + written] = 0;
}

/** Hands a block to the engine: its status. */
function hand(block, context, outlet) {
  const { malloc, free, js_heic_take } = engine();
  const at = malloc(Math.max(1, block.length));
  if (!at) return ENUMS.sct_status["memory"];
  heap().set(block, at);
  try {
    return js_heic_take(context, outlet, at, block.length);
  } finally {
    free(at);
  }
}

/** What the engine imports: the question that `wanted` is, about a file; the answer goes to `outlet`, and why there is none to `message`. */
export function answerHeic(bytes, size, wanted, context, outlet, message, room) {
  if (!module) {
    tell(ABSENT, message, room);
    return ENUMS.sct_status["photo-unsupported"];
  }
  try {
    const decoder = started((block) => hand(block, context, outlet));
    const file = decoder.malloc(size);
    const asked = decoder.malloc(WANTED);
    if (!file || !asked) {
      tell("out of memory", message, room);
      return ENUMS.sct_status["memory"];
    }
    decoder.bytes().set(heap().subarray(bytes, bytes + size), file);
    decoder.bytes().set(heap().subarray(wanted, wanted + WANTED), asked);
    const status = decoder.heic_ask(file, size, asked);
    if (status) tell(textAt(decoder.bytes(), decoder.heic_message()), message, room);
    return status;
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
    tell(error instanceof RangeError ? "out of memory" : DAMAGED, message, room);
    return ENUMS.sct_status[error instanceof RangeError ? "memory" : "photo-damaged"];
  }
}
