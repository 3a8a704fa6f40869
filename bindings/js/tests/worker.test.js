// The worker entry: the same by messages, with progress and cancel.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load, measure, Photo } from "scalptone";
import { createWorker, endWorker } from "scalptone/worker";

import { photoBytes } from "./support.js";

test("the worker gives the same answers, by message", async () => {
  await load();
  const mine = measure(Photo.open(photoBytes())).match("generic-carbon", { draws: 50 });
  const remote = await createWorker();
  const photo = await remote.Photo.open(photoBytes());
  const stages = new Set();
  const client = await remote.measure(photo, { progress: (stage) => stages.add(stage) });
  assert.ok(stages.size > 2);
  const ranking = await client.match("generic-carbon", { draws: 50 });
  assert.equal(await ranking.json(), mine.json());
  assert.equal(await ranking.length, mine.length);
  assert.deepEqual(await ranking.row(0), mine.row(0));
  assert.equal((await client.overlayPng(photo))[1], 0x50);
  assert.deepEqual(await remote.palettes(), ["default", "generic-carbon", "generic-iron-oxide", "ready-shades"]);
  await assert.rejects(remote.Photo.open(new Uint8Array(3)), { name: "PhotoError", code: "photo-format" });
  await assert.rejects(remote.nothing(), { name: "UseError" });
  photo.free();
  await assert.rejects(remote.measure(photo), { name: "UseError", message: /freed/ });
  endWorker(remote);
  await assert.rejects(remote.palettes(), { name: "UseError" });
});

test("work in the worker is stopped, and what it had opened stays", async () => {
  const remote = await createWorker();
  const photo = await remote.Photo.open(photoBytes());
  const stop = new AbortController();
  const work = remote.measure(photo, { signal: stop.signal, progress: () => stop.abort() });
  await assert.rejects(work, { name: "Cancelled" });
  assert.ok(await (await remote.measure(photo)).skin);
  await assert.rejects(remote.measure(photo, { signal: AbortSignal.abort() }), { name: "Cancelled" });
  endWorker(remote);
});
