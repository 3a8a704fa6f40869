// A chart whose corners were shown by hand: what lies between them is laid out square, as a photo of its own in the same light, in which
// the engine finds it.
import { ask } from "../engine/client.js";

const WIDE = 1200;
const MARGIN = 0.18;
const made = new Map(); // key: photo

/** The photo of the chart between the corners that were dragged, or null. */
export async function chartPhoto({ photos, plan }) {
  const shown = Object.entries(plan.marks).find(([id, marks]) => marks.chart && photos.some((photo) => photo.id === id));
  if (!shown) return null;
  const [id, { chart }] = shown;
  const key = id + JSON.stringify(chart);
  if (!made.has(key)) {
    made.clear();
    const photo = photos.find((each) => each.id === id);
    made.set(key, { id: "chart-" + key, name: photo.name, pixels: await laidOut(photo, chart) });
  }
  return made.get(key);
}

async function laidOut(photo, corners) {
  const { data, width, height } = await ask("photoPixels", [photo], photo.id, 4000);
  const points = corners.map(([x, y]) => [(x * width) / 100, (y * height) / 100]);
  const long = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  const across = (long(points[0], points[1]) + long(points[3], points[2])) / 2;
  const down = (long(points[0], points[3]) + long(points[1], points[2])) / 2;
  const high = Math.max(50, Math.round((WIDE * down) / Math.max(1, across)));
  const lead = homography(points);
  const out = new Uint8Array(WIDE * high * 3);
  for (let y = 0, to = 0; y < high; y++)
    for (let x = 0; x < WIDE; x++, to += 3) {
      const [u, v] = lead((x / WIDE) * (1 + 2 * MARGIN) - MARGIN, (y / high) * (1 + 2 * MARGIN) - MARGIN);
      sample(data, width, height, u, v, out, to);
    }
  return { data: out, width: WIDE, height: high };
}

/** From the unit square to four corners, clockwise from the upper left: P. Heckbert (1989), Fundamentals of texture mapping, 2.2.2. */
export function homography([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]) {
  const dx1 = x1 - x2, dx2 = x3 - x2, dy1 = y1 - y2, dy2 = y3 - y2;
  const sx = x0 - x1 + x2 - x3, sy = y0 - y1 + y2 - y3;
  const below = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / below, h = (dx1 * sy - sx * dy1) / below;
  const a = x1 - x0 + g * x1, b = x3 - x0 + h * x3, d = y1 - y0 + g * y1, e = y3 - y0 + h * y3;
  return (u, v) => {
    const w = g * u + h * v + 1;
    return [(a * u + b * v + x0) / w, (d * u + e * v + y0) / w];
  };
}

function sample(data, width, height, u, v, out, to) {
  const x = Math.min(width - 2, Math.max(0, Math.floor(u))), y = Math.min(height - 2, Math.max(0, Math.floor(v)));
  const p = Math.min(1, Math.max(0, u - x)), q = Math.min(1, Math.max(0, v - y));
  for (let c = 0; c < 3; c++) {
    const at = (y * width + x) * 4 + c;
    const top = data[at] * (1 - p) + data[at + 4] * p, low = data[at + width * 4] * (1 - p) + data[at + width * 4 + 4] * p;
    out[to + c] = Math.round(top * (1 - q) + low * q);
  }
}
