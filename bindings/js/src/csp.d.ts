/** Starts the engine from what is handed over: nothing is fetched. */
export declare function load(options: {
  wasm: Response | BufferSource | WebAssembly.Module;
  /** The bytes of scalptone-plain.delta, for browsers without SIMD. */
  delta?: BufferSource;
  simd?: boolean;
}): Promise<void>;

export * from "./rooms.js";
