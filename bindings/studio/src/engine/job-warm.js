// A browser runs code as it was made in haste, until it has seen what runs often: the first photo took twice what the second did. While
// the artist still chooses one, the engine works on a drawn head, step by step; a photo that comes waits for one step at most.
import { View, measure } from "scalptone/measure.js";
import { palette } from "scalptone/palette.js";
import { Photo } from "scalptone/photo.js";

const WIDE = 800, HIGH = 600;
const CHART = "735244c29682627a9d576c438580b167bdaad67e2c505ba6c15a635e3c6c9dbc40e0a32e383d96469449af363ce7c71fbb56950885a1f3f3f2c8c8c8a0a0a07a7a7a555555343434";
let client = null;

/** Skin with stubble on one side, and a chart below. */
async function drawnHead() {
  const canvas = new OffscreenCanvas(WIDE, HIGH), to = canvas.getContext("2d");
  const fill = (colour, ...box) => ((to.fillStyle = colour), to.fillRect(...box));
  fill("#c69a80", 0, 0, WIDE, HIGH);
  for (let i = 0; i < 9000; i++) fill(i % 2 ? "#30241f" : "#bf9078", WIDE * (i % 2 ? 0.5 + ((i * 0.618) % 0.5) : (i * 0.618) % 1), (i * 0.7548 * HIGH) % HIGH, 2, 2);
  fill("#222", 40, 380, 310, 210);
  for (let i = 0; i < 24; i++) fill("#" + CHART.slice(6 * i, 6 * i + 6), 50 + 50 * (i % 6), 390 + 50 * Math.floor(i / 6), 40, 40);
  return new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 })).arrayBuffer());
}

const STEPS = [
  async () => {
    const photo = Photo.open(await drawnHead());
    client = measure([new View(photo, { skin: ["rect:5%,5%,35%,50%"], hair: ["rect:60%,10%,35%,80%"] })]);
    photo.free();
  },
  () => client.match(palette("default")).free(),
];

/** Does a step. Answers whether there is another one; after the last one, or one that there is not, nothing is kept of the head. */
export async function warm(step) {
  await STEPS[step]?.();
  if (step + 1 < STEPS.length) return true;
  client?.free();
  client = null;
  return false;
}
