// The usual start in Node: finds the engine beside this file.
import { loadHeicWith, loadWith } from "./loading.js";
import { compileUrl, ownBytes, ownModule } from "./platform-node.js";

/**
 * Fetches, compiles and starts the engine, once; later calls wait for the same. Nothing else of this package works before.
 * wasm: where it is, if not beside this file: a URL, a Response, its bytes, or a WebAssembly.Module
 * simd: false for the slower engine that needs no SIMD; without, the browser is asked
 */
export function load({ wasm, simd } = {}) {
  return loadWith({ wasm, simd }, { compileUrl, ownBytes, ownModule });
}

/** Fetches and compiles the decoder of HEIC, once, before the first such photo is opened. wasm: where it is, if not beside this file. */
export function loadHeic({ wasm } = {}) {
  return loadHeicWith({ wasm }, { compileUrl, ownBytes, ownModule });
}
