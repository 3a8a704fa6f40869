// Undoes base64 and LZMA, the two coats of the engine in the file. LZMA as of Igor Pavlov's specification (LZMA SDK, lzma-specification.txt):
// a bare stream with lc 3, lp 0, pb 0, whose length is known.

/** The bytes that base64 stands for. */
export function fromBase64(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

const HALF = 1024; // a chance of one half, of 2048
const LC = 3;

/** The stream undone: `length` bytes. */
export function unpack(source, length) {
  const out = new Uint8Array(length);
  const chances = (count) => new Uint16Array(count).fill(HALF);
  const literal = chances(0x300 << LC);
  const isMatch = chances(12), isRep = chances(12), isRep0 = chances(12), isRep1 = chances(12), isRep2 = chances(12), isRep0Long = chances(12);
  const slots = [chances(64), chances(64), chances(64), chances(64)];
  const special = chances(115), align = chances(16);
  const lengths = [0, 1].map(() => ({ choice: chances(2), low: chances(8), mid: chances(8), high: chances(256) }));
  let range = 0xffffffff, code = 0, from = 0;
  for (let i = 0; i < 5; i++) code = ((code << 8) | source[from++]) >>> 0;

  function bit(table, at) {
    const chance = table[at];
    const bound = (range >>> 11) * chance;
    let found = 0;
    if (code < bound) {
      range = bound;
      table[at] = chance + ((2048 - chance) >> 5);
    } else {
      range -= bound;
      code -= bound;
      table[at] = chance - (chance >> 5);
      found = 1;
    }
    if (range < 0x1000000) {
      range = (range << 8) >>> 0;
      code = ((code << 8) | source[from++]) >>> 0;
    }
    return found;
  }
  function tree(table, bits) {
    let at = 1;
    for (let i = 0; i < bits; i++) at = (at << 1) | bit(table, at);
    return at - (1 << bits);
  }
  function reversed(table, start, bits) {
    let at = 1, found = 0;
    for (let i = 0; i < bits; i++) {
      const one = bit(table, start + at);
      at = (at << 1) | one;
      found |= one << i;
    }
    return found;
  }
  function even(bits) {
    let found = 0;
    for (let i = 0; i < bits; i++) {
      range >>>= 1;
      const one = code >= range ? 1 : 0;
      if (one) code -= range;
      found = (found << 1) | one;
      if (range < 0x1000000) {
        range = (range << 8) >>> 0;
        code = ((code << 8) | source[from++]) >>> 0;
      }
    }
    return found;
  }
  function lengthOf({ choice, low, mid, high }) {
    if (!bit(choice, 0)) return tree(low, 3);
    return bit(choice, 1) ? 16 + tree(high, 8) : 8 + tree(mid, 3);
  }
  function distanceOf(long) {
    const slot = tree(slots[Math.min(long, 3)], 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << bits;
    if (slot < 14) return base + reversed(special, base - slot, bits);
    return base + (even(bits - 4) << 4) + reversed(align, 0, 4);
  }

  let state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0, to = 0;
  while (to < length) {
    if (!bit(isMatch, state)) {
      const table = 0x300 * ((to ? out[to - 1] : 0) >> (8 - LC));
      let symbol = 1;
      if (state >= 7) {
        let like = out[to - rep0 - 1], offset = 0x100;
        while (symbol < 0x100 && offset) {
          like <<= 1;
          const expected = like & offset;
          const one = bit(literal, table + offset + expected + symbol);
          symbol = (symbol << 1) | one;
          offset = one === (expected ? 1 : 0) ? offset : 0;
        }
      }
      while (symbol < 0x100) symbol = (symbol << 1) | bit(literal, table + symbol);
      out[to++] = symbol & 255;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let long;
    if (bit(isRep, state)) {
      if (!bit(isRep0, state)) {
        if (!bit(isRep0Long, state)) {
          state = state < 7 ? 9 : 11;
          out[to] = out[to - rep0 - 1];
          to++;
          continue;
        }
      } else {
        let distance = rep1;
        if (bit(isRep1, state)) {
          distance = rep2;
          if (bit(isRep2, state)) {
            distance = rep3;
            rep3 = rep2;
          }
          rep2 = rep1;
        }
        rep1 = rep0;
        rep0 = distance;
      }
      long = lengthOf(lengths[1]);
      state = state < 7 ? 8 : 11;
    } else {
      rep3 = rep2;
      rep2 = rep1;
      rep1 = rep0;
      long = lengthOf(lengths[0]);
      state = state < 7 ? 7 : 10;
      rep0 = distanceOf(long);
    }
    if (rep0 >= to) throw new Error("the engine in this file is damaged");
    for (let i = Math.min(long + 2, length - to); i > 0; i--, to++) out[to] = out[to - rep0 - 1];
  }
  return out;
}
