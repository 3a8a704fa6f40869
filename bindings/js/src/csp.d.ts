/** Starts the engine from what is handed over: nothing is fetched. */
export declare function load(options: {
  wasm: Response | BufferSource | WebAssembly.Module;
  /** The bytes of scalptone-plain.delta, for browsers without SIMD. */
  delta?: BufferSource;
  simd?: boolean;
}): Promise<void>;

/** The decoder of HEIC, scalptone-heic.wasm, handed over before the first such photo is opened. */
export declare function loadHeic(options: { wasm: Response | BufferSource | WebAssembly.Module }): Promise<void>;

export * from "./rooms.js";
