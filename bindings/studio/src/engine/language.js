// What the engine says, told in the language of the page. Numbers, codes and JSON stay as they are.
import { words } from "scalptone/about.js";
import { ScalptoneError } from "scalptone/errors.js";

// Where sentences stand in what jobs answer.
const SAID = new Set(["photo", "recipe", "looks", "message", "fix", "why", "reason", "result", "mix", "portfolio", "direction", "direction_area", "ita_class", "undertone", "notes", "warnings"]);
let language = "en";

/** The language from now on: two letters. */
export function speak(name) {
  language = name;
}

/** The option that pages and pictures take. */
export const spoken = () => (language === "en" ? {} : { language });

const tell = (text) => words(text, language);

function told(value, said) {
  if (typeof value === "string") return said && value ? tell(value) : value;
  if (Array.isArray(value)) return value.map((each) => told(each, said));
  if (!value || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, told(each, SAID.has(key))]));
}

function toldError(error) {
  if (!(error instanceof ScalptoneError)) return error;
  const text = tell(error.reason) + (error.fix ? "; " + tell(error.fix) : "");
  return new error.constructor(text, error.code, error.status, error.flag);
}

/** The same jobs, that answer in the language of the page. */
export function inLanguage(jobs) {
  const speaking = (job) => (...given) => {
    try {
      const answer = job(...given);
      return language === "en" ? answer : told(answer, false);
    } catch (error) {
      throw language === "en" ? error : toldError(error);
    }
  };
  return Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, speaking(job)]));
}
