// HEIC, by a module of its own: the same answer as the command, which has libheif in it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Photo, load, loadHeic, measure } from "scalptone";
import { compare } from "./support.js";

const path = process.env.SCALPTONE_HEIC;
const there = { skip: path ? false : "no heif-enc is here (Debian: libheif-examples)" };

test("a HEIC is refused, with the fix, until its decoder is loaded", there, async () => {
  await load();
  assert.throws(() => Photo.open(readFileSync(path)), { name: "PhotoError", code: "photo-unsupported", fix: /loadHeic/ });
  await assert.rejects(loadHeic({ wasm: new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]) }), { name: "UseError" });
});

test("then it is measured as the command measures it", there, async () => {
  await loadHeic();
  const photo = Photo.open(readFileSync(path), { name: path });
  assert.equal(photo.info.format, "heic");
  const ours = measure(photo).match("default").json();
  const theirs = execFileSync(process.env.SCALPTONE_PROGRAM, ["match", path, "--json"], { maxBuffer: 1 << 28 });
  const apart = compare(JSON.parse(ours), JSON.parse(theirs));
  assert.deepEqual(apart.others, []);
  assert.ok(apart.most === 0, apart.where + " differs by " + apart.most);
});

test("what is cut or changed is an error, and the next photo is read", there, async () => {
  const whole = readFileSync(path);
  for (const share of [0.02, 0.3, 0.9]) assert.throws(() => Photo.open(whole.subarray(0, whole.length * share)).pixels(), { name: "PhotoError" });
  for (let at = 40; at < 2000; at += 83) {
    const broken = Buffer.from(whole);
    broken[at] ^= 0xff;
    try {
      Photo.open(broken).free();
    } catch (error) {
      assert.match(error.name, /^(PhotoError|OutOfMemory)$/, at + ": " + error.stack);
    }
  }
  assert.ok(Photo.open(whole).pixels().data.length > 0);
});
