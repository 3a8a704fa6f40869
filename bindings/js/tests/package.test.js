// The package as a bundler and npm see it.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
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

test("the csp entry takes the engine's bytes, and asks for nothing", async () => {
  const text = readFileSync(join(folder, "csp.js"), "utf8");
  assert.doesNotMatch(text, /platform/);
  await assert.rejects(strict.load({ wasm: "scalptone.wasm" }), { name: "UseError" });
  await strict.load({ wasm: readFileSync(join(folder, "scalptone.wasm")) });
  assert.equal(strict.loaded(), "simd");
});
