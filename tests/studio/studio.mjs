// The studio in a real browser: the whole consultation by touch, keyboard and mouse, from a file and without a network. Prints lines as
// the suite's scripts do.
//
//     node studio.mjs CHROMIUM STUDIO FOLDER PROGRAM PHANTOM
//
// FOLDER holds photo.jpg. Environment: STUDIO_LONG=1 for a hundred consultations and ten photos; STUDIO_ONLY, the parts
// whose name has this in it; AXE, a path of axe.min.js.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { compare } from "../../bindings/js/tests/support.js";
import { Browser } from "./browser.mjs";
import { ANSWERED, SHOWN, check, downloaded, failures, figure, onPhoto, openStudio, part, pause, run, tabTo, takePhotos } from "./hands.mjs";
import { healedPage, killed, sealed, skins } from "./records.mjs";

const [chromium, studio, folder, program, phantom] = process.argv.slice(2).map((each, i) => (i ? resolve(each) : each));
const photo = join(folder, "photo.jpg");
const long = Boolean(process.env.STUDIO_LONG);
const browser = new Browser(chromium);
const downloads = join(folder, "downloads");
mkdirSync(downloads);
await browser.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });

// ---- by touch, on a tablet ----

await part("by touch", async () => {
  const page = await openStudio(browser, studio, { touch: true });
  figure(`painted after ${page.painted.toFixed(0)} ms, ready after ${page.ready.toFixed(0)} ms`);
  figure(`from photo to ranking ${(await takePhotos(page, [photo], (at) => page.tap(at))).toFixed(0)} ms`);
  await page.tap("#next-skin");
  await page.until("document.querySelector('.swatches')");
  const before = await page.value("document.querySelector('#panel').innerText");
  await page.tap(null, await onPhoto(page, 0.25, 0.3));
  await page.until("document.querySelectorAll('.marks li').length === 1");
  await page.tap("#tool-hair");
  await page.until("document.querySelector('#tool-hair').ariaPressed === 'true'");
  await page.tap(null, await onPhoto(page, 0.8, 0.3));
  await page.until("document.querySelectorAll('.marks li').length === 2");
  await page.until(ANSWERED, 180000);
  check((await page.value("document.querySelector('#panel').innerText")) !== before, "taps on skin and hair are measured anew");
  await page.tap("#round-undo");
  await page.tap("#round-undo");
  await page.until("document.querySelectorAll('.marks li').length === 0");
  await page.until(ANSWERED, 180000);
  check((await page.value("document.querySelector('#panel').innerText")) === before, "undo leads back to the same answer");
  await page.tap("#next-ink");
  await page.until(SHOWN);
  const cut = "Number(document.querySelector('#cut').value)";
  await page.swipe(await onPhoto(page, 0.5, 0.4), await onPhoto(page, 0.8, 0.4));
  await pause(100);
  check((await page.value(cut)) > 60, "a swipe moves the line between before and after");
  await page.tap("#tool-line");
  await page.until("document.querySelector('#tool-line').ariaPressed === 'true'");
  for (const x of [0.2, 0.35, 0.5]) await page.tap(null, await onPhoto(page, x, 0.15));
  await page.until("document.querySelector('#clear-line')");
  await page.tap("#clear-line");
  await page.until("!document.querySelector('#clear-line')");
  check(true, "a hairline is drawn, and wiped out");
  check(page.complaints.length === 0, "nothing is complained of" + (page.complaints[0] ? ": " + page.complaints[0] : ""));
  await page.close();
});

// ---- by keyboard ----

await part("by keyboard", async () => {
  const page = await openStudio(browser, studio, { width: 1280, height: 800 });
  page.files = [photo];
  await tabTo(page, "#choose");
  await page.key("Enter");
  await page.until("document.querySelector('.thumbs li')");
  await page.until(ANSWERED, 180000);
  await tabTo(page, "#next-skin");
  await page.key("Enter");
  await tabTo(page, "#canvas");
  await page.key("ArrowLeft", { shift: true });
  await page.key("ArrowLeft", { shift: true });
  await page.key("Enter");
  await page.until("document.querySelectorAll('.marks li').length === 1");
  await page.key("z", { control: true });
  await page.until("document.querySelectorAll('.marks li').length === 0");
  await page.until(ANSWERED, 180000);
  await tabTo(page, "#next-ink");
  await page.key("Enter");
  await page.until(SHOWN);
  await tabTo(page, "#dilution");
  const text = await page.value("document.querySelector('#dilution-out').textContent");
  for (let i = 0; i < 4; i++) await page.key("ArrowLeft");
  check((await page.value("document.querySelector('#dilution-out').textContent")) !== text, "arrow keys move the dilution");
  check(await page.value("document.activeElement.id === 'dilution'"), "the focus stays on the slider");
  await tabTo(page, "#step-keep");
  await page.key("Enter");
  await tabTo(page, "#sheet");
  await page.until("!document.querySelector('#sheet').disabled");
  await page.key("Enter");
  await page.until("document.querySelector('#sheet-frame')?.contentDocument?.querySelector('h1')", 120000);
  await page.until("document.querySelector('#sheet-frame').contentDocument.documentElement.className === ''", 5000);
  check(true, "the consultation sheet opens, and its script runs");
  check(page.complaints.length === 0, "nothing is complained of" + (page.complaints[0] ? ": " + page.complaints[0] : ""));
  await page.close();
});

// ---- by mouse; files; what comes from outside ----

await part("by mouse", async () => {
  const page = await openStudio(browser, studio, { width: 1280, height: 800 });
  const name = "<img src=x onerror=document.title='broken'> \"'\u202e\u{1f600}.jpg".replace("/", "");
  const hostile = join(folder, name);
  copyFileSync(photo, hostile);
  const rubbish = join(folder, "rubbish.jpg");
  writeFileSync(rubbish, "no photo");
  await page.drop([hostile, rubbish]);
  await page.until("document.querySelectorAll('.thumbs li').length === 2");
  await page.until(ANSWERED, 180000);
  check(await page.value("document.querySelector('.thumbs .wrong') && !document.querySelector('img[src=x]')"), "a dropped file that is no photo is named, and a name is a name");
  await page.click("#step-ink");
  await page.until(SHOWN);
  const steps = [], drawn = [];
  for (const share of [0.2, 0.4, 0.6, 0.8]) {
    const before = await page.value("document.querySelector('#dilution-out').textContent");
    const [left, top, wide] = await page.value("(() => { const e = document.querySelector('#dilution'); e.scrollIntoView({ block: 'center' }); const b = e.getBoundingClientRect(); return [b.left, b.top + b.height / 2, b.width]; })()");
    const began = performance.now();
    await page.click(null, [left + wide * share, top]);
    await page.until(`document.querySelector('#dilution-out').textContent !== ${JSON.stringify(before)}`);
    steps.push(performance.now() - began);
    await pause(60);
    drawn.push(await page.value("window.studioDrawn"));
  }
  figure(`a slider's number after ${Math.max(...steps).toFixed(0)} ms at most, the photo drawn in ${Math.max(...drawn).toFixed(0)} ms`);
  await page.until("!document.querySelector('#verdict .verdict.wait')");
  await page.click("#step-keep");
  await page.click("#field-client");
  const client = "<script>document.title='broken'</script>\u202e\u{1f9d1}" + "x".repeat(3000);
  await page.write(client);
  const numbers = await downloaded(downloads, ".json", () => page.click("#save-json"));
  const theirs = JSON.parse(run(program, "match", photo, "--json"));
  const apart = compare(JSON.parse(numbers.text), theirs);
  check(apart.others.length === 0 && apart.most === 0, `the command's JSON; numbers differ by ${apart.most.toExponential(1)}` + (apart.others[0] ? ", and " + apart.others[0] : ""));
  const kept = await downloaded(downloads, ".record.json", () => page.click("#save-record"));
  check(run(program, "record", "show", kept.path).length > 0 && JSON.parse(kept.text).photos.length === 1, "the command reads the record that was saved");
  for (const [what, text, reason] of [["of a newer version", kept.text.replace(/("scalptone_record":\s*)\d+/, "$199"), "version"], ["cut in half", kept.text.slice(0, kept.text.length / 2), ""], ["that is none", "\0\u{1f600}", ""], ["with another key", kept.text.replace('"client"', '"__proto__"'), ""]]) {
    const path = join(folder, "hostile.json");
    writeFileSync(path, text);
    page.files = [path];
    await page.click("#open-record");
    await page.until("document.querySelector('#panel .wrong')");
    check((await page.value("document.querySelector('#panel .wrong').textContent")).includes(reason), "a record " + what + " is refused");
    await page.value("document.querySelector('#panel .wrong').textContent = ''");
  }
  page.files = [kept.path];
  await page.click("#open-record");
  await page.until("document.querySelector('.entries')");
  check((await page.value("document.title")) === "scalptone studio", "what comes from outside is text");
  await page.value("fetch('https://example.org/').catch(() => (window.refused = true))");
  const own = page.requests.filter((url) => !/^(file:.*studio\.html|blob:|data:|about:)/.test(url) && url !== "https://example.org/");
  check((await page.value("window.refused")) && own.length === 0, "nothing is asked of a network, and the policy would forbid it" + (own[0] ? ": " + own[0] : ""));
  check(await page.value("(() => { try { new Function('return 1')(); return false; } catch { return true; } })()"), "no code is made from text");
  await page.close();
});

// ---- records; every class of skin ----

const given = { browser, studio, photo, folder, downloads, program, phantom };
await part("sealed records", () => sealed(given));
await part("page of a healed result", () => healedPage(given));
await part("killed tab", () => killed(given));
await part("skins by touch", () => skins(given));

// ---- HEIC, by a second file ----

if (existsSync(join(folder, "photo.heic")))
  await part("HEIC", async () => {
    const page = await openStudio(browser, studio, { width: 1280, height: 800 });
    const heic = join(folder, "photo.heic");
    page.files = [heic];
    await page.click("#choose");
    await page.until("document.querySelector('[id^=heic-]')", 60000);
    page.files = [photo];
    await page.click("[id^=heic-]");
    await page.until("document.querySelector('#panel [role=alert]')");
    page.files = [join(dirname(studio), "scalptone-heic.wasm")];
    await page.click("[id^=heic-]");
    await page.until(ANSWERED, 180000);
    await page.click("#step-keep");
    const { text } = await downloaded(downloads, ".json", () => page.click("#save-json"));
    const apart = compare(JSON.parse(text), JSON.parse(run(program, "match", heic, "--json")));
    check(apart.others.length === 0 && apart.most === 0, `a HEIC is read by a second file, which is asked for; numbers differ from the command's by ${apart.most.toExponential(1)}` + (apart.others[0] ? ", and " + apart.others[0] : ""));
    check(page.complaints.length === 0, "nothing is complained of" + (page.complaints[0] ? ": " + page.complaints[0] : ""));
    await page.close();
  });

// ---- the same numbers ----

await part("the same numbers", async () => {
  const page = await openStudio(browser, studio, { width: 1280, height: 800 });
  let most = 0;
  const others = [];
  const count = long ? 10 : 2;
  for (let i = 0; i < count; i++) {
    const place = join(folder, "client-" + i);
    run(phantom, "--out", place, "--client", String((i * 5) % 12), "--size", "900,675", "--mm-per-px", "0.04", "--card", ["colorchecker", "none", "grey"][i % 3], "--light", ["d65", "d50", "led"][i % 3]);
    await takePhotos(page, [join(place, "photo.jpg")]);
    const theirs = (() => {
      try {
        return JSON.parse(run(program, "match", join(place, "photo.jpg"), "--json"));
      } catch (error) {
        return JSON.parse(error.stdout);
      }
    })();
    const shown = await page.value("document.querySelector('#step-keep').disabled");
    if (shown) others.push(...(theirs.matches ? ["client " + i + " has no answer"] : []));
    else {
      await page.click("#step-keep");
      const { text } = await downloaded(downloads, ".json", () => page.click("#save-json"));
      const apart = compare(JSON.parse(text), theirs);
      most = Math.max(most, apart.most);
      others.push(...apart.others);
      await page.click("#step-photos");
    }
    await page.click("#anew");
    await page.until("!document.querySelector('.thumbs')");
  }
  check(others.length === 0 && most === 0, `the command's JSON of ${count} clients; numbers differ by ${most.toExponential(1)}` + (others[0] ? ", and " + others[0] : ""));
  await page.close();
});

// ---- many in a row ----

await part("many in a row", async () => {
  const page = await openStudio(browser, studio, { width: 1280, height: 800 });
  const sizes = [];
  const count = long ? 100 : 4;
  for (let i = 0; i < count; i++) {
    await takePhotos(page, [photo]);
    await page.click("#step-ink");
    await page.until(SHOWN);
    await page.click("#step-photos");
    await page.click("#anew");
    await page.until("!document.querySelector('.thumbs')");
    sizes.push(await page.value("window.studioMemory?.() ?? 0"));
  }
  const [first, last] = [sizes[1], sizes.at(-1)];
  check(last <= first * 1.02 + 1e6, `the engine's memory does not grow: ${(first / 1e6).toFixed(0)} MB after 2 clients, ${(last / 1e6).toFixed(0)} MB after ${count}`);
  await page.close();
});

// ---- for everybody ----

if (process.env.AXE) {
  const axe = readFileSync(process.env.AXE, "utf8");
  for (const dark of [false, true])
    await part("axe", async () => {
      const page = await openStudio(browser, studio, { width: 820, height: 1180, dark });
      const wrong = {};
      const look = async (where) => {
        await pause(200);
        // axe makes code from text in places; what it finds counts here, and the policy is tried above.
        await page.send("Runtime.evaluate", { expression: axe + "; 0" });
        for (const { id, nodes } of await page.value("axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 90)) })))")) wrong[where + " " + id] = nodes[0];
      };
      await look("empty");
      await takePhotos(page, [photo]);
      for (const view of ["photos", "skin", "ink", "keep"]) {
        await page.click("#step-" + view);
        if (view === "ink") await page.until(SHOWN);
        await look(view);
      }
      for (const [view, at] of [["palette", "drop"], ["healed", "healed"], ["settings", "gear"]]) {
        await page.click("#to-" + view);
        await look(view);
        void at;
      }
      check(Object.keys(wrong).length === 0, `axe-core finds nothing in eight views, ${dark ? "dark" : "light"}` + Object.entries(wrong).map((each) => "; " + each.join(": ")).join(""));
      await page.close();
    });
}

await browser.end();
process.exit(failures() ? 1 : 0);
