#!/usr/bin/env node
// The package's command: `npx scalptone studio -o studio.html` writes the studio. What else the engine does is for programs.
import { copyFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { studioPage } from "./studio-node.js";

const USAGE = `usage: scalptone studio [-o FILE]

Writes the studio, the whole consultation as one HTML file that needs no network, to FILE (studio.html; "-" for standard output).
Open it in a browser. The file scalptone-heic.wasm, which reads HEIC and is asked for when such a photo comes, is written beside it.
The whole command line is the program scalptone, which this package does not hold.
`;

function complain(text, code) {
  process.stderr.write("scalptone: " + text + "\n");
  process.exitCode = code;
}

/** The file that is wanted, or null where the words mean nothing. */
function fileOf(words) {
  if (words.length === 0) return "studio.html";
  const [option, name, ...rest] = words[0].startsWith("--output=") ? ["-o", words[0].slice(9), ...words.slice(1)] : words;
  return (option === "-o" || option === "--output") && name && !rest.length ? name : null;
}

/** A file that is whole or not there. */
async function write(file, text) {
  const part = `${file}.${process.pid}.part`;
  try {
    await writeFile(part, text);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function main([name, ...words]) {
  if (name === "--help" || name === "-h" || words.includes("--help") || words.includes("-h")) return void process.stdout.write(USAGE);
  const file = name === "studio" ? fileOf(words) : null;
  if (!file) return complain((name && name !== "studio" ? JSON.stringify(name) + " is not known here" : name ? "these options are not known" : "no command was given") + "; see scalptone --help", 2);
  const page = await studioPage();
  if (file === "-") return void process.stdout.write(page);
  try {
    await write(file, page);
    await copyFile(fileURLToPath(new URL("./scalptone-heic.wasm", import.meta.url)), join(dirname(file), "scalptone-heic.wasm"));
    process.stderr.write(file + " is written; open it in a browser\n");
  } catch (error) {
    complain(`${file}: cannot be written (${error.code ?? error.message})`, 3);
  }
}

process.stdout.on("error", (error) => error.code === "EPIPE" || complain(error.message, 3));
await main(process.argv.slice(2));
