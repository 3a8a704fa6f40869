// The package as a bundler and npm see it.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import * as plain from "scalptone";
import * as strict from "scalptone/csp";

const folder = dirname(fileURLToPath(import.meta.resolve("scalptone")));
const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

test("every entry and every type is a file of the package", () => {
  for (const entry of Object.values(about.exports))
    for (const file of typeof entry === "string" ? [entry] : Object.values(entry)) assert.ok(existsSync(join(folder, file)), file);
  assert.equal(about.version, plain.version);
  assert.equal(about.sideEffects, false);
  assert.equal(about.dependencies, undefined);
});

test("what is exported has a type, and what has a type is exported", () => {
  const declared = readFileSync(join(folder, "index.d.ts"), "utf8") + readFileSync(join(folder, "rooms.d.ts"), "utf8");
  const typed = [...declared.matchAll(/^export declare (?:abstract )?(?:function|class|const) (\w+)/gm)].map((found) => found[1]);
  assert.deepEqual([...new Set(typed)].sort(), Object.keys(plain).sort());
  assert.deepEqual(Object.keys(strict).sort(), Object.keys(plain).sort());
});

test("no code is made from text, and nothing but the engine is asked for", () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    const text = readFileSync(join(folder, file), "utf8");
    assert.doesNotMatch(text, /\beval\s*\(|new Function|setTimeout\s*\(\s*["'`]|document\.write/, file);
    for (const [, from] of text.matchAll(/from "([^"]+)"/g)) assert.match(from, /^(\.\/|node:)/, file);
    // What browsers load knows nothing of Node, so that no bundler is needed.
    if (!/node/.test(file)) assert.doesNotMatch(text, /"node:|-node\.js"/, file);
  }
});

// An undefined function of a library would be one that only a trap stands for. libsodium's encode_string is left out: it writes hashes of
// passphrases as text, and argon2_hash calls it only where a text is asked for, which the key of a sealed record never is.
test("the engine asks for chance, progress, HEIC and what emscripten gives, and for no function of a library", () => {
  const known = /^(js_\w+|invoke_[a-z]+|[gs]etTempRet0|emscripten_\w+|_emscripten_\w+|__syscall_(unlink|rmdir)|clock_time_get|proc_exit|fd_\w+|environ_\w+)$/;
  const asked = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(join(folder, "scalptone.wasm"))));
  assert.ok(asked.length > 3);
  assert.deepEqual(asked.map((one) => one.name).filter((name) => !known.test(name)), []);
});

test("the csp entry takes the engine's bytes, and asks for nothing", async () => {
  const text = readFileSync(join(folder, "csp.js"), "utf8");
  assert.doesNotMatch(text, /platform/);
  await assert.rejects(strict.load({ wasm: "scalptone.wasm" }), { name: "UseError" });
  await strict.load({ wasm: readFileSync(join(folder, "scalptone.wasm")) });
  assert.equal(strict.loaded(), "simd");
});

test("the command writes the studio, which holds this engine", async () => {
  const work = mkdtempSync(join(tmpdir(), "scalptone-"));
  try {
    const command = join(folder, about.bin.scalptone);
    execFileSync(process.execPath, [command, "studio", "-o", "here.html"], { cwd: work, stdio: "ignore" });
    const page = readFileSync(join(work, "here.html"), "utf8");
    const { fromBase64, fromLetters, unpack, withTables } = await import("../unpack.js");
    const held = (id, letters) => page.match(new RegExp(`id="${id}"[^>]*>(${letters}+)<`))[1];
    const bytes = (id) => fromLetters(held(id, "[!-;=-~]"));
    const [[code, ...parts], data] = JSON.parse(page.match(/data-sizes="([^"]+)"/)[1]);
    const undo = new WebAssembly.Module(fromBase64(held("unpack", "[A-Za-z0-9+/=]")));
    const [told, worker] = unpack(undo, bytes("text"), parts, 0);
    const [first] = unpack(undo, bytes("code"), [code], 1);
    assert.deepEqual(Buffer.concat([first, withTables(told, data)]), readFileSync(join(folder, "scalptone.wasm")));
    assert.deepEqual(Buffer.from(worker), readFileSync(join(folder, "studio/worker.js")));
    assert.deepEqual(readdirSync(work), ["here.html", "scalptone-heic.wasm"]);
    for (const [words, code] of [[[], 2], [["mtach"], 2], [["studio", "-x"], 2], [["studio", "-o"], 2], [["studio", "-o", join(work, "no/where.html")], 3], [["--help"], 0]])
      assert.equal(spawnSync(process.execPath, [command, ...words], { cwd: work }).status, code, words.join(" "));
  } finally {
    rmSync(work, { recursive: true });
  }
});
