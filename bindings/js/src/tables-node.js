// Tables of numbers in the data of a module, written as what they are: decimals. A double such as 0.3343513 is 8 bytes that tell a packer
// nothing; 3343513 and how it differs from those before it are 2. Only what comes back to the bit is written so; the studio reads it
// (bindings/studio/src/engine/unpack.js).
const POWERS = [1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];
const LEAST = 4; // doubles in a row

/** How many digits after the point a double has, or -1. */
function digitsOf(value) {
  if (value === 0) return Object.is(value, 0) ? 0 : -1;
  if (!(Math.abs(value) > 1e-9 && Math.abs(value) < 1e9)) return -1;
  return POWERS.findIndex((power) => Math.abs(value * power) < 1e9 && Math.round(value * power) / power === value);
}

/** The longest row of decimals from there on: { values, digits }. */
function rowAt(view, at) {
  const values = [];
  let digits = 0, most = 0, some = 0;
  for (; at + 8 <= view.byteLength; at += 8) {
    const value = view.getFloat64(at, true);
    const own = digitsOf(value);
    const next = [Math.max(digits, own), Math.max(most, Math.abs(value))];
    if (own < 0 || next[1] * POWERS[next[0]] >= 1e9) break;
    [digits, most] = next;
    some += value !== 0;
    values.push(value);
  }
  while (values.length && values.at(-1) === 0) values.pop();
  return some >= LEAST ? { values: values.map((value) => Math.round(value * POWERS[digits])), digits } : null;
}

/** What is left of numbers when each is told by those `step` and twice `step` before it. */
function rest(numbers, step, order) {
  for (; order > 0; order--) numbers = numbers.map((value, i) => (i < step ? value : value - numbers[i - step]));
  return numbers;
}

const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);
const cost = (numbers) => numbers.reduce((sum, value) => sum + Math.log2(1 + zigzag(value)), 0);

const NEAR = [1300, 5000]; // how far the points of a letter are apart, of a curve 1000 points at least
const CURVE = 1000;

/** Where long rows of points lie (pairs of 16 bits, as letters are drawn by): [first byte, points]. Each is told by the one before it. */
function curves(view) {
  const found = [];
  const apart = (at, i) => Math.abs(view.getInt16(at + 2 * i, true) - view.getInt16(at - 4 + 2 * i, true));
  for (let from = 0; from + 4 * CURVE <= view.byteLength; from++) {
    let at = from + 4, moves = 0;
    for (; at + 4 <= view.byteLength && apart(at, 0) < NEAR[0] && apart(at, 1) < NEAR[1]; at += 4) moves += apart(at, 0) > 0;
    if (at - from >= 4 * CURVE && moves > CURVE / 2) found.push([from, (at - from) / 4]);
    if (at - from >= 4 * CURVE) from = at - 1;
  }
  for (const [from, count] of found)
    for (let at = from + 4 * count - 2; at >= from + 4; at -= 2) view.setInt16(at, view.getInt16(at, true) - view.getInt16(at - 4, true), true);
  return found;
}

/**
 * Bytes with such rows told in front: how many rows, numbers and curves, [gap, numbers, digits, step and order] and [first, points] each,
 * the numbers by bytes, the rest.
 */
export function withoutTables(given) {
  const bytes = Uint8Array.from(given);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const letters = curves(view);
  const heads = [], planes = [[], [], [], []], kept = [];
  let from = 0;
  for (let at = 0; at + 8 * LEAST <= bytes.length; ) {
    const row = rowAt(view, at);
    if (!row) {
      at++;
      continue;
    }
    const ways = [[1, 0], [1, 1], [1, 2], [2, 1], [3, 1], [3, 2]].map(([step, order]) => ({ step, order, numbers: rest(row.values, step, order) }));
    const best = ways.reduce((one, other) => (cost(other.numbers) < cost(one.numbers) ? other : one));
    if (best.numbers.some((value) => zigzag(value) >= 2 ** 32)) {
      at++;
      continue;
    }
    heads.push([at - from, row.values.length, row.digits, best.step * 4 + best.order]);
    for (const value of best.numbers) planes.forEach((plane, i) => plane.push(Math.floor(zigzag(value) / 256 ** i) & 255));
    kept.push(bytes.subarray(from, at));
    from = at += 8 * row.values.length;
  }
  kept.push(bytes.subarray(from));
  const words = Uint32Array.from([heads.length, planes[0].length, letters.length, ...heads.flat(), ...letters.flat()]);
  return Buffer.concat([new Uint8Array(words.buffer), ...planes.reverse().map((plane) => Uint8Array.from(plane)), ...kept]);
}
