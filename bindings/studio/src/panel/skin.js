// What was seen of skin and hair, and what to do where it was seen wrongly.
import { element, icon } from "../parts/dom.js";
import { css } from "../parts/colour.js";
import { decide, now, set } from "../state/store.js";
import { number, say, sentence } from "../words.js";
import { go } from "./bar.js";
import { ICONS } from "./icons.js";
import { verdictCard } from "./verdict.js";

export function skinView(s) {
  return [
    element("h1", {}, say("Is this the skin, and this the hair?")),
    verdictCard(s, { short: true }),
    s.found ? colours(s.found) : null,
    element("p.note", {}, say("Hatched is what was measured. Where it is wrong, choose skin or hair below the photo and tap the right place.")),
    marked(s),
    s.found ? flags(s) : null,
    element("div.actions", {}, element("button.primary", { id: "next-ink", type: "button", disabled: !s.ranking, onclick: () => go("ink") }, say("Show the inks"))),
  ];
}

function colours({ skin, hair, u95_de00, kind }) {
  const rows = [];
  if (skin) rows.push([say("Skin"), skin.estimate.lab, say("{class}, {undertone} undertone", { class: skin.ita_class, undertone: skin.undertone })]);
  if (hair) rows.push([hair.kind === "grown" ? say("Hair, grown") : say("Stubble"), hair.strand.lab, hairWords(hair)]);
  if (hair && Number.isFinite(hair.shadow.lab.L)) rows.push([say("From a metre"), hair.shadow.lab, say("what the ink has to look like")]);
  return [
    element("ul.swatches", {}, rows.map(([title, lab, about]) => element("li", {}, element("span.patch", { style: { background: css(lab) } }), element("strong", {}, title), element("span", {}, about)))),
    element("p.note", {}, kind === "chart" ? say("Corrected by the chart. The colours are right to within {off} of the steps that an eye can just tell apart.", { off: number(u95_de00) }) :
      kind === "grey" ? say("Corrected by a grey card.") : say("No chart was found, so the colours may be off.")),
  ];
}

function hairWords({ density_per_cm2, grey_fraction }) {
  const words = [];
  if (Number.isFinite(density_per_cm2)) words.push(say("{count} hairs a cm²", { count: number(density_per_cm2, 0) }));
  if (Number.isFinite(grey_fraction)) words.push(say("{share} % grey", { share: number(100 * grey_fraction, 0) }));
  return words.join(", ") || say("the hair itself");
}

/** The taps on this photo, each to be taken back. */
function marked({ plan, current }) {
  const marks = plan.marks[current] ?? {};
  const rows = ["skin", "hair", "grey", "chart"].flatMap((role) => (role === "chart" ? (marks.chart ? [[role, 0]] : []) : (marks[role] ?? []).map((_, i) => [role, i])));
  if (!rows.length) return null;
  const title = { skin: say("Skin tapped"), hair: say("Hair tapped"), grey: say("Grey card"), chart: say("Corners of the chart") };
  return element("ul.marks", { "aria-label": say("What you showed") }, rows.map(([role, i]) => element("li", {}, element("span.key." + role, { "aria-hidden": "true" }), title[role],
    element("button.bin", { type: "button", "aria-label": say("Take back: {what}", { what: title[role] }), onclick: () => takeBack(role, i) }, icon(ICONS.bin)))));
}

function takeBack(role, i) {
  const { plan, current } = now();
  const marks = { ...plan.marks[current] };
  if (role === "chart") delete marks.chart;
  else marks[role] = marks[role].filter((_, at) => at !== i);
  decide({ marks: { ...plan.marks, [current]: marks } }, say("Tap taken back"));
}

/** What is weak about the photo; what stands in the way of a recipe comes first. */
function flags({ found, ranking }) {
  const all = (ranking ?? found).flags.filter(({ message }) => message);
  if (!all.length) return null;
  const sorted = [...all].sort((a, b) => (b.severity === "forbids-pick") - (a.severity === "forbids-pick"));
  return element("details", {}, element("summary", {}, say("What else was noticed ({count})", { count: all.length })),
    element("ul.quality", {}, sorted.map(({ message, fix, severity }) => element("li" + (severity === "forbids-pick" ? ".stop" : ""), {},
      element("strong", {}, sentence(message)), fix ? element("span", {}, sentence(fix)) : null))));
}

