// What the tests of the studio do in a row: a page opened, a photo taken, an answer waited for.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

let failed = 0;
export const failures = () => failed;
export function check(good, text) {
  failed += !good;
  console.log((good ? "ok" : "not ok") + " studio: " + text);
}
export const figure = (text) => console.log("figure: studio: " + text);
/** Runs a part of the tests; what goes wrong in it fails it, and the next one runs. */
export async function part(name, work) {
  if (process.env.STUDIO_ONLY && !name.includes(process.env.STUDIO_ONLY)) return;
  try {
    await work();
  } catch (error) {
    check(false, name + ": " + error.message);
  }
}

export const ANSWERED = "document.body.dataset.work === 'idle' && document.querySelector('#panel .verdict')";
export const SHOWN = "document.body.dataset.work === 'idle' && !document.querySelector('#handle').hidden";
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A fresh page with the engine started. */
export async function openStudio(browser, file, how = {}) {
  const page = await browser.page();
  await page.size(how.width ?? 820, how.height ?? 1180, how);
  await page.open("file://" + file);
  page.painted = await page.until("document.querySelector('#take')");
  page.ready = page.painted + (await page.until("document.querySelector('#busy').hidden"));
  return page;
}

/** Takes photos by the file dialog, and waits for the answer. `press` is how the button is pressed. */
export async function takePhotos(page, files, press = (selector) => page.click(selector)) {
  page.files = files;
  await press("#choose");
  await page.until(`document.querySelectorAll('.thumbs li').length >= ${files.length}`);
  return page.until(ANSWERED, 180000);
}

/** Where a place of the photo, in shares of it, is on the page. */
export async function onPhoto(page, x, y) {
  const [left, top, wide, high] = await page.value("(() => { const b = document.querySelector('#canvas').getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()");
  return [left + wide * x, top + high * y];
}

/** Presses Tab until the focus is on something, as somebody without a mouse does. Answers how often. */
export async function tabTo(page, selector, most = 80) {
  for (let i = 0; i <= most; i++) {
    if (await page.value(`document.activeElement?.matches(${JSON.stringify(selector)})`)) return i;
    await page.key("Tab");
  }
  throw new Error("Tab does not reach " + selector);
}

/** The file that comes down next, whole. */
export async function downloaded(folder, ending, work) {
  const before = new Set(readdirSync(folder));
  await work();
  for (let i = 0; i < 600; i++) {
    const name = readdirSync(folder).find((each) => !before.has(each) && each.endsWith(ending));
    if (name && existsSync(join(folder, name)) && statSync(join(folder, name)).size) {
      await pause(50);
      const path = join(folder, name);
      const text = readFileSync(path, "utf8");
      renameSync(path, path + ".seen");
      return { name, path: path + ".seen", text };
    }
    await pause(50);
  }
  throw new Error("no file ending in " + ending + " came down");
}

export const run = (program, ...words) => execFileSync(program, words, { maxBuffer: 1 << 28, encoding: "utf8" });
