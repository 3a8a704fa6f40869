// The next session: the recipe of a record for another cup.
import { ask } from "../engine/client.js";
import { element, icon } from "../parts/dom.js";
import { set } from "../state/store.js";
import { number, say } from "../words.js";
import { ICONS } from "./icons.js";

/** What a record says of a mix: chosen before recommended. */
export function mixOf(record) {
  const fields = new Map(record.entries);
  const of = (key) => fields.get("chosen." + key) ?? fields.get("recommended." + key);
  const parts = Number(of("parts_water"));
  return Number.isFinite(parts) && of("ink") ? { ink: of("ink"), parts_water: parts, parts_ink: Number(of("parts_ink")) || 1 } : null;
}

export function mixAgain(s) {
  const mix = s.record && mixOf(s.record);
  if (!mix) return null;
  const work = async (event) => {
    event.preventDefault();
    const ml = Number(new FormData(event.currentTarget).get("ml"));
    try {
      set({ again: { ml, ...(await ask("mixVolumes", [], ml, mix.parts_water, mix.parts_ink)) } });
    } catch (error) {
      set({ again: { error: error.reason ?? error.message } });
    }
  };
  return element("section.card", {}, element("h2", {}, say("The next session")),
    element("p", {}, say("{ink}, 1 part to {parts} of water.", { ink: mix.ink, parts: number(mix.parts_water) })),
    element("form.line", { onsubmit: work }, element("label.field", { for: "again-ml" }, say("Cup, ml"), element("input", { id: "again-ml", name: "ml", type: "number", min: 0.5, max: 100, step: 0.5, value: String(s.again?.ml ?? s.settings.batch_ml) })),
      element("button.quiet", { id: "mix-again", type: "submit" }, icon(ICONS.drop), say("Mix again"))),
    s.again?.error ? element("p.wrong", { role: "alert" }, s.again.error) : s.again ? element("p.big", {}, say("{ink} ml ink and {water} ml water", { ink: number(s.again.ink_ml, 2, 2), water: number(s.again.water_ml, 2, 2) })) : null);
}
