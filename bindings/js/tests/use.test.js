// The package as a program uses it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync, mkdirSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import * as scalptone from "scalptone";

import { compare, figure, photoBytes, photoFile, program } from "./support.js";

test("nothing works before load(), and says so", () => {
  assert.throws(() => scalptone.Photo.open(photoBytes()), { name: "UseError", message: /call `await load\(\)` first/ });
});

test("the engine starts once, and quickly", async () => {
  const before = performance.now();
  await Promise.all([scalptone.load(), scalptone.load()]);
  figure(`the engine is loaded in ${(performance.now() - before).toFixed(0)} ms`);
  assert.equal(scalptone.libraryVersion(), scalptone.version);
  assert.ok(scalptone.loaded());
});

test("one photo and one palette give the command's ranking, byte for byte", () => {
  const client = scalptone.measure(scalptone.Photo.open(photoBytes(), { name: photoFile }));
  for (const [mine, theirs] of [
    [client.json(), program("measure", photoFile, "--json")],
    [client.match("default").json(), program("match", photoFile, "--json")],
  ]) {
    const found = compare(JSON.parse(mine), JSON.parse(theirs));
    figure(`of ${found.numbers} numbers the largest difference to the command is ${found.most.toExponential(1)} (${found.where})`);
    assert.deepEqual(found.others, []);
    assert.equal(mine.trimEnd(), theirs.trimEnd());
  }
});

test("colours of an instrument are ranked, and kept as JSON", () => {
  const client = scalptone.Measurement.fromLab({ skin: [65.1, 13.4, 15.7], hair: { L: 26.9, a: 6.1, b: 8.5 } });
  assert.equal(client.skin.ita_class, "light");
  assert.equal(client.hair.kind, "stubble");
  const ranking = client.match("generic-carbon", { draws: 50, batch_ml: 10 });
  assert.equal(ranking.row(0).ink_id, "generic-carbon");
  assert.equal(ranking.rows.length, ranking.length);
  assert.equal(ranking.row(-1).rank, ranking.length);
  assert.equal(ranking.pick, true);
  assert.equal(ranking.best().rank, 1);
  assert.match(ranking.verdict.recipe, /ml water/);
  assert.ok(ranking.plan.length > 0 && ranking.assumptions.length > 5);
  const again = scalptone.Ranking.fromJson(ranking.json(), scalptone.Measurement.fromJson(client.json()), "generic-carbon");
  assert.equal(again.json(), ranking.json());
  assert.equal(JSON.stringify(again), JSON.stringify(ranking));
  assert.equal(scalptone.match(client, "generic-carbon", { draws: 50, ...scalptone.needle("5RL-0.30") }).row(0).dot_radius_mm.toFixed(3), "0.135");
});

test("where no ink may be picked, best() says what to do", () => {
  const client = scalptone.Measurement.fromLab({ skin: [65.1, 13.4, 15.7], hair: [26.9, 6.1, 8.5], skin_u95_de00: 20, hair_u95_de00: 20 });
  const ranking = client.match("default", { draws: 50 });
  assert.equal(ranking.pick, false);
  assert.throws(() => ranking.best(), (error) => error instanceof scalptone.NotSure && error.fix.length > 0);
});

test("inks are healed, read and converted", () => {
  const healed = scalptone.heal([65, 9.4, 15.8], "generic-carbon", { parts_water: 20, band: true });
  assert.ok(healed.info.area_lab.L < healed.info.bare_lab.L);
  assert.ok(healed.band);
  assert.equal(healed.reflectance("dot").length, 31);
  assert.equal(scalptone.Healed.fromJson(healed.json()).json(), healed.json());
  const theirs = JSON.parse(program("heal", "--skin", "65,9.4,15.8", "--ink", "generic-carbon", "--dilution", "20", "--json"));
  assert.ok(compare(scalptone.heal([65, 9.4, 15.8], "generic-carbon", { parts_water: 20 }).toJSON(), theirs).most === 0);
  const inks = scalptone.palette("default");
  assert.ok(inks.has("generic-carbon") && inks.length === [...inks].length);
  assert.ok(inks.pigments("generic-carbon").length > 0 && inks.colours(0).length >= 0);
  const { data, notes } = scalptone.convertPalette(inks, { to: "csv" });
  assert.ok(data.length > 100 && Array.isArray(notes));
  assert.equal(scalptone.palette(JSON.parse(inks.json())).info.sha256, inks.info.sha256);
  assert.throws(() => scalptone.palette("{\"inks\": 3}"), { name: "PaletteError", code: "palette" });
  assert.throws(() => scalptone.palette("nowhere"), /there are default/);
  assert.equal(scalptone.InkOptics.fromComposition({ 77266: 0.15 }).info.basis, "composition");
  assert.ok(scalptone.fitSkin([65, 9.4, 15.8]).fit_de00 < 0.5);
  assert.equal(scalptone.tissue({ melanin: 0.2 }).melanin, 0.2);
});

test("a photo is shown, with places and pixels", () => {
  const photo = scalptone.Photo.open(photoBytes());
  assert.deepEqual([photo.width, photo.height, photo.info.format], [1200, 900, "jpeg"]);
  const client = scalptone.measure(photo, { skin: "rect:3%,5%,20%,30%", hair: [scalptone.Shape.circle(75, 40, 8, { percent: true })] });
  assert.deepEqual(client.regions.map((region) => region.role), ["skin", "hair"]);
  assert.equal(client.correction.chart, "colorchecker-classic");
  const png = (bytes) => assert.equal(String.fromCharCode(...bytes.subarray(1, 4)), "PNG");
  png(client.overlayPng(photo));
  png(client.labelsPng());
  assert.equal(client.labels().data.length, photo.width * photo.height);
  const ranking = client.match("generic-carbon", { draws: 50 });
  const preview = client.preview(photo, { area: "rect:3%,5%,20%,30%", mm_per_px: 0.05 });
  png(preview.png(ranking));
  png(preview.sheetPng([ranking.look(0), ranking.look(0, { years: 5 })]));
  assert.equal(preview.results.length, 2);
  assert.equal(preview.jpeg(client.look("generic-carbon", "generic-carbon", 30))[0], 0xff);
  assert.equal(preview.beforeAfterJpeg(ranking)[0], 0xff);
  assert.match(ranking.pageHtml(preview, { name: "<anna>" }), /&lt;anna&gt;/);
  const pixels = photo.pixels();
  assert.equal(pixels.data.length, 1200 * 900 * 3);
  assert.equal(client.pixels(photo).data.constructor, Float32Array);
  const same = scalptone.Photo.open(pixels);
  assert.deepEqual([same.width, same.info.format, same.pixels().data[1234]], [1200, "pixels", pixels.data[1234]]);
  assert.equal(scalptone.chart(photo).info.id ?? scalptone.chart(photo).correction.chart, "colorchecker-classic");
  png(photo.refusalPng(new scalptone.UseError("too dark; use a lamp")));
  assert.match(scalptone.cardSvg({ sheet: "a4" }), /<svg/);
});

test("a record is kept, and a result verified", () => {
  const client = scalptone.Measurement.fromLab({ skin: [65.1, 13.4, 15.7], hair: [26.9, 6.1, 8.5] });
  const kept = scalptone.record(client.match("generic-carbon", { draws: 50 }), { client: "anna" }).set("sessions.1.date", "2026-11-29");
  kept.addPhoto(photoBytes(), { date: "2026-11-29" });
  const again = scalptone.Record.open(kept.json());
  assert.deepEqual([again.get("client"), again.rows("sessions"), again.rows("photos")], ["anna", 1, 1]);
  assert.equal(again.json(), kept.json());
  assert.equal(again.distance(kept), 0);
  assert.ok([...again].some(([key]) => key === "sessions.1.date"));
  assert.throws(() => kept.get("nothing"), { name: "UseError" });
  const result = scalptone.verify(null, photoBytes(), { area: "rect:3%,5%,20%,30%", planned_area_lab: [50, 5, 9], planned_skin_lab: [65, 9, 15] });
  assert.ok(["unsure", "as-planned", "lighter", "darker"].includes(result.info.outcome));
  assert.ok(result.lines.result.length > 0 && JSON.parse(result.json()));
  result.keep(kept, photoBytes(), "2026-12-29");
  assert.equal(kept.rows("results"), 1);
  const planned = scalptone.verify(null, photoBytes(), { area: "rect:3%,5%,20%,30%", record: kept });
  assert.equal(planned.info.planned, true);
});

test("a record is sealed and opened, here and by the command", () => {
  const word = "correct horse battery staple";
  const kept = scalptone.record(null, { client: "anna" });
  const sealed = kept.sealed(word);
  assert.ok(scalptone.has("passphrase") && scalptone.Record.isSealed(sealed) && !scalptone.Record.isSealed(new TextEncoder().encode(kept.json())));
  assert.ok(!Buffer.from(sealed).includes("anna"));
  assert.notDeepEqual(sealed, kept.sealed(word)); // each time with a new salt
  assert.equal(scalptone.Record.open(sealed, word).json(), kept.json());
  assert.equal(scalptone.Record.open(kept.json()).json(), kept.json());
  for (const wrong of ["wrong horse battery staple", undefined, ""]) assert.throws(() => scalptone.Record.open(sealed, wrong), { name: "PassphraseError", code: "passphrase" });
  assert.throws(() => kept.sealed("short"), { name: "PassphraseError", fix: /four words/ });
  assert.throws(() => scalptone.Record.open(sealed.map((byte, i) => byte ^ (i === 100)), word), { name: "PaletteError" });
  assert.throws(() => scalptone.Record.open(sealed), /sealed/);
  const place = join(process.env.SCALPTONE_WORK, "sealed");
  writeFileSync(place, sealed);
  const env = { ...process.env, SCALPTONE_PASSPHRASE: word };
  assert.match(execFileSync(process.env.SCALPTONE_PROGRAM, ["record", "show", place], { env, encoding: "utf8" }), /anna/);
  execFileSync(process.env.SCALPTONE_PROGRAM, ["record", "set", place, "--set", "notes=seen"], { env });
  assert.equal(scalptone.Record.open(readFileSync(place), word).get("notes"), "seen");
});

test("what is wrong is said with a code and a fix", () => {
  const photo = photoBytes();
  assert.throws(() => scalptone.Photo.open(new Uint8Array(4)), { name: "PhotoError", code: "photo-format", status: 20 });
  assert.throws(() => scalptone.Photo.open(photo, { limits: { pixels: 1000 } }), { code: "photo-too-large", fix: /scale the photo down/ });
  // Damaged files are left by longjmp, through the functions of JavaScript that WebAssembly has for it.
  for (const size of [700, 5000, 20000]) assert.throws(() => scalptone.measure(photo.subarray(0, size)), scalptone.ScalptoneError);
  const heic = new Uint8Array([0, 0, 0, 24, ...new TextEncoder().encode("ftypheic"), 0, 0, 0, 0, ...new TextEncoder().encode("mif1heic")]);
  assert.throws(() => scalptone.Photo.open(heic), { name: "PhotoError", code: "photo-unsupported", fix: /export the photo as JPEG/ });
  assert.throws(() => scalptone.Photo.open("client.jpg"), { name: "UseError", message: /bytes are wanted/ });
  const client = scalptone.Measurement.fromLab({ skin: [65.1, 13.4, 15.7], hair: [26.9, 6.1, 8.5] });
  assert.throws(() => client.match("default", { batchMl: 3 }), { message: /did you mean batch_ml/ });
  assert.throws(() => client.match("default", { metric: "de1999" }), { message: /choose one of de2000/ });
  assert.throws(() => client.match("default", { batch_ml: 1e9 }), { code: "option" });
  assert.throws(() => scalptone.Measurement.fromLab({ skin: [0, 90, 0] }).match(), { name: "NothingError" });
  assert.throws(() => new scalptone.Photo(), { name: "UseError" });
  const freed = scalptone.Photo.open(photo);
  freed.free();
  freed.free();
  assert.throws(() => scalptone.measure(freed), { message: /is freed/ });
});

test("long work tells how far it is, and can be stopped", () => {
  const photo = scalptone.Photo.open(photoBytes());
  const stages = new Set();
  scalptone.measure(photo, { progress: (stage) => stages.add(stage) });
  assert.ok(stages.has("photo") && stages.has("region"));
  assert.throws(() => scalptone.measure(photo, { progress: () => { throw new RangeError("enough"); } }), { name: "RangeError", message: "enough" });
  const stop = new AbortController();
  assert.throws(() => scalptone.measure(photo, { signal: stop.signal, progress: () => stop.abort() }), { name: "Cancelled", code: "interrupted" });
  assert.ok(scalptone.measure(photo).skin);
});

test("the two minutes of the README", async () => {
  const work = process.env.SCALPTONE_WORK;
  const blocks = [...readFileSync(join(work, "README.md"), "utf8").matchAll(/```js\n([\s\S]*?)```/g)].map((found) => found[1]);
  copyFileSync(photoFile, join(work, "client.jpg"));
  mkdirSync(join(work, "readme"), { recursive: true });
  writeFileSync(join(work, "readme/two.mjs"), blocks[0].replaceAll("console.log(", "void (") + "\nexport { L, seen, picture, page, kept, bytes };\n");
  writeFileSync(join(work, "readme/worker.mjs"), 'import { bytes } from "./two.mjs";\nconst show = () => {};\n' + blocks[1] +
    '\nimport { endWorker } from "scalptone/worker";\nexport const verdict = await ranking.verdict;\nendWorker(remote);\n');
  process.chdir(work);
  const { L, seen, picture, page, kept } = await import(pathToFileURL(join(work, "readme/two.mjs")));
  assert.ok(L > 30 && L < 90 && seen.length > 1000 && picture[0] === 0xff && page.startsWith("<") && JSON.parse(kept).client === "anna");
  const { verdict } = await import(pathToFileURL(join(work, "readme/worker.mjs")));
  assert.ok(verdict.photo.length > 0);
});

test("an ink is added by its label, and by a film in a photo", () => {
  const named = scalptone.palette(scalptone.addInk({ product: "Night", composition: "77266=0.12", lot: "A17" }, "default"));
  assert.equal(named.ink(-1).product, "Night");
  assert.equal(named.ink(-1).lot, "A17");
  assert.equal(named.length, scalptone.palette("default").length + 1);
  const films = scalptone.swatches(scalptone.Photo.open(photoBytes()), [{ name: "film", shape: "rect:60%,20%,10%,10%", parts_water: 20 }]);
  assert.equal(films.films.length, 1);
  assert.ok(films.films[0].estimate.lab.L > 5 && films.films[0].estimate.lab.L < 95);
  const { text, notes } = films.ink({ product: "Measured" });
  assert.ok(Array.isArray(notes));
  assert.equal(scalptone.palette(text).colours(0)[0].parts_water, 20);
  assert.throws(() => films.cup("default", 0, { want_parts_water: 20 }), { name: "NothingError" });
});

test("the shelf: stock, palettes as one, what stands in for an ink, and advice", () => {
  const whole = scalptone.addInk({ product: "Onyx", composition: "77266=12%", kind: 0 });
  const two = scalptone.addInk({ product: "Half", composition: "77266=6%", kind: 0 }, whole);
  const away = scalptone.palette(scalptone.stock(two, "on*", { in_stock: false, lot: "A17", expiry: "2027-05" })).ink("onyx");
  assert.deepEqual([away.in_stock, away.lot, away.expiry], [false, "A17", "2027-05"]);
  const kept = scalptone.palette(scalptone.stock(scalptone.stock(two, "onyx", { lot: "A17" }), "half", { in_stock: false }));
  assert.deepEqual([kept.ink("onyx").in_stock, kept.ink("onyx").lot, kept.ink("half").in_stock], [true, "A17", false]);
  assert.throws(() => scalptone.stock(two, "zinc*", { in_stock: false }), { name: "NothingError" });
  assert.throws(() => scalptone.stock(two, "onyx", { expired: "2027" }), { name: "UseError" });

  const inks = scalptone.palette(whole);
  const { text, notes } = scalptone.merge([inks, two]);
  assert.deepEqual([...scalptone.palette(text)].map((ink) => ink.id), ["onyx", "half"]);
  assert.equal(notes.length > 0, true);
  assert.equal(inks.freed, false);
  assert.throws(() => scalptone.merge([]), { name: "UseError" });

  const found = scalptone.substitutes(two, "onyx", { skins: [[65, 9, 15], { L: 45, a: 11, b: 17 }] });
  assert.equal(found.length, 1);
  assert.equal(found[0].ink, 1);
  assert.ok(found[0].mean_de00 < 0.5 && found[0].parts_water < found[0].for_parts_water);
  assert.deepEqual(scalptone.substitutes(scalptone.stock(two, "half", { in_stock: false }), "onyx"), []);
  assert.throws(() => scalptone.substitutes(two, "onyx", { parts_water: -1 }), { name: "UseError" });

  const [advice] = scalptone.checkPalette(scalptone.addInk({ product: "Onyx" }));
  assert.deepEqual([advice.code, advice.ink], ["only-a-name", 0]);
  assert.ok(advice.what.length > 10 && advice.why.length > 10 && advice.how.length > 10);
});
