// The engine as the page sees it: one worker, started from this file's own bytes, with the photos that are open in it. Work that was
// stopped ends the worker; the next call starts it anew and opens its photos again.
import { createWorkerBy, endWorker } from "scalptone/worker-client.js";
import { fromBase64, fromLetters, unpackInThread, withTables } from "./unpack.js";
import { languageNow } from "../words.js";

let parts = null;
let remote = null;
let heic = null; // the decoder of HEIC, compiled, once it was chosen
let generation = 0;
let asked = 0; // how often
const open = new Map(); // id: { photo, generation }

/** The bytes that the page carries in an element, which is emptied. from: what they are written in. */
function taken(id, from = fromLetters) {
  const element = document.getElementById(id);
  const bytes = from(element.textContent.trim());
  element.textContent = "";
  return bytes;
}

/** Unpacks the engine once, in two threads: its compiled module, and the worker's script as an address. */
async function unpacked() {
  const [[code, ...sizes], data] = JSON.parse(document.getElementById("code").dataset.sizes);
  const undo = await WebAssembly.compile(taken("unpack", fromBase64));
  const parts = [...unpackInThread(undo, taken("code"), [code], 1), ...unpackInThread(undo, taken("text"), sizes, 0)];
  const [first, told, worker] = await Promise.all(parts);
  const engine = new Uint8Array(first.length + data);
  engine.set(first);
  engine.set(withTables(told, data), first.length);
  const script = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
  return { module: await WebAssembly.compile(engine), script };
}

function startThread(address) {
  const worker = new Worker(address);
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

async function spoken(starting) {
  const engine = await starting;
  await engine.speak(languageNow());
  if (heic) await engine.useHeic(heic);
  return engine;
}

/** Takes the decoder of HEIC from its file, for this engine and for those that are started later. */
export async function takeHeic(file) {
  const module = await WebAssembly.compile(await file.arrayBuffer());
  await (await startEngine()).useHeic(module);
  heic = module;
}

/** Lets the engine, where it runs, speak the language of the page. */
export async function speakNow() {
  if (remote) await (await remote).speak(languageNow());
}

/** Starts the engine; later calls wait for the same start. */
export async function startEngine() {
  parts ??= unpacked();
  const { module, script } = await parts;
  remote ??= spoken(createWorkerBy(() => {
    generation++;
    return startThread(script);
  }, { wasm: module }));
  return remote;
}

/** Ends the worker and gives its memory back to the system. */
export async function stopEngine() {
  const had = remote;
  remote = null;
  open.clear();
  if (had) endWorker(await had);
}

/** Sees to it that photos are open in the worker that runs now. */
async function opened(photos) {
  const engine = await startEngine();
  for (const photo of photos) {
    if (open.get(photo.id) === generation) continue;
    const found = await engine.openPhoto(photo.id, photo.pixels ?? (await photo.file.arrayBuffer()), photo.name);
    open.set(photo.id, generation);
    Object.assign(photo, { width: found.width, height: found.height });
  }
  return engine;
}

/** Calls a job of the worker, with the photos that it needs opened first. */
export async function ask(job, photos, ...given) {
  asked++;
  const engine = await opened(photos);
  return engine[job](...given);
}

export async function closePhoto(id) {
  if (!open.delete(id) || !remote) return;
  await (await remote).closePhoto(id).catch(() => {});
}
/** Which worker runs: what was measured in another one is gone. */
export const workerNow = () => generation;

/**
 * Lets the engine work on nothing, as long as nobody asks anything of it: see job-warm.js. Where that fails it just stays slower, and the
 * browser's console says so.
 */
export async function warmUp() {
  const before = asked, engine = await startEngine();
  try {
    for (let step = 0; await engine.warm(asked === before ? step : Infinity); step++);
  } catch (error) {
    // A worker that was stopped is no fault; a browser that draws in no worker, or an engine that fails here, is one to be seen.
    if (error.name !== "Cancelled") console.warn(error);
  }
}
