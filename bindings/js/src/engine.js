// The engine: one WebAssembly module a thread, its memory, and what it imports.
//
// Emscripten's own start code is not used. The module is a plain ("standalone") one; what it imports is a handful of functions, most
// of them for longjmp, by which libpng and libjpeg leave a damaged file. No code is ever made from text.
import { UseError } from "./errors.js";

let wasm = null;
let memory = null;
let bytes = null;
let cells = null;
let chosen = null;

/** The functions of the engine. */
export function engine() {
  if (!wasm) throw new UseError("the engine is not there yet; call `await load()` first");
  return wasm;
}

/** Whether the engine is there, and which: "simd", "plain" or null. */
export function loaded() {
  return chosen;
}

/** The memory as bytes. Asked for anew each time, since memory that grows is another buffer. */
export function heap() {
  if (bytes === null || bytes.buffer !== memory.buffer) {
    bytes = new Uint8Array(memory.buffer);
    cells = new DataView(memory.buffer);
  }
  return bytes;
}
export function view() {
  heap();
  return cells;
}

// A module with one SIMD instruction, which only an engine that knows it finds valid.
const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
export function hasSimd() {
  return WebAssembly.validate(new Uint8Array(SIMD));
}

// What is thrown where C jumps; it comes back in the function below that called what jumped.
const JUMP = Symbol("longjmp");

// The second word of what a function returns, where it has two: setjmp's table and how long that is.
let second = 0;

function invoke(index, ...given) {
  const stack = wasm.stackSave();
  try {
    return wasm.__indirect_function_table.get(index)(...given);
  } catch (error) {
    wasm.stackRestore(stack);
    if (error !== JUMP) throw error;
    wasm.setThrew(1, 0);
  }
  return 0;
}

// There are no files (EBADF): the C library asks for them on ways that nothing here goes.
const refuse = () => 8;

/** What the module imports: nothing of the system but a clock. `hooks` are the functions of this package that it calls. */
function imports(module, hooks) {
  const known = {
    ...hooks,
    getTempRet0: () => second,
    setTempRet0: (value) => {
      second = value;
    },
    _emscripten_throw_longjmp: () => {
      throw JUMP;
    },
    emscripten_notify_memory_growth: () => {},
    proc_exit: (code) => {
      throw new WebAssembly.RuntimeError("the engine ended itself (" + code + ")");
    },
    environ_sizes_get: (count, size) => {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return 0;
    },
    environ_get: () => 0,
    clock_time_get: (id, precision, out) => {
      view().setBigUint64(out, BigInt(Math.round(performance.now() * 1e6)), true);
      return 0;
    },
  };
  const found = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    const given = name.startsWith("invoke_") ? invoke : known[name] ?? (/^(fd_|__syscall_)/.test(name) ? refuse : null);
    if (!given) throw new UseError("this is not the engine of this version of scalptone: it imports " + from + "." + name);
    (found[from] ??= {})[name] = given;
  }
  return found;
}

/** Starts a compiled module. */
export async function start(module, kind, hooks) {
  const instance = await WebAssembly.instantiate(module, imports(module, hooks));
  wasm = instance.exports;
  memory = wasm.memory;
  bytes = null;
  chosen = kind;
  wasm._initialize();
}

/** How much memory the engine has taken, in bytes. It never gives any back to the system, but uses it again. */
export function memoryBytes() {
  return heap().length;
}
