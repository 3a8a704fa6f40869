// Photos: opened from a file's bytes or a picture's pixels, reduced for looking.
import { Photo } from "scalptone/photo.js";
import { clear, desk, photoOf } from "./desk.js";

export function openPhoto(id, source, name) {
  closePhoto(id);
  const photo = Photo.open(source, { name });
  desk.photos.set(id, photo);
  return { width: photo.width, height: photo.height, flags: photo.flags, format: photo.info.format };
}

export function closePhoto(id) {
  const photo = desk.photos.get(id);
  if (!photo) return;
  clear("preview", "small");
  photo.free();
  desk.photos.delete(id);
}

/** The photo as it is looked at: sRGB with opacity, no side longer than `most`. */
export function photoPixels(id, most, options) {
  return reduced(photoOf(id).pixels({ ...options, channels: 4 }), most);
}

/** The mean of the pixels that fall together. */
export function reduced({ data, width, height, channels }, most) {
  const wide = Math.max(1, Math.round(width * Math.min(1, most / Math.max(width, height))));
  const high = Math.max(1, Math.round(height * Math.min(1, most / Math.max(width, height))));
  if (wide === width) return { data, width, height, channels };
  const out = new Uint8Array(wide * high * channels);
  const columns = edges(width, wide);
  const rows = edges(height, high);
  const sums = new Float64Array(channels);
  for (let y = 0, to = 0; y < high; y++)
    for (let x = 0; x < wide; x++, to += channels) {
      sums.fill(0);
      for (let v = rows[y]; v < rows[y + 1]; v++)
        for (let u = columns[x], at = (v * width + u) * channels; u < columns[x + 1]; u++)
          for (let c = 0; c < channels; c++) sums[c] += data[at++];
      const share = (rows[y + 1] - rows[y]) * (columns[x + 1] - columns[x]);
      for (let c = 0; c < channels; c++) out[to + c] = Math.round(sums[c] / share);
    }
  return { data: out, width: wide, height: high, channels };
}

function edges(length, parts) {
  return Array.from({ length: parts + 1 }, (_, i) => Math.round((i * length) / parts));
}

/** Labels of fewer pixels: each that of the pixel in the middle. */
export function reducedLabels({ data, width, height }, wide, high) {
  const out = new Uint8Array(wide * high);
  for (let y = 0; y < high; y++) {
    const row = Math.floor(((y + 0.5) * height) / high) * width;
    for (let x = 0; x < wide; x++) out[y * wide + x] = data[row + Math.floor(((x + 0.5) * width) / wide)];
  }
  return { data: out, width: wide, height: high };
}
