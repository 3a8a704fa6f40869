// The studio: what scalptone does, by hand, in one file that asks nothing of a network.
import { element, find } from "./parts/dom.js";
import { ask } from "./engine/client.js";
import { makeBar } from "./panel/bar.js";
import { makePanel } from "./panel/panel.js";
import { makeTools } from "./panel/tools.js";
import { addFiles } from "./panel/photos.js";
import { makeStage, setCut } from "./stage/stage.js";
import { makeTouch } from "./stage/touch.js";
import { readSettings } from "./state/settings.js";
import { redo, set, undo, now } from "./state/store.js";
import { startWork } from "./state/work.js";
import { chooseLanguage, say } from "./words.js";

function shortcuts(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "range") return;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) undo();
  else if (key === "y" || (key === "z" && event.shiftKey)) redo();
  else return;
  event.preventDefault();
}

function takeDrops() {
  const drop = find("drop");
  drop.append(element("p", {}, say("Let go: the photos stay on this device")));
  let depth = 0;
  addEventListener("dragenter", (event) => {
    event.preventDefault();
    drop.hidden = !++depth;
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("dragleave", () => {
    depth = Math.max(0, depth - 1);
    drop.hidden = !depth;
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    drop.hidden = true;
    addFiles([...event.dataTransfer.files]);
  });
  addEventListener("paste", (event) => event.clipboardData?.files.length && addFiles([...event.clipboardData.files]));
}

async function start() {
  readSettings();
  chooseLanguage(now().settings.language);
  makeBar();
  makeStage();
  makeTouch();
  makeTools();
  makePanel();
  setCut(0.5);
  takeDrops();
  addEventListener("keydown", shortcuts);
  addEventListener("beforeunload", (event) => now().photos.length && !now().record?.saved && event.preventDefault());
  try {
    await startWork();
  } catch (error) {
    set({ trouble: { reason: say("The engine does not start in this browser."), fix: String(error?.message ?? error), key: null } });
  }
}
// For whoever measures: how much memory the engine has taken.
window.studioMemory = async () => (await ask("memory", [])).bytes;
// The page is painted first, and the engine unpacked then.
requestAnimationFrame(() => setTimeout(start));
