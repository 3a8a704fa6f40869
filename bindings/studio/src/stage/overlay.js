// What was seen, as a picture to lay over the photo: outlines, and hatching that lets the colours through.
const HATCHED = { 1: [64, 210, 190], 2: [255, 196, 84], 6: [120, 170, 255] };
const STRIDE = 9;

/** A canvas of the labels' size: skin hatched one way, hair the other, the chart outlined. */
export function overlayOf({ data, width, height }) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  const out = image.data;
  const at = (x, y) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : data[y * width + x]);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const label = data[y * width + x];
      const colour = HATCHED[label];
      if (!colour) continue;
      const edge = at(x - 1, y) !== label || at(x + 1, y) !== label || at(x, y - 1) !== label || at(x, y + 1) !== label;
      const line = label === 1 ? (x + y) % STRIDE === 0 : label === 2 ? (x - y + STRIDE * height) % STRIDE === 0 : false;
      if (!edge && !line) continue;
      const to = 4 * (y * width + x);
      out[to] = colour[0];
      out[to + 1] = colour[1];
      out[to + 2] = colour[2];
      out[to + 3] = edge ? 150 : 85;
    }
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

export const hatchColour = (role) => "rgb(" + HATCHED[role === "skin" ? 1 : role === "hair" ? 2 : 6].join(" ") + ")";
