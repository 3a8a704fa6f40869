// Memory: what a photo takes, that nothing grows, and how deep the stack is used.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as scalptone from "scalptone";

import { figure, photoBytes } from "./support.js";

test("many photos in a row take no more memory than a few", async () => {
  await scalptone.load();
  const once = () => {
    const photo = scalptone.Photo.open(photoBytes());
    const client = scalptone.measure(photo);
    const ranking = client.match("generic-carbon", { draws: 20 });
    const preview = client.preview(photo, { area: "rect:3%,5%,20%,30%" });
    const size = preview.jpeg(ranking).length;
    for (const each of [preview, ranking, client, photo]) each.free();
    return size;
  };
  once();
  once();
  const before = scalptone.memoryBytes();
  for (let i = 0; i < 8; i++) once();
  assert.equal(scalptone.memoryBytes(), before);
  figure(`measure, match and preview of 1200 x 900 pixels in ${(before / 2 ** 20).toFixed(0)} MiB, the same after ten photos`);
});

test("what nobody needs any more is given back by the garbage collector", { skip: typeof gc !== "function" }, async () => {
  const bytes = photoBytes();
  const open = () => {
    for (let i = 0; i < 50; i++) scalptone.Photo.open(bytes);
  };
  const collect = async () => {
    for (let i = 0; i < 4; i++) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  open();
  await collect();
  const before = scalptone.memoryBytes();
  for (let i = 0; i < 4; i++) {
    open();
    await collect();
  }
  assert.equal(scalptone.memoryBytes(), before);
});

test("what was made of a freed thing stays valid", () => {
  const photo = scalptone.Photo.open(photoBytes());
  const client = scalptone.measure(photo);
  const preview = client.preview(photo, { area: "rect:3%,5%,20%,30%" });
  const ranking = client.match("generic-carbon", { draws: 20 });
  const text = ranking.json();
  photo.free();
  client.free();
  assert.ok(preview.jpeg(ranking).length > 1000);
  assert.equal(ranking.json(), text);
});
