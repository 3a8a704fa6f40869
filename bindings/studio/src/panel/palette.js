// The artist's own inks: what is in stock, which lot, and files of them in and out.
import { ask } from "../engine/client.js";
import { element, icon, refill, find } from "../parts/dom.js";
import { css } from "../parts/colour.js";
import { choose, save } from "../parts/files.js";
import { keepSettings } from "../state/settings.js";
import { now, set } from "../state/store.js";
import { say, sentence } from "../words.js";
import { ICONS } from "./icons.js";
import { filmForm } from "./film.js";

export function paletteView(s) {
  const { shown, notes, problem } = s.palette;
  return [
    element("h1", {}, say("Your inks")),
    shown ? element("p.lead", {}, element("bdi", {}, shown.info.name), ". ", shown.info.provenance === "illustrative" ? say("These colours are illustrative: enter inks of your own.") : "") : null,
    element("div.actions", {},
      element("button.primary", { id: "open-palette", type: "button", onclick: async () => openPalette((await choose(".json,.csv,.txt,.cgats,.ti3,.gpl,.ase"))[0]) }, icon(ICONS.open), say("Open a palette")),
      element("button.quiet", { id: "save-palette", type: "button", disabled: !shown, onclick: () => save(now().palette.shown.info.name + ".palette.json", now().palette.text, "application/json") }, icon(ICONS.save), say("Save it")),
      element("button.quiet", { id: "usual-palette", type: "button", onclick: () => usePalette("default") }, say("The usual one"))),
    problem ? element("p.wrong", { role: "alert" }, problem) : null,
    notes?.length ? element("ul.quality", {}, notes.map((text) => element("li", {}, text))) : null,
    shown ? element("ul.inks", {}, shown.inks.map((ink, i) => inkRow(ink, i))) : null,
    newInk(),
    shown ? filmForm(s) : null,
  ];
}

function inkRow(ink, i) {
  const colour = ["healed", "drawdown", "cup", "fresh"].map((state) => ink.colours.find((each) => each.state === state)).find(Boolean);
  const change = (key) => (event) => editInk(i, { [key]: event.target.type === "checkbox" ? event.target.checked : event.target.value });
  return element("li.ink", {},
    element("span.patch", { "aria-hidden": "true", style: colour ? { background: css(colour.lab) } : {} }),
    element("strong", {}, element("bdi", {}, ink.title), ink.brand ? element("span.brand", {}, ink.brand) : null),
    element("label.check", {}, element("input", { id: "stock-" + i, type: "checkbox", checked: ink.in_stock, onchange: change("in_stock") }), say("In stock")),
    element("label.field", { for: "lot-" + i }, say("Lot"), element("input", { id: "lot-" + i, value: ink.lot, maxlength: 60, autocomplete: "off", onchange: change("lot") })),
    element("label.field", { for: "expiry-" + i }, say("Expiry"), element("input", { id: "expiry-" + i, type: "date", value: ink.expiry, onchange: change("expiry") })));
}

/** Changes what a palette's file says of an ink, and reads the file again. */
async function editInk(i, patch) {
  const whole = JSON.parse(now().palette.text);
  const ink = { ...whole.inks[i], ...patch };
  for (const key of ["lot", "expiry"]) if (ink[key] === "") delete ink[key];
  await usePalette(JSON.stringify({ ...whole, inks: whole.inks.map((each, at) => (at === i ? ink : each)) }));
}

export async function usePalette(source, more = {}) {
  try {
    const shown = await ask("describePalette", [], source);
    set({ palette: { source, text: shown.text, shown, notes: more.notes ?? [], problem: null }, plan: { ...now().plan, mix: { row: 0 }, agreed: false } });
    keepSettings();
  } catch (error) {
    set({ palette: { ...now().palette, problem: sentence(error.reason ?? error.message) + " " + sentence(error.fix ?? "") } });
  }
}

export async function openPalette(file) {
  if (!file) return;
  try {
    const { text, notes } = await ask("importPalette", [], new Uint8Array(await file.arrayBuffer()));
    await usePalette(text, { notes });
  } catch (error) {
    set({ palette: { ...now().palette, problem: sentence(error.reason ?? error.message) + " " + sentence(error.fix ?? "") } });
  }
}

function newInk() {
  const add = async (event) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(event.currentTarget)].filter(([, value]) => value));
    try {
      await usePalette(await ask("addInk", [], now().palette.text, given));
    } catch (error) {
      set({ palette: { ...now().palette, problem: sentence(error.reason ?? error.message) + " " + sentence(error.fix ?? "") } });
    }
  };
  const field = (name, title, more = {}) => element("label.field", { for: "new-" + name }, title, element("input", { id: "new-" + name, name, maxlength: 200, autocomplete: "off", ...more }));
  return element("details", {}, element("summary", {}, say("Add an ink")),
    element("form.fields", { onsubmit: add }, field("product", say("Name on the bottle"), { required: true }), field("brand", say("Maker")),
      field("composition", say("Pigments off the label, such as 77266=0.12")), field("lot", say("Lot")), field("expiry", say("Expiry"), { type: "date" }),
      element("button.quiet", { id: "add-ink", type: "submit" }, icon(ICONS.plus), say("Add it"))));
}

