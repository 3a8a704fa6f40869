// Where the photo lies on the stage: fitted, and zoomed and moved from there.

export const view = { zoom: 1, x: 0, y: 0 }; // x and y: how far the photo's middle is from the stage's, pixels of the page

export function resetView() {
  Object.assign(view, { zoom: 1, x: 0, y: 0 });
}

/** The photo's rectangle on a stage of this size. */
export function placed(photo, width, height) {
  const fit = Math.min(width / photo.width, height / photo.height);
  const scale = fit * view.zoom;
  const wide = photo.width * scale, high = photo.height * scale;
  // No side of a photo that is larger than the stage may come into it, and a smaller one stays in the middle.
  const room = (size, space) => Math.max(0, (size - space) / 2);
  view.x = Math.min(room(wide, width), Math.max(-room(wide, width), view.x));
  view.y = Math.min(room(high, height), Math.max(-room(high, height), view.y));
  return { left: width / 2 + view.x - wide / 2, top: height / 2 + view.y - high / 2, wide, high, scale };
}

/** Zooms by a factor about a place of the stage. */
export function zoomAt(factor, x, y, width, height) {
  const before = view.zoom;
  view.zoom = Math.min(24, Math.max(1, view.zoom * factor));
  const real = view.zoom / before;
  view.x = (view.x - (x - width / 2)) * real + (x - width / 2);
  view.y = (view.y - (y - height / 2)) * real + (y - height / 2);
}

/** A place of the stage in percent of the photo. */
export function percentAt({ left, top, wide, high }, x, y) {
  return [(100 * (x - left)) / wide, (100 * (y - top)) / high];
}
export function placeOf({ left, top, wide, high }, [x, y]) {
  return [left + (x * wide) / 100, top + (y * high) / 100];
}
