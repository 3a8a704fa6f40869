// What the studio keeps and shows of records: sealed ones, the page of a healed result, a tab that is killed while one is saved; and how
// long an artist takes on clients of every class of skin. Parts of studio.mjs.
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ANSWERED, SHOWN, check, downloaded, figure, openStudio, pause, run, takePhotos } from "./hands.mjs";

const WORD = "correct horse battery staple";

async function opened(page, path) {
  page.files = [path];
  await page.click("#pick-record");
}

/** Records behind a passphrase: saved, refused, opened, and read by the command; sealed by the command, and opened here. */
export async function sealed({ browser, studio, photo, folder, downloads, program }) {
  const page = await openStudio(browser, studio, { width: 1280, height: 800 });
  await takePhotos(page, [photo]);
  await page.click("#step-keep");
  await page.click("#field-client");
  await page.write("A17");
  await page.click("#passphrase");
  await page.write("short");
  await page.click("#save-record");
  await page.until("document.querySelector('#panel .wrong')");
  check((await page.value("document.querySelector('#panel .wrong').textContent")).includes("passphrase has 8 to"), "a passphrase that is too short is told, and nothing is saved");
  await page.value("document.querySelector('#passphrase').select()");
  await page.click("#passphrase");
  await page.value("document.querySelector('#passphrase').select()");
  await page.write(WORD);
  const began = performance.now();
  const kept = await downloaded(downloads, ".record.sealed", () => page.click("#save-record"));
  figure(`a record is sealed and saved in ${(performance.now() - began).toFixed(0)} ms`);
  check(!readFileSync(kept.path).includes("A17") && readFileSync(kept.path).subarray(1, 7).toString() === "SCTREC", "a sealed record says nothing of the client");
  const word = join(folder, "passphrase.txt");
  writeFileSync(word, WORD + "\n");
  check(run(program, "record", "show", kept.path, "--passphrase-file", word).includes("A17"), "the command opens what the studio sealed");
  const theirs = join(folder, "theirs.sealed");
  copyFileSync(kept.path, theirs);
  run(program, "record", "set", theirs, "--set", "notes=by the command", "--passphrase-file", word);
  await page.click("#step-photos");
  await page.click("#anew");
  await page.until("!document.querySelector('.thumbs')");
  await page.click("#to-healed");
  await opened(page, theirs);
  await page.until("document.querySelector('#unlock-word')");
  check(true, "of a sealed record the passphrase is asked for");
  await page.click("#unlock-word");
  await page.write("wrong horse battery staple");
  await page.key("Enter");
  await page.until("document.querySelector('#panel .wrong')");
  check(await page.value("document.querySelector('#unlock-word') !== null"), "a wrong passphrase is told, and can be given again");
  await page.click("#unlock-word");
  await page.value("document.querySelector('#unlock-word').select()");
  await page.write(WORD);
  await page.key("Enter");
  await page.until("!document.querySelector('#unlock-word')");
  await page.until("[...document.querySelectorAll('#panel bdi')].some((each) => each.textContent === 'theirs.sealed')");
  check(page.complaints.length === 0, "the studio opens what the command sealed" + (page.complaints[0] ? ": " + page.complaints[0] : ""));
  await page.close();
}

/** The page of a healed result, from photos of the day and of later. */
export async function healedPage({ browser, studio, photo, folder, downloads, program }) {
  const page = await openStudio(browser, studio, { width: 1280, height: 800 });
  await takePhotos(page, [photo]);
  await page.click("#step-keep");
  const kept = await downloaded(downloads, ".record.json", () => page.click("#save-record"));
  // The photo allows no recipe, so that the plan is written down by hand.
  const planned = join(folder, "planned.json");
  copyFileSync(kept.path, planned);
  run(program, "record", "set", planned, "--set", "recommended.ink=generic-carbon", "--set", "recommended.parts_water=20", "--set", "recommended.density_per_cm2=180", "--set", "recommended.area_lab=60,12,14", "--set", "measured.skin_lab=65,12,16");
  const after = join(folder, "after.png");
  run(program, "preview", photo, "--scale", "0.036", "--area", "rect:3%,5%,38%,55%", "-o", after, "--quiet");
  await page.click("#to-healed");
  for (const [which, path] of [["before", photo], ["after", after]]) {
    page.files = [path];
    await page.click("#pick-" + which);
    await page.until(`!document.querySelector('#pick-${which}').parentNode.querySelector('.note')`);
  }
  await opened(page, planned);
  await page.until("[...document.querySelectorAll('#panel bdi')].some((each) => each.textContent === 'planned.json')");
  await page.until("document.querySelector('#compare') && !document.querySelector('#compare').disabled");
  await page.value("(() => { const chosen = document.querySelector('#healed-session'); chosen.value = '1'; chosen.dispatchEvent(new Event('change')); })()");
  check((await page.value("document.querySelector('#healed-session').value")) === "1", "which session has healed is said");
  await page.click("#compare");
  await page.until("document.querySelector('#result-page') || document.querySelector('#panel [role=alert]')", 180000);
  const told = await page.value("document.querySelector('#panel [role=alert]')?.textContent ?? ''");
  check(told === "", "two photos are compared" + (told && ": " + told));
  const held = await page.value("document.querySelector('#panel .verdict').textContent");
  check(held.includes("after 30 % of the dots"), "and the result is held against the dots of that session: " + held.slice(0, 120));
  // What is clicked moves while the picture above it is not there.
  await page.until("[...document.querySelectorAll('#panel img')].every((each) => each.complete && each.naturalWidth)");
  await pause(200);
  await page.click("#result-page");
  await page.until("document.querySelector('#sheet-frame')?.contentDocument?.querySelector('h1')", 60000);
  check((await page.value("document.querySelector('#sheet-frame').contentDocument.querySelector('h1').textContent")) === "Healed result", "the page of a healed result opens");
  check(await page.value("document.querySelector('#sheet-frame').contentDocument.styleSheets[0]?.cssRules.length > 20"), "and has its styles, which the policy names");
  const saved = await downloaded(downloads, ".html", () => page.click("#save-sheet"));
  check(saved.text.includes("Healed result") && saved.text.endsWith("</html>\n"), "it is saved whole");
  check(page.complaints.length === 0, "nothing is complained of" + (page.complaints[0] ? ": " + page.complaints[0] : ""));
  await page.close();
}

/** A tab that dies while a record is saved leaves a whole one, or none. */
export async function killed({ browser, studio, photo, downloads, program }) {
  let whole = 0, tries = 0;
  const damaged = [];
  for (const wait of [0, 30, 300]) {
    const page = await openStudio(browser, studio, { width: 1280, height: 800 });
    await takePhotos(page, [photo]);
    await page.click("#step-keep");
    const before = new Set(readdirSync(downloads));
    await page.click("#save-record");
    await pause(wait);
    page.send("Page.crash").catch(() => null);
    await pause(700);
    await page.close().catch(() => null);
    tries++;
    for (const name of readdirSync(downloads).filter((each) => !before.has(each) && each.endsWith(".record.json"))) {
      try {
        run(program, "record", "show", join(downloads, name));
        whole++;
      } catch {
        damaged.push(name + " after " + wait + " ms");
      }
    }
  }
  figure(`a tab was killed ${tries} times, 0 to 300 ms after a record was to be saved: ${whole} records came down`);
  check(damaged.length === 0 && whole > 0, "what came down is whole" + (damaged[0] ? "; not " + damaged.join(", ") : ""));
}

/** From a photo to the recipe, by touch, for a client of each class of skin: time, taps, what the studio asked for. */
export async function skins({ browser, studio, folder, phantom }) {
  const classes = ["very light", "light", "intermediate", "tan", "brown", "dark"];
  for (const [i, name] of classes.entries()) {
    const place = join(folder, "skin-" + i);
    run(phantom, "--out", place, "--client", String(2 * i), "--size", "1600,1200", "--mm-per-px", "0.03", "--shading", "0.3", "--specular", "0.2", "--card", "colorchecker");
    const page = await openStudio(browser, studio, { touch: true });
    let taps = 0;
    const tap = (selector) => (taps++, page.tap(selector));
    const began = performance.now();
    page.files = [join(place, "photo.jpg")];
    await tap("#choose");
    await page.until(ANSWERED, 180000);
    const asked = await page.value("document.querySelectorAll('#panel [role=alert], #panel .quality li').length");
    await tap("#next-skin");
    await tap("#next-ink");
    await page.until(SHOWN, 60000);
    const recipe = await page.value("document.querySelector('#verdict').innerText.trim()");
    figure(`${name} skin: from photo to recipe in ${(performance.now() - began).toFixed(0)} ms and ${taps} taps, ${asked} things to mind`);
    check(recipe.length > 0 && taps === 3, name + " skin: a verdict is shown after three taps");
    await page.close();
  }
}
