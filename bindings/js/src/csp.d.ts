/** Starts the engine from what is handed over: nothing is fetched. */
export declare function load(options: { wasm: Response | BufferSource | WebAssembly.Module }): Promise<void>;

export * from "./rooms.js";
