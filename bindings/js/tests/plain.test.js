// The engine without SIMD, which is made of the one with it when it is loaded.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as scalptone from "scalptone";
import { createWorker, endWorker } from "scalptone/worker";

import { photoBytes } from "./support.js";

test("without SIMD the same bytes come out", async () => {
  await scalptone.load({ simd: false });
  assert.equal(scalptone.loaded(), "plain");
  const mine = scalptone.measure(scalptone.Photo.open(photoBytes())).match("default").json();
  const remote = await createWorker();
  assert.equal(await remote.loaded(), "simd");
  const client = await remote.measure(await remote.Photo.open(photoBytes()));
  assert.equal(await (await client.match("default")).json(), mine);
  endWorker(remote);
});
