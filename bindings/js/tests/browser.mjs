// The package in a real browser, under a strict policy: headless Chromium opens a page of a server of our own, which measures and ranks
// by three entries, and posts what it found. Prints lines as the suite's scripts do.
//
//     node browser.mjs CHROMIUM PACKAGE PHOTO PROGRAM
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { compare } from "./support.js";

const [chromium, folder, photo, program] = process.argv.slice(2);
const TYPES = { js: "text/javascript", wasm: "application/wasm", html: "text/html", jpg: "image/jpeg" };
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

const PAGE = `
import * as scalptone from "/package/index.js";
import * as strict from "/package/csp.js";
import { createWorker, endWorker } from "/package/worker.js";
const found = {};
try {
  try { new Function("return 1")(); found.eval = true; } catch { found.eval = false; }
  const began = performance.now();
  await scalptone.load();
  found.load_ms = performance.now() - began;
  const bytes = await (await fetch("/photo.jpg")).arrayBuffer();
  const client = scalptone.measure(scalptone.Photo.open(bytes));
  found.ranking = client.match("default").json();
  found.measure_ms = performance.now() - began - found.load_ms;
  await strict.load({ wasm: new Uint8Array(0) });
  found.strict = strict.loaded();
  const remote = await createWorker();
  const there = await remote.measure(await remote.Photo.open(bytes));
  found.worker = await (await there.match("default")).json();
  const stop = new AbortController();
  found.cancel = await remote.measure(await remote.Photo.open(bytes), { signal: stop.signal, progress: () => stop.abort() }).catch((error) => error.name);
  found.alive = (await remote.palettes()).length;
  endWorker(remote);
  found.kind = scalptone.loaded();
} catch (error) {
  found.error = String(error?.stack ?? error);
}
await fetch("/found", { method: "POST", body: JSON.stringify(found) });
`;

/** Serves the package and the page; what the page found comes as a promise. */
function serve() {
  let tell;
  const found = new Promise((resolve) => (tell = resolve));
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (path === "/found") {
      const parts = [];
      request.on("data", (part) => parts.push(part));
      request.on("end", () => tell(JSON.parse(Buffer.concat(parts))));
      return response.end();
    }
    const body = path === "/" ? "<!doctype html><title>scalptone</title><script type=module src=/page.js></script>" : path === "/page.js" ? PAGE
      : path === "/photo.jpg" ? readFileSync(photo) : path.startsWith("/package/") ? readFileSync(join(folder, path.slice(9))) : null;
    if (body === null) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[path === "/" ? "html" : path.split(".").pop()], "content-security-policy": POLICY });
    response.end(body);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve({ server, found })));
}

const { server, found } = await serve();
const profile = mkdtempSync(join(tmpdir(), "scalptone-"));
const browser = spawn(chromium, ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--user-data-dir=" + profile,
  "http://127.0.0.1:" + server.address().port + "/"], { stdio: "ignore" });
const late = setTimeout(() => ended({ error: "the page gave no answer within 120 s" }), 120000);

function ended(answer) {
  clearTimeout(late);
  browser.kill();
  browser.on("exit", () => {
    try {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // a file that the browser still writes is left in the system's folder for such
    }
  });
  server.close();
  server.closeAllConnections();
  let failed = 0;
  const say = (good, text) => {
    failed += !good;
    console.log((good ? "ok" : "not ok") + " js in Chromium: " + text);
  };
  if (answer.error) return say(false, answer.error), process.exit(1);
  const theirs = JSON.parse(execFileSync(program, ["match", photo, "--json"], { maxBuffer: 1 << 28, encoding: "utf8" }));
  const apart = compare(JSON.parse(answer.ranking), theirs);
  say(answer.eval === false, "the page may make no code from text");
  say(apart.others.length === 0 && apart.most === 0, "the command's ranking; numbers differ by " + apart.most.toExponential(1));
  say(answer.worker === answer.ranking, "the same bytes from the worker");
  say(answer.strict !== null, "the csp entry");
  say(answer.cancel === "Cancelled" && answer.alive === 4, "work in the worker is stopped, and another one started");
  console.log(`figure: in Chromium the ${answer.kind} engine is loaded in ${answer.load_ms.toFixed(0)} ms, a photo measured and ranked in ` +
    `${answer.measure_ms.toFixed(0)} ms`);
  process.exit(failed ? 1 : 0);
}
ended(await found);
