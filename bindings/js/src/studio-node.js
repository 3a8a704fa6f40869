// The studio as one HTML file, put together of the package's own engine and of what the studio adds to it (folder studio).
import { readFile } from "node:fs/promises";

const bytesOf = (name) => readFile(new URL(name, import.meta.url));

/** Bytes as a bare LZMA stream (lc 3, lp 0, pb 0). liblzma's encoder is in studio/lzma.wasm. */
async function packed(bytes) {
  let memory = null;
  const { instance } = await WebAssembly.instantiate(await bytesOf("./studio/lzma.wasm"), {
    env: { emscripten_notify_memory_growth() {} },
    wasi_snapshot_preview1: new Proxy({}, { get: () => () => 52 }), // nothing is written or read: ENOSYS
  });
  const { pack, malloc, _initialize } = instance.exports;
  memory = instance.exports.memory;
  _initialize?.();
  const room = bytes.length + 65536;
  const from = malloc(bytes.length);
  const to = malloc(room);
  if (!from || !to) throw new Error("there is not enough memory to pack the studio");
  new Uint8Array(memory.buffer).set(bytes, from);
  const size = pack(from, bytes.length, to, room);
  if (!size) throw new Error("the studio could not be packed");
  return Buffer.from(memory.buffer, to, size);
}

/** The studio: the text of an HTML file that needs nothing else, and no network. */
export async function studioPage() {
  const [page, engine, worker] = await Promise.all(["./studio/page.html", "./scalptone.wasm", "./studio/worker.js"].map(bytesOf));
  const stream = await packed(Buffer.concat([engine, worker]));
  const fields = { sizes: JSON.stringify([engine.length, worker.length]), engine: stream.toString("base64") };
  return page.toString("utf8").replace(/\{\{(sizes|engine)\}\}/g, (_, name) => fields[name]);
}
