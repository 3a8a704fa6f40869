// The thread in which the engine works: what the page may ask of it, served as the package serves a worker.
import { serve } from "scalptone/worker-server.js";
import { loadHeicWith, loadWith } from "scalptone/loading.js";
import { closePhoto, openPhoto, photoPixels } from "./job-photo.js";
import { consult, measureJson, rank } from "./job-consult.js";
import { ladder, prepare, settle, show } from "./job-show.js";
import { addInk, checkCup, describePalette, importPalette, measureFilm } from "./job-palette.js";
import { finishRecord, mixVolumes, readNeedle, readRecord, renderPage } from "./job-keep.js";
import { compareHealed } from "./job-verify.js";
import { warm } from "./job-warm.js";
import { memory } from "./desk.js";
import { inLanguage, speak } from "./language.js";

/** Starts the engine that the page hands over. */
const load = ({ wasm }) => loadWith({ wasm, simd: true }, null);

/** The decoder of HEIC, which the page was handed as a file. */
const useHeic = (wasm) => loadHeicWith({ wasm }, null);

serve({
  load, speak, useHeic, warm, ...inLanguage({
  openPhoto, closePhoto, photoPixels, consult, rank, measureJson, prepare, show, settle, ladder, describePalette, importPalette, addInk, measureFilm, checkCup,
  renderPage, readRecord, finishRecord, mixVolumes, readNeedle, compareHealed, memory,
  }),
}, {
  post: (message, transfer) => globalThis.postMessage(message, transfer),
  listen: (hear) => {
    globalThis.onmessage = (event) => hear(event.data);
  },
});
