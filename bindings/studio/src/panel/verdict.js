// The answer in a few sentences, above everything else, as the consultation sheet has it.
import { element } from "../parts/dom.js";
import { now } from "../state/store.js";
import { again, settledNow } from "../state/work.js";
import { say, sentence } from "../words.js";

/** What stands for the mix that is shown: the ranking's verdict, or that on a mix of one's own. */
export function verdictNow(s = now()) {
  if (s.plan.mix.row === undefined) return s.settled?.verdict ?? s.ranking?.verdict ?? null;
  return s.ranking?.verdict ?? null;
}

export function verdictCard(s = now(), { short = false } = {}) {
  if (s.trouble) return troubleCard(s.trouble);
  if (!s.ranking) return s.busy ? element("div.verdict.wait", {}, element("p.state", {}, say("One moment")), element("p", {}, s.busy.what + " …")) : null;
  if (s.plan.mix.row === undefined && s.settled?.error) return troubleCard(s.settled.error);
  const verdict = verdictNow(s);
  return element("div.verdict" + (verdict.pick ? ".ready" : ""), { "aria-busy": settledNow(s) ? null : "true" },
    element("p.state", {}, verdict.pick ? say("Ready to mix") : say("Not yet")),
    element("p", {}, verdict.photo),
    short ? null : [element("p", {}, verdict.recipe), element("p", {}, verdict.looks)]);
}

function troubleCard({ reason, fix, stopped }) {
  return element("div.verdict", { role: "alert" },
    element("p.state", {}, stopped ? say("Stopped") : say("That did not work")),
    element("p", {}, sentence(reason)), fix ? element("p", {}, sentence(fix)) : null,
    element("p", {}, element("button.quiet", { id: "again", type: "button", onclick: again }, say("Try again"))));
}
