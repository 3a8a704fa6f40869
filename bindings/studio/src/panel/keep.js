// What is taken home and what is kept: the consultation sheet and the record.
import { ask } from "../engine/client.js";
import { element, find, icon } from "../parts/dom.js";
import { choose, save, today } from "../parts/files.js";
import { decide, now, set } from "../state/store.js";
import { longJob, mixOfPlan, viewOf } from "../state/work.js";
import { number, say, sentence } from "../words.js";
import { ICONS } from "./icons.js";
import { rowNow } from "./ink.js";
import { verdictCard, verdictNow } from "./verdict.js";
import { mixAgain } from "./again.js";

const FIELDS = [
  ["client", "Reference for the client, better not the name", "text"],
  ["created", "Date", "date"],
  ["area", "Area and hairline", "text"],
  ["needle", "Needle", "text"],
  ["chosen.lot", "Lot of the ink", "text"],
  ["chosen.expiry", "Expiry of the ink", "date"],
  ["chosen.reason", "Why this mix", "text"],
  ["patch_test.placed", "Patch test placed", "datetime-local"],
  ["patch_test.read", "Patch test looked at", "datetime-local"],
  ["notes", "Notes", "textarea"],
];
const CHECKS = [
  ["patch_test.clear", "No redness, swelling or itching after 48 hours"],
  ["consent.signed", "Consent signed"],
  ["consent.photos", "Photos may be shown to others"],
  ["checklist.applicators", "Applicators are not used twice"],
  ["checklist.gloves", "New gloves"],
  ["checklist.sterilised", "Tools sterilised"],
  ["checklist.waste", "Waste disposed of"],
  ["checklist.room", "Clean room"],
];

export function keepView(s) {
  if (!s.found && s.record) return recordOnly(s);
  return [
    element("h1", {}, say("To take home")),
    verdictCard(s),
    agreement(s),
    element("div.actions", {},
      element("button.primary", { id: "sheet", type: "button", disabled: !s.ranking || Boolean(s.busy), onclick: showSheet }, icon(ICONS.print), say("Consultation sheet")),
      element("button.quiet", { id: "save-record", type: "button", disabled: !s.ranking, onclick: saveRecord }, icon(ICONS.save), say("Save the record")),
      element("button.quiet", { id: "save-json", type: "button", disabled: !s.ranking, onclick: () => save(nameOf(now()) + ".json", now().ranking.json + "\n", "application/json") }, icon(ICONS.save), say("Save the numbers"))),
    s.problem ? element("p.wrong", { role: "alert" }, s.problem) : null,
    form(s),
    s.record ? recordCard(s) : openButton(s),
    mixAgain(s),
  ];
}

/** Whether the mix that is shown was agreed on. */
function agreement(s) {
  if (!verdictNow(s)?.pick || !rowNow(s)) return null;
  return element("label.check.agreed", { for: "agreed" }, element("input", { id: "agreed", type: "checkbox", checked: s.plan.agreed, onchange: (event) => decide({ agreed: event.target.checked }, say("Agreement")) }),
    say("Agreed with the client: {title}, 1 part to {parts} of water", { title: rowNow(s).title, parts: number(rowNow(s).parts_water) }));
}

export const nameOf = (s) => "consultation-" + (s.plan.fields.created || today()) + (s.plan.fields.client ? "-" + s.plan.fields.client : "");

function form(s) {
  const field = ([key, title, type]) => {
    const id = "field-" + key;
    const value = s.plan.fields[key] ?? (key === "created" ? today() : key === "needle" ? s.settings.needle : key === "chosen.lot" ? rowNow(s)?.lot ?? "" : key === "chosen.expiry" ? rowNow(s)?.expiry ?? "" : "");
    const has = { id, value, data: { live: "" }, maxlength: type === "textarea" ? 400 : 120, autocomplete: "off", oninput: (event) => fill(key, event.target.value) };
    return element("label.field", { for: id }, say(title), type === "textarea" ? element("textarea", { rows: 3, ...has }) : element("input", { type, ...has }));
  };
  const check = ([key, title]) => element("label.check", {}, element("input", { type: "checkbox", id: "field-" + key, checked: s.plan.fields[key] === "yes", data: { live: "" }, onchange: (event) => fill(key, event.target.checked ? "yes" : "no") }), say(title));
  return element("form.fields", { onsubmit: (event) => event.preventDefault() },
    element("h2", {}, say("For the record")), FIELDS.map(field), sealField(s), element("fieldset.checks", {}, element("legend", {}, say("Checked")), CHECKS.map(check)));
}

function fill(key, value) {
  decide({ fields: { ...now().plan.fields, [key]: value } }, say("What was written"), "field-" + key);
}

/** The passphrase is in no plan and no setting: it is asked of the page when the record is saved. */
function sealField(s) {
  return element("label.field", { for: "passphrase" }, say("Passphrase, if nobody else shall read the record"),
    element("input", { id: "passphrase", type: "password", value: s.passphrase ?? "", data: { live: "" }, maxlength: 200, autocomplete: "new-password", oninput: (event) => set({ passphrase: event.target.value }) }),
    element("span.note", {}, say("Whoever forgets it has lost the record.")));
}

/** The record's fields, as they stand in the page. */
function fieldsOf(s) {
  const mix = mixOfPlan(s), row = rowNow(s);
  const found = { created: today(), "practitioner.name": s.settings.practitioner, ...(s.settings.needle ? { needle: s.settings.needle } : {}), ...s.plan.fields };
  if (s.plan.agreed && row) {
    Object.assign(found, { "chosen.ink": s.palette.shown.inks[mix.ink].id, "chosen.parts_ink": "1", "chosen.parts_water": String(row.parts_water), "chosen.ink_ml": String(row.ink_ml), "chosen.water_ml": String(row.water_ml) });
    found["chosen.lot"] ??= row.lot;
    found["chosen.expiry"] ??= row.expiry;
  }
  return Object.entries(found).filter(([, value]) => value !== "" && value !== undefined);
}

/** Makes the record anew of what stands in the page. */
export async function makeRecord(s = now()) {
  const used = s.photos.filter(({ used: is, role }) => is && role === "before");
  const files = await Promise.all(used.map(async ({ file }) => ({ bytes: new Uint8Array(await file.arrayBuffer()), role: "before", date: s.plan.fields.created || today() })));
  return ask("finishRecord", [], null, fieldsOf(s), files, s.passphrase);
}

const wrongOf = (error) => sentence(error.reason ?? error.message) + " " + sentence(error.fix ?? "");
const saveFile = (name, { text, sealed }) => (sealed ? save(name + ".record.sealed", sealed, "application/octet-stream") : save(name + ".record.json", text, "application/json"));

async function saveRecord() {
  const s = now();
  try {
    const made = await makeRecord(s);
    const { warnings } = await ask("readRecord", [], made.text, today());
    saveFile(nameOf(s), made);
    set({ record: { ...made, sealed: null, passphrase: s.passphrase, saved: true, warnings }, problem: null });
  } catch (error) {
    set({ problem: wrongOf(error) });
  }
}

/** Writes the record that is open, with what came to it; one that was sealed is sealed again. */
export async function saveAgain() {
  const { record } = now();
  try {
    saveFile((record.name ?? "record").replace(/(\.record)?\.\w+$/, ""), await ask("finishRecord", [], record.text, [], [], record.passphrase));
    set({ record: { ...now().record, saved: true }, problem: null });
  } catch (error) {
    set({ problem: wrongOf(error) });
  }
}

/** What opens a record: a button, and for a sealed one the field of its passphrase. */
export function fromRecordFile({ locked }) {
  if (!locked) return null;
  return element("form.line", { onsubmit: (event) => (event.preventDefault(), unlock(new FormData(event.currentTarget).get("word"))) },
    element("label.field", { for: "unlock-word" }, say("{name} is sealed. Its passphrase", { name: locked.name }), element("input", { id: "unlock-word", name: "word", type: "password", maxlength: 1024, autocomplete: "off" })),
    element("button.primary", { id: "unlock", type: "submit" }, icon(ICONS.open), say("Open")));
}

function openButton(s) {
  return [element("p", {}, element("button.quiet", { id: "open-record", type: "button", onclick: openRecord }, icon(ICONS.open), say("Open a record"))), fromRecordFile(s)];
}

/** Opens a record from a file. A damaged one, or one of a newer version, is refused and left as it is. */
export async function openRecord() {
  const [file] = await choose(".json,.sealed,application/json");
  if (file) await unlock("", { name: file.name, file });
}

async function unlock(passphrase, { name, file } = now().locked) {
  try {
    if (file.size > 8 << 20) throw new Error(say("this is too large for a record"));
    const read = await ask("readRecord", [], new Uint8Array(await file.arrayBuffer()), today(), passphrase);
    set(read ? { record: { ...read, name, passphrase, saved: true }, locked: null, problem: null } : { locked: { name, file }, problem: null });
  } catch (error) {
    set({ problem: wrongOf(error), locked: passphrase ? now().locked : null });
  }
}

function recordCard(s) {
  const { record } = s;
  return element("section.card", {},
    element("h2", {}, say("Record")), record.name ? element("p", {}, element("bdi", {}, record.name)) : null,
    record.warnings?.length ? element("ul.quality", {}, record.warnings.map((text) => element("li", {}, text))) : element("p", {}, say("Nothing to mind today.")),
    element("details", {}, element("summary", {}, say("All that stands in it")),
      element("dl.entries", {}, record.entries.map(([key, value]) => [element("dt", {}, key), element("dd", {}, element("bdi", {}, value))]))),
    openButton(s));
}

function recordOnly(s) {
  return [element("h1", {}, say("Record")), s.problem ? element("p.wrong", { role: "alert" }, s.problem) : null, recordCard(s), mixAgain(s)];
}

// ---- the sheet ----

/** Who and when, as pages want it. */
export function pageFields(s) {
  const { client, created } = s.plan.fields;
  return { date: created || today(), ...(client ? { name: client } : {}), ...(s.settings.practitioner ? { practitioner: s.settings.practitioner } : {}), ...(s.settings.studio ? { studio: s.settings.studio } : {}) };
}

async function showSheet() {
  const s = now();
  const photo = s.photos.find(({ id }) => id === s.current);
  const html = await longJob(say("Writing the sheet"), "renderPage", [photo], s.current, s.found.ids.indexOf(s.current), pageFields(s), viewOf(s));
  if (html) openSheet(html, nameOf(s), say("Consultation sheet"));
}

/** A page over everything, in a frame of its own policy. */
export function openSheet(html, name, title) {
  const frame = element("iframe", { id: "sheet-frame", title, srcdoc: html });
  const dialog = element("dialog.sheet-dialog", { "aria-label": title, onclose: () => dialog.remove() },
    element("div.actions", {},
      element("button.primary", { id: "print-sheet", type: "button", onclick: () => frame.contentWindow.print() }, icon(ICONS.print), say("Print")),
      element("button.quiet", { id: "save-sheet", type: "button", onclick: () => save(name + ".html", html, "text/html") }, icon(ICONS.save), say("Save")),
      element("button.quiet", { id: "close-sheet", type: "button", onclick: () => dialog.close() }, say("Close"))),
    frame);
  document.body.append(dialog);
  dialog.showModal();
}

