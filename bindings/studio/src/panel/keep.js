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
    s.record ? recordCard(s) : openButton(),
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
    element("h2", {}, say("For the record")), FIELDS.map(field), element("fieldset.checks", {}, element("legend", {}, say("Checked")), CHECKS.map(check)));
}

function fill(key, value) {
  decide({ fields: { ...now().plan.fields, [key]: value } }, say("What was written"), "field-" + key);
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
  return ask("finishRecord", [], null, fieldsOf(s), files);
}

async function saveRecord() {
  const s = now();
  try {
    const made = await makeRecord(s);
    save(nameOf(s) + ".record.json", made.text, "application/json");
    set({ record: { ...made, saved: true, warnings: (await ask("readRecord", [], made.text, today())).warnings }, problem: null });
  } catch (error) {
    set({ problem: sentence(error.reason ?? error.message) + " " + sentence(error.fix ?? "") });
  }
}

function openButton() {
  return element("p", {}, element("button.quiet", { id: "open-record", type: "button", onclick: async () => openRecord((await choose(".json,application/json"))[0]) }, icon(ICONS.open), say("Open a record")));
}

/** Opens a record from a file. A damaged one, or one of a newer version, is refused and left as it is. */
export async function openRecord(file) {
  if (!file) return;
  try {
    if (file.size > 8 << 20) throw new Error(say("this is too large for a record"));
    const text = await file.text();
    const read = await ask("readRecord", [], text, today());
    set({ record: { ...read, name: file.name, saved: true }, problem: null });
  } catch (error) {
    set({ problem: sentence(error.reason ?? error.message) + " " + sentence(error.fix ?? "") });
  }
}

function recordCard({ record }) {
  return element("section.card", {},
    element("h2", {}, say("Record")), record.name ? element("p", {}, element("bdi", {}, record.name)) : null,
    record.warnings?.length ? element("ul.quality", {}, record.warnings.map((text) => element("li", {}, text))) : element("p", {}, say("Nothing to mind today.")),
    element("details", {}, element("summary", {}, say("All that stands in it")),
      element("dl.entries", {}, record.entries.map(([key, value]) => [element("dt", {}, key), element("dd", {}, element("bdi", {}, value))]))),
    openButton());
}

function recordOnly(s) {
  return [element("h1", {}, say("Record")), s.problem ? element("p.wrong", { role: "alert" }, s.problem) : null, recordCard(s), mixAgain(s)];
}

// ---- the sheet ----

async function showSheet() {
  const s = now();
  const { client, created } = s.plan.fields;
  const fields = { date: created || today(), ...(client ? { name: client } : {}), ...(s.settings.practitioner ? { practitioner: s.settings.practitioner } : {}), ...(s.settings.studio ? { studio: s.settings.studio } : {}) };
  const photo = s.photos.find(({ id }) => id === s.current);
  const html = await longJob(say("Writing the sheet"), "renderPage", [photo], s.current, s.found.ids.indexOf(s.current), fields, viewOf(s));
  if (html) openSheet(html, nameOf(s));
}

/** The sheet over everything, in a frame of its own policy. */
function openSheet(html, name) {
  const frame = element("iframe", { id: "sheet-frame", title: say("Consultation sheet"), srcdoc: html });
  const dialog = element("dialog.sheet-dialog", { "aria-label": say("Consultation sheet"), onclose: () => dialog.remove() },
    element("div.actions", {},
      element("button.primary", { id: "print-sheet", type: "button", onclick: () => frame.contentWindow.print() }, icon(ICONS.print), say("Print")),
      element("button.quiet", { id: "save-sheet", type: "button", onclick: () => save(name + ".html", html, "text/html") }, icon(ICONS.save), say("Save")),
      element("button.quiet", { id: "close-sheet", type: "button", onclick: () => dialog.close() }, say("Close"))),
    frame);
  document.body.append(dialog);
  dialog.showModal();
}

