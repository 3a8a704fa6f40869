// Every sentence that people read goes through say(), keyed by its English; a table for another language is plugged in here.
let table = {};
let language = "en";

/** Uses a table: { "English sentence {name}": "sentence in that language {name}" }. */
export function useWords(name, sentences) {
  language = name;
  table = sentences;
  document.documentElement.lang = name;
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
