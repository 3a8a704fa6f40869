// What differs in browsers: files are fetched, and threads are Workers.
import { checked, compileResponse } from "./loading.js";

export async function ownModule() {
  return fetch(new URL("./scalptone.wasm", import.meta.url));
}
export async function ownBytes(name) {
  // Each address stands here whole, so that bundlers find the files.
  const urls = { "scalptone.wasm": new URL("./scalptone.wasm", import.meta.url), "scalptone-plain.delta": new URL("./scalptone-plain.delta", import.meta.url),
    "scalptone-heic.wasm": new URL("./scalptone-heic.wasm", import.meta.url) };
  return checked(await fetch(urls[name])).arrayBuffer();
}
export async function compileUrl(url) {
  return compileResponse(await fetch(url));
}
export function startThread() {
  const worker = new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module" });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(hear, fail) {
      worker.onmessage = (event) => hear(event.data);
      worker.onerror = (event) => {
        event.preventDefault();
        fail(new Error(event.message || "the worker could not be started"));
      };
    },
    end: () => worker.terminate(),
  };
}
/** The thread that this is, seen from within. */
export function ownThread() {
  return { post: (message, transfer) => globalThis.postMessage(message, transfer), listen: (hear) => {
    globalThis.onmessage = (event) => hear(event.data);
  } };
}
