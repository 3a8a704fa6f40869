// The usual start: finds scalptone.wasm beside this file.
import { loadWith } from "./loading.js";
import { compileUrl, ownModule } from "#platform";

/**
 * Fetches, compiles and starts the engine, once; later calls wait for the same. Nothing else of this package works before.
 * wasm: where it is, if not beside this file: a URL, a Response, its bytes, or a WebAssembly.Module
 */
export function load({ wasm } = {}) {
  return loadWith(() => (wasm === undefined ? ownModule() : wasm), compileUrl);
}
