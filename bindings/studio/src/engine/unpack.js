// Undoes the coats of the engine in the file: letters, and a stream of pack/ (see there), by a module of 8 kB that stands in the file, too.

/** The bytes that base64 stands for. */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (raw) => raw.charCodeAt(0));
}

/** The bytes that letters of studio-node.js stand for: 35 of them for 6 bits each, the other 58 for 7. */
export function fromLetters(text) {
  const bytes = new Uint8Array((text.length * 7) >> 3);
  let [held, bits, at] = [0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i), letter = code - (code > 60 ? 34 : 33), short = letter < 35;
    held = short ? (held << 6) | letter : (held << 7) | (letter + 35);
    bits += short ? 6 : 7;
    if (bits > 7) bytes[at++] = held >> (bits -= 8);
  }
  return bytes.subarray(0, at);
}

/** The parts of a stream undone, each of so many bytes. code: 1 for a WebAssembly module, up to its data; 0 for all else. Threads are made of its text. */
export function* unpack(module, packed, sizes, code) {
  const { memory, unpack_start: start, unpack: more, __heap_base: base } = new WebAssembly.Instance(module).exports;
  let out = base.value + packed.length + 16;
  memory.grow(Math.max(0, Math.ceil((out + sizes.reduce((sum, size) => sum + size) - memory.buffer.byteLength) / 65536)));
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(packed, base.value);
  start(base.value, out, code);
  for (const size of sizes) {
    // Bit by bit in one call, a browser would stay with the code that it made in haste.
    for (let left = size; left > 0; left -= 256) more(Math.min(left, 256));
    yield bytes.slice(out, (out += size));
  }
}

/** The same in a thread of its own, so that streams are undone beside each other and the page stays awake: a promise of each part. */
export function unpackInThread(...given) {
  const script = `onmessage = ({ data }) => { for (const found of (${unpack})(...data)) postMessage(found, [found.buffer]); };`;
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(address);
  const waiting = given[2].map(() => ({}));
  const parts = waiting.map((one) => new Promise((resolve, reject) => Object.assign(one, { resolve, reject })));
  worker.onmessage = ({ data }) => waiting.shift().resolve(data);
  worker.onerror = (event) => waiting.forEach(({ reject }) => reject(new Error(event.message || "the engine could not be unpacked")));
  worker.postMessage(given);
  Promise.allSettled(parts).then(() => {
    worker.terminate();
    URL.revokeObjectURL(address);
  });
  return parts;
}

/** Puts tables of numbers back into the data of a module: see tables-node.js of the package. `length`: what is there then. */
export function withTables(told, length) {
  const words = (at) => new DataView(told.buffer, told.byteOffset + at).getUint32(0, true);
  const out = new Uint8Array(length), view = new DataView(out.buffer);
  const powers = [1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];
  const rows = words(0), count = words(4), curves = words(8), letters = 12 + 16 * rows;
  let plane = letters + 8 * curves, from = plane + 4 * count, to = 0;
  for (let row = 0; row < rows; row++) {
    const [gap, size, digits, how] = [0, 4, 8, 12].map((at) => words(12 + 16 * row + at));
    out.set(told.subarray(from, from + gap), to);
    from += gap;
    to += gap;
    const numbers = Array.from({ length: size }, (_, i) => [0, 1, 2, 3].reduce((sum, k) => sum * 256 + told[plane + k * count + i], 0)).map((value) => (value % 2 ? -(value + 1) / 2 : value / 2));
    for (let order = how & 3; order > 0; order--) for (let i = how >> 2; i < size; i++) numbers[i] += numbers[i - (how >> 2)];
    for (const value of numbers) {
      view.setFloat64(to, value / powers[digits], true);
      to += 8;
    }
    plane += size;
  }
  out.set(told.subarray(from), to);
  for (let i = 0; i < curves; i++) {
    const first = words(letters + 8 * i), end = first + 4 * words(letters + 8 * i + 4);
    for (let at = first + 4; at < end; at += 2) view.setInt16(at, view.getInt16(at, true) + view.getInt16(at - 4, true), true);
  }
  return out;
}
