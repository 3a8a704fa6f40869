// What is the same for every client.
import { ask, speakNow } from "../engine/client.js";
import { element } from "../parts/dom.js";
import { changeSettings } from "../state/settings.js";
import { now, set } from "../state/store.js";
import { chooseLanguage, languageNow, LANGUAGES, say } from "../words.js";

export function settingsView(s) {
  const { settings } = s;
  const text = (key, title, more = {}) => element("label.field", { for: "set-" + key }, title,
    element("input", { id: "set-" + key, value: String(settings[key]), maxlength: 80, autocomplete: "off", onchange: (event) => changeSettings({ [key]: event.target.value }), ...more }));
  return [
    element("h1", {}, say("Settings")),
    element("form.fields", { onsubmit: (event) => event.preventDefault() },
      element("label.field", { for: "set-language" }, say("Language"),
        element("select", { id: "set-language", onchange: (event) => changeLanguage(event.target.value) },
          Object.entries(LANGUAGES).map(([code, name]) => element("option", { value: code, lang: code, selected: code === languageNow() }, name)))),
      text("practitioner", say("Your name, for the sheet")), text("studio", say("Your studio, for the sheet")),
      text("needle", say("Needle, such as 3RL-0.25"), { onchange: (event) => changeNeedle(event.target.value) }),
      text("batch_ml", say("Cup, ml"), { type: "number", min: 0.5, max: 100, step: 0.5, onchange: (event) => event.target.checkValidity() && changeSettings({ batch_ml: Number(event.target.value) }) })),
    s.problem ? element("p.wrong", { role: "alert" }, s.problem) : null,
    element("label.check", {}, element("input", { id: "set-keep", type: "checkbox", checked: settings.keep, onchange: (event) => keep(event.target.checked) }), say("Keep settings and inks in this browser")),
    element("p.note", {}, say("Nothing is kept unless you ask for it. Photos and records are never kept: save them yourself.")),
    element("p.note", {}, say("A preview is a simulation and no answer is medical advice. Do a patch test first.")),
  ];
}

/** What was found is found again, in its words. */
async function changeLanguage(name) {
  chooseLanguage(name);
  await speakNow();
  changeSettings({ language: name });
}

async function changeNeedle(words) {
  try {
    const known = words.trim() ? await ask("readNeedle", [], words.trim()) : { needle_pins: 0, needle_pin_mm: 0 };
    changeSettings({ needle: words.trim(), ...known });
    set({ problem: null });
  } catch (error) {
    set({ problem: error.reason ?? error.message });
  }
}

function keep(wanted) {
  if (!changeSettings({ keep: wanted })) set({ problem: say("This browser keeps nothing for a page that was opened as a file."), settings: { ...now().settings, keep: false } });
}
