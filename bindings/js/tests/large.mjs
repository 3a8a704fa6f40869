// What the suite has no time for: how much memory a large photo takes, how long, and whether a hundred in a row take more.
//
//     node --expose-gc large.mjs PACKAGE PHOTO [TIMES]
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, file, times = "1"] = process.argv.slice(2);
const scalptone = await import(pathToFileURL(resolve(join(folder, "index-node.js"))));
const mib = (bytes) => (bytes / 2 ** 20).toFixed(1) + " MiB";
let began = performance.now();
const lap = (what) => {
  console.log(`figure: ${what}: ${(performance.now() - began).toFixed(0)} ms, the engine has ${mib(scalptone.memoryBytes())}`);
  began = performance.now();
};
await scalptone.load();
lap("load");
const bytes = readFileSync(file);
for (let i = 0; i < Number(times); i++) {
  const photo = scalptone.Photo.open(bytes);
  const client = scalptone.measure(photo);
  if (!i) lap(`${((photo.width * photo.height) / 1e6).toFixed(1)} MP measured`);
  const ranking = client.match("default");
  if (!i) lap("ranked");
  const preview = client.preview(photo);
  const size = preview.jpeg(ranking).length;
  if (!i) lap(`previewed as a JPEG of ${size} bytes`);
  for (const each of [preview, ranking, client, photo]) each.free();
  if (i && i % 10 === 9) lap(`${i + 1} photos`);
}
console.log(`figure: the process has ${mib(process.memoryUsage().rss)}, at most ${mib(process.resourceUsage().maxRSS * 1024)}`);
