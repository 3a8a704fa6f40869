// Every sentence that people read goes through say(), keyed by its English; a table for another language is plugged in here.
let table = {};
let language = "en";

let tables = null; // by language, as the file carries them: lists in one order, English too

const carried = () => (tables ??= JSON.parse(document.getElementById("words").textContent));

/** The languages there are, each under its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch", es: "Español", fr: "Français", pt: "Português", tr: "Türkçe" };

/** Uses a table: { "English sentence {name}": "sentence in that language {name}" }. */
export function useWords(name, sentences) {
  language = name;
  table = sentences;
  document.documentElement.lang = name;
}

/** Speaks this language, or else the first of the browser's that is there, or else English. */
export function chooseLanguage(wanted) {
  const asked = [wanted, ...(navigator.languages ?? [])].map((each) => String(each || "").slice(0, 2).toLowerCase());
  const name = asked.find((each) => each in LANGUAGES) ?? "en";
  const { en, [name]: said } = carried();
  useWords(name, Object.fromEntries(en.map((sentence, i) => [sentence, said[i]])));
}

export const languageNow = () => language;

/** A sentence in the language of the page; {name} in it is filled in from `given`. */
export function say(sentence, given = {}) {
  const text = table[sentence] || sentence;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in given ? String(given[name]) : whole));
}

/** A reason of the engine, which begins small and ends without a stop, as a sentence. */
export function sentence(text) {
  const whole = String(text).trim();
  return whole ? whole[0].toUpperCase() + whole.slice(1) + (/[.!?]$/.test(whole) ? "" : ".") : "";
}

/** A number as the language writes it. */
export function number(value, digits = 1, least = 0) {
  return Number.isFinite(value) ? value.toLocaleString(language, { maximumFractionDigits: digits, minimumFractionDigits: least }) : say("not known");
}
