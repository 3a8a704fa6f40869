// The studio as one HTML file, put together of the package's own engine and of what the studio adds to it (folder studio).
import { readFile } from "node:fs/promises";
import { withoutTables } from "./tables-node.js";

const bytesOf = (name) => readFile(new URL(name, import.meta.url));

/**
 * Bytes as letters of ASCII without space and "<". Compressed again, as servers do, each takes the bits that it stands for (6 for the
 * first 35, else 7); of base64 a hundredth more is left, because three letters of 64 are found again too often.
 */
function letters(bytes) {
  const out = Buffer.alloc(Math.ceil((bytes.length * 8) / 6) + 1);
  let [held, bits, at] = [0, 0, 0];
  const take = () => {
    const short = held >> (bits - 6) < 35, width = short ? 6 : 7;
    const letter = short ? held >> (bits - 6) : (held >> (bits - 7)) - 35;
    out[at++] = letter + (letter < 27 ? 33 : 34);
    bits -= width;
    held &= (1 << bits) - 1;
  };
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits > 6; ) take();
  }
  held <<= 7;
  for (bits += 7; bits > 6; ) take();
  return out.toString("latin1", 0, at);
}

/** Bytes as a stream of studio/pack.wasm. code: 1 for a WebAssembly module, up to its data; 0 for all else. */
async function packed(module, bytes, code) {
  const { memory, pack, __heap_base: base } = (await WebAssembly.instantiate(module)).exports;
  const [from, size] = [base.value, bytes.length];
  const room = size + 65536;
  memory.grow(Math.max(0, Math.ceil((from + 2 * size + room - memory.buffer.byteLength) / 65536)));
  new Uint8Array(memory.buffer).set(bytes, from);
  const length = pack(from, size, from + size, from + 2 * size, room, code);
  if (!length) throw new Error("the studio could not be packed");
  return letters(new Uint8Array(memory.buffer, from + 2 * size, length));
}

/** Where the data of a module begins: what comes before it is code, and packed as that. */
function dataOf(module) {
  for (let at = 8; at < module.length; ) {
    const section = module[at++];
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7, at++) {
      size |= (module[at] & 127) << shift;
      more = module[at] > 127;
    }
    if (section === 11) return at;
    at += size;
  }
  return module.length;
}

/** The studio: the text of an HTML file that needs nothing else, and no network. */
export async function studioPage() {
  const names = ["./scalptone.wasm", "./studio/pack.wasm", "./studio/page.html", "./studio/worker.js"];
  const [engine, packer, page, worker] = await Promise.all(names.map(bytesOf));
  const data = dataOf(engine), module = await WebAssembly.compile(packer);
  const parts = [withoutTables(engine.subarray(data)), worker];
  const [code, text] = await Promise.all([packed(module, engine.subarray(0, data), 1), packed(module, Buffer.concat(parts), 0)]);
  const fields = { sizes: JSON.stringify([[data, ...parts.map(({ length }) => length)], engine.length - data]), code, text };
  return page.toString("utf8").replace(/\{\{(sizes|code|text)\}\}/g, (_, name) => fields[name]);
}
