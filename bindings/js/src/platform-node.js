// What differs in Node: files are read, and threads are worker_threads.
import { readFile } from "node:fs/promises";
import { Worker, parentPort } from "node:worker_threads";

import { compileResponse } from "./loading.js";

export async function ownModule() {
  return readFile(new URL("./scalptone.wasm", import.meta.url));
}
export async function ownBytes(name) {
  return readFile(new URL(name, import.meta.url));
}
export async function compileUrl(url) {
  const given = String(url);
  if (/^https?:/.test(given)) return compileResponse(await fetch(given));
  return WebAssembly.compile(await readFile(given.startsWith("file:") ? new URL(given) : given));
}
export function startThread() {
  const worker = new Worker(new URL("./worker-thread-node.js", import.meta.url));
  worker.unref();
  let waiting = 0;
  return {
    post(message, transfer) {
      // The program does not end while an answer is waited for.
      if (message.op === "call" && waiting++ === 0) worker.ref();
      worker.postMessage(message, transfer);
    },
    listen(hear, fail) {
      worker.on("message", (message) => {
        if (message.op === "answer" && --waiting === 0) worker.unref();
        hear(message);
      });
      worker.on("error", fail);
    },
    end: () => worker.terminate(),
  };
}
export function ownThread() {
  return { post: (message, transfer) => parentPort.postMessage(message, transfer), listen: (hear) => parentPort.on("message", hear) };
}
