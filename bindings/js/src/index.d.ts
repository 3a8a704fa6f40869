/**
 * Which ink, at which dilution, will look right on this head once it has healed?
 *
 * Photos stay on the device. Every Lab is D50 and 2 degrees, specular reflection excluded; units end the names of fields; NaN is a
 * number that is not known. Long work takes `progress` and `signal`, and stops with whatever `progress` throws.
 */
export interface LoadOptions {
  /** Where the engine is, if not beside this package: a URL, a Response, its bytes, or a compiled module. */
  wasm?: string | URL | Response | BufferSource | WebAssembly.Module;
  /** false for the slower engine that needs no SIMD; without, the browser is asked. */
  simd?: boolean;
}
/** Fetches, compiles and starts the engine, once. Nothing else works before; later calls wait for the same. */
export declare function load(options?: LoadOptions): Promise<void>;

/** Fetches and compiles the decoder of HEIC (scalptone-heic.wasm), once. Photo.open reads HEIC from then on. */
export declare function loadHeic(options?: { wasm?: string | URL | Response | BufferSource | WebAssembly.Module }): Promise<void>;

export * from "./rooms.js";
