// Is the healed result what was planned?
import { ask } from "../engine/client.js";
import { element, icon } from "../parts/dom.js";
import { choose, today } from "../parts/files.js";
import { now, set } from "../state/store.js";
import { longJob } from "../state/work.js";
import { say, sentence } from "../words.js";
import { ICONS } from "./icons.js";
import { fromRecordFile, openRecord, openSheet, pageFields, saveAgain } from "./keep.js";
import { addFiles, PICTURES } from "./photos.js";
import { mixAgain } from "./again.js";

export function healedView(s) {
  const { healed, record } = s;
  const named = (id) => s.photos.find((photo) => photo.id === id);
  const pick = (which, title, photo) => element("div.pick", {}, element("h2", {}, title), photo ? element("p", {}, element("bdi", {}, photo.name)) : element("p.note", {}, say("None yet.")),
    element("button.quiet", { id: "pick-" + which, type: "button", onclick: () => take(which) }, icon(ICONS.folder), say("Choose a photo")));
  return [
    element("h1", {}, say("Has it healed as planned?")),
    element("p.lead", {}, say("Six weeks after the session, photograph the same place in the same light.")),
    pick("before", say("Before, or on the day"), named(healed.before)),
    pick("after", say("Healed"), named(healed.after)),
    element("div.pick", {}, element("h2", {}, say("Record with the plan")), record ? element("p", {}, element("bdi", {}, record.name ?? say("Record"))) : element("p.note", {}, say("Without one, only the photos are compared.")),
      element("button.quiet", { id: "pick-record", type: "button", onclick: openRecord }, icon(ICONS.open), say("Open a record")), fromRecordFile(s)),
    record ? session(healed) : null,
    s.problem ? element("p.wrong", { role: "alert" }, s.problem) : null,
    element("div.actions", {}, element("button.primary", { id: "compare", type: "button", disabled: !healed.after || Boolean(s.busy), onclick: compare }, say("Compare"))),
    healed.result ? result(healed.result) : null,
    mixAgain(s),
  ];
}

/** How many of the planned dots were set when the photo was taken: as the record notes its sessions, or as is chosen here. */
function session({ session }) {
  const names = ["–", say("First"), say("Second"), say("Third")];
  return element("label.field", { for: "healed-session" }, say("Session"),
    element("select", { id: "healed-session", onchange: (event) => set({ healed: { ...now().healed, session: event.target.value } }) },
      names.map((name, value) => element("option", { value, selected: value === Number(session) }, name))));
}

async function take(which) {
  const [file] = await choose(PICTURES);
  if (!file) return;
  const [photo] = await addFiles([file], { role: which === "after" ? "after" : "day", used: false });
  set({ healed: { ...now().healed, session: 0, [which]: photo.error ? null : photo.id, result: null }, problem: photo.error ? sentence(photo.error.reason) : null, view: "healed" });
}

async function compare() {
  const s = now();
  const photos = [s.healed.before, s.healed.after].map((id) => s.photos.find((photo) => photo.id === id)).filter(Boolean);
  const bytes = new Uint8Array(await photos.at(-1).file.arrayBuffer());
  const found = await longJob(say("Comparing the photos"), "compareHealed", photos, { before: s.healed.before, after: s.healed.after, record: s.record?.text ?? null, sessions: Number(s.healed.session), date: today(), bytes, page: pageFields(s) });
  if (!found) return;
  const record = found.record ? { ...(await ask("readRecord", [], found.record, today())), name: s.record.name, passphrase: s.record.passphrase, saved: false } : s.record;
  set({ healed: { ...now().healed, result: found }, record });
}

function result({ lines, picture, record, page }) {
  return element("section.card", { "aria-live": "polite" },
    element("div.verdict.ready", {}, element("p", {}, lines.result), lines.mix ? element("p", {}, lines.mix) : null, lines.portfolio ? element("p", {}, lines.portfolio) : null),
    element("img.wide", { src: URL.createObjectURL(new Blob([picture], { type: "image/jpeg" })), alt: say("Before, after, and what changed") }),
    element("button.quiet", { id: "result-page", type: "button", onclick: () => openSheet(page, "healed-" + today(), say("Page of the result")) }, icon(ICONS.print), say("Page of the result")),
    record ? element("button.quiet", { id: "save-result", type: "button", onclick: saveAgain }, icon(ICONS.save), say("Save the record with this result")) : null);
}
