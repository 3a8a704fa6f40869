import type { LoadOptions } from "./index.js";
import type * as rooms from "./rooms.js";

/** A value as it arrives from the worker: handles become remote handles, and iterators arrays. */
export type Arrived<T> = T extends { free(): void } ? RemoteHandle<T> : T extends IterableIterator<infer U> ? Arrived<U>[]
  : T extends readonly (infer U)[] ? Arrived<U>[] : T;
/** What a call over there takes: a handle of this worker, or what it takes here. */
export type Sent<T> = T extends { free(): void } ? RemoteHandle<T> | T : T extends readonly (infer U)[] ? readonly Sent<U>[] | T : T;
export type Remote<T> = T extends (...given: infer A) => infer R
  ? (...given: { [K in keyof A]: Sent<A[K]> }) => Promise<Arrived<Awaited<R>>>
  : Promise<Arrived<T>>;
/** A handle in the worker: its methods and properties are promises. */
export type RemoteHandle<T> = { readonly [K in keyof T as K extends symbol ? never : K]: K extends "free" ? () => void : Remote<T[K]> };
type RemoteStatics<T> = { readonly [K in keyof T as K extends "prototype" ? never : K]: Remote<T[K]> };
/** All that "scalptone" exports, in the worker. */
export type RemoteScalptone = {
  readonly [K in keyof typeof rooms]: (typeof rooms)[K] extends (...given: any) => any ? Remote<(typeof rooms)[K]> : RemoteStatics<(typeof rooms)[K]>;
};

/** Starts a thread with the engine in it: a Worker in browsers, a worker_thread in Node. */
export declare function createWorker(options?: { wasm?: string | URL | BufferSource | WebAssembly.Module }): Promise<RemoteScalptone>;
/** Ends the thread; what it was asked for is rejected with Cancelled. */
export declare function endWorker(remote: RemoteScalptone): void;
export { Cancelled, ScalptoneError, UseError } from "./rooms.js";
export type { LoadOptions };
