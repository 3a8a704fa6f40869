// The photos of one client.
import { ask, takeHeic } from "../engine/client.js";
import { element, icon } from "../parts/dom.js";
import { choose } from "../parts/files.js";
import { now, set, startAnew } from "../state/store.js";
import { dropPhoto } from "../state/work.js";
import { say, sentence } from "../words.js";
import { go } from "./bar.js";
import { ICONS } from "./icons.js";
import { verdictCard } from "./verdict.js";

export const PICTURES = "image/jpeg,image/png,image/heic,image/heif,.jpg,.jpeg,.png,.heic,.heif";
const LOOK = 1600;
let last = 0;

const isHeic = ({ file, name }) => /hei[cf]/i.test(file.type + name);

/** Takes photos: the engine measures them while the browser decodes what is looked at. */
export async function addFiles(files, { role = "before", used = true } = {}) {
  const added = [];
  for (const file of files) {
    const photo = { id: "photo-" + ++last, name: file.name || say("Photo {number}", { number: last }), file, used, role, bitmap: null, width: 1, height: 1, error: null };
    added.push(photo);
    // Of a HEIC the browser's pixels may be all there is.
    if (isHeic(photo)) await decode(photo);
    await ask("memory", [photo]).catch((error) => tell(photo, error));
    if (isHeic(photo) && !photo.error && !photo.bitmap) await lookThrough(photo);
    if (photo.error) photo.used = false;
    const { photos, current, view } = now();
    set({ photos: [...photos, photo], current: used && !photo.error ? (photos.some((each) => each.used) ? current : photo.id) : current ?? photo.id, trouble: null,
      view: view === "settings" || view === "palette" ? "photos" : view });
    if (!photo.bitmap) look(photo);
  }
  return added;
}

/** Gets a photo its picture, unless it was taken off in the meantime. */
async function look(photo) {
  await decode(photo);
  if (!photo.error && !photo.bitmap) await lookThrough(photo);
  if (now().photos.includes(photo)) set({ photos: [...now().photos] });
  else photo.bitmap?.close();
}

function tell(photo, error) {
  photo.error = { reason: error.reason ?? String(error.message), fix: error.fix ?? "" };
  if (error.code === "photo-unsupported" && /scalptone-heic/.test(photo.error.reason)) photo.error = { heic: true, reason: "", fix: "" };
}

/** Takes the second file, and opens with it what waits for it. */
async function readHeic() {
  const [file] = await choose(".wasm,application/wasm");
  if (!file) return;
  try {
    await takeHeic(file);
  } catch {
    set({ problem: say("This is not the scalptone-heic.wasm of this studio.") });
    return;
  }
  set({ problem: null });
  for (const photo of now().photos.filter(({ error }) => error?.heic)) {
    photo.error = null;
    await ask("memory", [photo]).catch((error) => tell(photo, error));
    if (!photo.error) await lookThrough(photo);
    photo.used = !photo.error;
  }
  const { photos, current } = now();
  const shown = photos.find(({ id }) => id === current);
  set({ photos: [...photos], current: shown && !shown.error ? current : (photos.find(({ used }) => used) ?? photos[0])?.id ?? null, trouble: null });
}

/** What a photo that waits for the second file says. */
function heicWanted(photo) {
  return [element("p.wrong", {}, say("HEIC photos are read by a second file, scalptone-heic.wasm, which lies beside the studio. It is asked for once.")),
    now().problem ? element("p.wrong", { role: "alert" }, now().problem) : null,
    element("button.quiet", { id: "heic-" + photo.id, type: "button", onclick: readHeic }, icon(ICONS.folder), say("Choose scalptone-heic.wasm"))];
}

/** What the browser can show of it, upright; a HEIC that it can read is measured by these pixels, for the engine reads none. */
async function decode(photo) {
  try {
    const whole = await createImageBitmap(photo.file, { imageOrientation: "from-image" });
    if (isHeic(photo)) Object.assign(photo, { width: whole.width, height: whole.height, pixels: pixelsOf(whole) });
    const share = Math.min(1, LOOK / Math.max(whole.width, whole.height));
    photo.bitmap = share === 1 ? whole : await createImageBitmap(whole, { resizeWidth: Math.round(whole.width * share), resizeHeight: Math.round(whole.height * share), resizeQuality: "high" });
    if (photo.bitmap !== whole) whole.close();
  } catch {
    photo.bitmap = null;
  }
}

function pixelsOf(bitmap) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { data: new Uint8Array(data.buffer), width, height };
}

/** A photo that only the engine can read is looked at by its pixels. */
async function lookThrough(photo) {
  try {
    const { data, width, height } = await ask("photoPixels", [photo], photo.id, LOOK);
    photo.bitmap = await createImageBitmap(new ImageData(new Uint8ClampedArray(data), width, height));
  } catch (error) {
    tell(photo, error);
  }
}

export function photosView(s) {
  const before = s.photos.filter(({ role }) => role === "before");
  return [
    element("h1", {}, before.length ? say("Photos of this client") : say("Which ink will look right once it has healed?")),
    before.length ? null : element("p.lead", {}, say("Photograph the shaved head in daylight, with a colour chart beside it. Everything is worked out on this device: no photo leaves it.")),
    element("div.actions", {},
      element("button.primary", { id: "take", type: "button", onclick: async () => addFiles(await choose("image/*", { camera: true })) }, icon(ICONS.camera), say("Take a photo")),
      element("button.quiet", { id: "choose", type: "button", onclick: async () => addFiles(await choose(PICTURES, { several: true })) }, icon(ICONS.folder), say("Choose photos"))),
    before.length ? element("ul.thumbs", {}, before.map((photo) => thumb(photo, s))) : hints(),
    before.length ? verdictCard(s, { short: true }) : null,
    before.length ? element("div.actions", {},
      element("button.primary", { id: "next-skin", type: "button", disabled: !s.found, onclick: () => go("skin") }, say("See what was found")),
      element("button.quiet", { id: "anew", type: "button", onclick: newClient }, say("New client"))) : null,
  ];
}

function hints() {
  return element("ul.hints", {}, [
    say("Front, top and sides: several photos are averaged."),
    say("A colour chart or grey card in the picture makes the answer trustworthy."),
    say("Shade or window light. No flash, no lamp beside daylight."),
  ].map((text) => element("li", {}, text)));
}

function thumb(photo, s) {
  const canvas = element("canvas.small", { "aria-hidden": "true", width: 120, height: 120 });
  if (photo.bitmap) cover(canvas, photo.bitmap);
  const index = s.found?.ids.indexOf(photo.id) ?? -1;
  const odd = index >= 0 && s.found.agreements[index]?.left_out;
  return element("li" + (photo.id === s.current ? ".now" : ""), {},
    element("button.thumb", { id: "show-" + photo.id, type: "button", "aria-pressed": photo.id === s.current ? "true" : "false", onclick: () => set({ current: photo.id }) },
      canvas, element("bdi.name", {}, photo.name)),
    photo.error?.heic ? heicWanted(photo) : photo.error ? element("p.wrong", {}, sentence(photo.error.reason), " ", sentence(photo.error.fix)) :
      element("label.check", {}, element("input", { type: "checkbox", id: "use-" + photo.id, checked: photo.used, onchange: (event) => usePhoto(photo.id, event.target.checked) }),
        odd ? say("Used for the colours, but unlike the others") : say("Used for the colours")),
    element("button.bin", { id: "bin-" + photo.id, type: "button", "aria-label": say("Remove {name}", { name: photo.name }), title: say("Remove"), onclick: () => dropPhoto(photo.id) }, icon(ICONS.bin)));
}

function cover(canvas, bitmap) {
  const side = Math.min(bitmap.width, bitmap.height);
  canvas.getContext("2d").drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
}

function usePhoto(id, used) {
  const photos = now().photos.map((photo) => (photo.id === id ? Object.assign(photo, { used }) : photo));
  set({ photos: [...photos], trouble: null });
}

/** Everything of this client is let go. */
export function newClient() {
  for (const { id } of now().photos) dropPhoto(id);
  startAnew();
}
