// The same for pages with a strict policy, service workers and single files: nothing is fetched and no thread is started from here,
// so `connect-src 'none'` will do, and of script-src 'wasm-unsafe-eval' alone is needed. The engine is handed over.
import { loadHeicWith, loadWith } from "./loading.js";

/** Starts the engine from a WebAssembly.Module, its bytes, or a Response; delta: the bytes of scalptone-plain.delta, for browsers without SIMD. */
export function load({ wasm, delta, simd } = {}) {
  return loadWith({ wasm: wasm ?? null, delta, simd }, null);
}
/** The decoder of HEIC, scalptone-heic.wasm, in the same forms. */
export function loadHeic({ wasm } = {}) {
  return loadHeicWith({ wasm: wasm ?? null }, null);
}
export * from "./rooms.js";
