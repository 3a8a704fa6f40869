// Sees to it that what is shown follows from what was decided. Each stage knows by a key what it was made from; the first one whose
// key is old is done again, and work that nobody wants any more is stopped.
import { ask, closePhoto, startEngine, warmUp } from "../engine/client.js";
import { say, sentence } from "../words.js";
import { listen, now, set } from "./store.js";
import { chartPhoto } from "./chart.js";

const STAGE_PIXELS = 1400;
let running = null; // { key, abort }
let waiting = null;

const usedOf = ({ photos }) => photos.filter((photo) => photo.used);

/** A list of places as a shape of the command line, in percent of the photo. */
const shapeWords = (kind, places) => kind + ":" + places.map(([x, y]) => x.toFixed(3) + "%," + y.toFixed(3) + "%").join(" ");

function marksOf(plan, id) {
  const marks = plan.marks[id] ?? {};
  return { skin: marks.skin ?? [], hair: marks.hair ?? [], grey: marks.grey ?? [] };
}

export function viewOf(state) {
  const { plan, current } = state;
  const line = plan.hairline[current];
  const area = plan.area[current];
  return { far: plan.far, distance_m: plan.distance_m, hairline: line?.length > 1 ? shapeWords("line", line) : null,
    area: area?.length > 2 ? [shapeWords("poly", area)] : null };
}

export function matchOptions({ settings }) {
  const options = { batch_ml: settings.batch_ml };
  if (settings.needle_pins) Object.assign(options, { needle_pins: settings.needle_pins, needle_pin_mm: settings.needle_pin_mm });
  return options;
}

/** The mix that is shown, as an ink, its parts of water and its density. */
export function mixOfPlan({ plan, ranking }) {
  if (plan.mix.row === undefined) return plan.mix;
  const row = ranking.rows[plan.mix.row] ?? ranking.rows[0];
  return { ink: row.ink, parts_water: row.parts_water, density_per_cm2: row.density_per_cm2, blended: row.blend.parts_second > 0 };
}

/** The range of water of the ink that is shown; null for two inks in one syringe. */
function plainInk(s) {
  if (!s.ranking || mixOfPlan(s).blended) return null;
  const ink = s.palette.shown?.inks[mixOfPlan(s).ink];
  return ink ? { least: ink.min_parts_water, most: ink.kind === "dilutable" ? ink.max_parts_water : ink.min_parts_water } : null;
}

// ---- keys ----

const keys = {
  measure: (s) => JSON.stringify([s.settings.language, usedOf(s).map(({ id }) => [id, marksOf(s.plan, id)]), Object.entries(s.plan.marks).map(([id, { chart }]) => [id, chart])]),
  rank: (s) => s.found?.key + JSON.stringify([s.palette.text, matchOptions(s)]),
  prepare: (s) => s.found?.key + JSON.stringify([s.current, viewOf(s)]),
  show: (s) => JSON.stringify([s.stage?.key, s.ranking?.key, s.plan.mix, s.plan.years]),
  ladder: (s) => (plainInk(s) ? JSON.stringify([s.stage?.key, s.ranking?.key, mixOfPlan(s).ink]) : null),
  settle: (s) => (s.plan.mix.row === undefined ? s.ranking?.key + JSON.stringify(s.plan.mix) : null),
};

/** Whether the verdict is that on the mix that is wanted. */
export const settledNow = (s) => !keys.settle(s) || s.settled?.key === keys.settle(s);
/** Whether the picture is that of the mix that is wanted. */
export const showsNow = (s) => s.stage?.shown?.key === keys.show(s);

/** The first stage whose answer is old, or null. */
function stale(s) {
  if (!s.ready) return null;
  if (!usedOf(s).length) return null;
  const measureKey = keys.measure(s);
  if (s.found?.key !== measureKey && s.trouble?.key !== measureKey) return "measure";
  if (!s.found) return null;
  if (s.ranking?.key !== keys.rank(s) && s.trouble?.key !== keys.rank(s)) return "rank";
  if (!s.ranking || !usedOf(s).some(({ id }) => id === s.current)) return null;
  if (s.stage?.key !== keys.prepare(s) && s.trouble?.key !== keys.prepare(s)) return "prepare";
  if (s.stage?.pixels && s.stage.shown?.key !== keys.show(s)) return "show";
  if (s.stage?.shown && !s.stage.shown.error && keys.ladder(s) && s.stage.ladderKey !== keys.ladder(s)) return "ladder";
  if (keys.settle(s) && s.settled?.key !== keys.settle(s)) return "settle";
  return null;
}

// ---- stages ----

const works = {
  async measure(s, key, watch) {
    const photos = usedOf(s);
    const views = photos.map(({ id }) => ({ id, ...marksOf(s.plan, id) }));
    const chart = await chartPhoto(s);
    const found = await ask("consult", chart ? [...photos, chart] : photos, views, chart ? { chart_photo: chart.id } : {}, watch);
    return { found: { ...found, key, ids: photos.map(({ id }) => id) }, ranking: null, settled: null, stage: null, trouble: null };
  },
  async rank(s, key, watch) {
    const ranking = await ask("rank", [], s.palette.text, { ...matchOptions(s), ...watch });
    return { ranking: { ...ranking, key }, settled: null, trouble: null };
  },
  async prepare(s, key) {
    const photo = s.photos.find(({ id }) => id === s.current);
    const made = await ask("prepare", [photo], s.current, s.found.ids.indexOf(s.current), STAGE_PIXELS, viewOf(s));
    return { stage: { ...made, pixels: made.data, key, id: s.current, shown: null }, trouble: null };
  },
  async show(s, key) {
    const { stage, plan } = s;
    const mix = mixOfPlan(s);
    const shown = await ask("show", [], { ...plan.mix, years: plan.years }, matchOptions(s));
    return now().stage === stage ? { stage: { ...stage, shown: { ...shown, key, mix, years: plan.years } } } : {};
  },
  async ladder(s, key) {
    const { stage } = s;
    const ladder = await ask("ladder", [], { ...mixOfPlan(s), ...plainInk(s) }, matchOptions(s));
    return now().stage === stage ? { stage: { ...stage, ladder, ladderKey: key } } : {};
  },
  async settle(s, key) {
    return { settled: { ...(await ask("settle", [], s.plan.mix, matchOptions(s))), key } };
  },
};

const SAYING = { measure: "Looking at the photo", rank: "Comparing mixes", prepare: "Drawing the dots" };

async function run(stage) {
  const s = now();
  const key = keys[stage](s);
  const abort = new AbortController();
  running = { stage, key, abort };
  const slow = stage in SAYING;
  if (slow) set({ busy: { what: say(SAYING[stage]), share: 0 } });
  const progress = (name, share) => running?.abort === abort && set({ busy: { what: say(SAYING[stage]), share } });
  const watch = stage === "measure" || stage === "rank" ? { progress, signal: abort.signal } : {};
  try {
    set(await works[stage](s, key, watch));
  } catch (error) {
    failed(stage, key, error);
  } finally {
    running = null;
    if (slow) set({ busy: null });
  }
}

function failed(stage, key, error) {
  if (error.name === "Cancelled") {
    set({ found: null, ranking: null, stage: null, settled: null });
    return;
  }
  const trouble = { key, stage, reason: error.reason ?? String(error.message ?? error), fix: error.fix ?? "", flag: error.flag ?? null };
  if (stage === "measure") set({ found: null, ranking: null, stage: null, trouble });
  else if (stage === "rank") set({ ranking: null, trouble });
  else if (stage === "prepare") set({ stage: null, trouble });
  else if (stage === "ladder") set({ stage: { ...now().stage, ladder: null, ladderKey: key } });
  else if (stage === "settle") set({ settled: { key, error: trouble } });
  else set({ stage: { ...now().stage, shown: { key, error: trouble } } });
}

let longer = null; // what stops a job that no stage waits for

/**
 * Does a job that takes a while, with its progress shown and a way to stop it. Answers what the job does, or null where it was stopped
 * or went wrong, which is then told as `problem`.
 */
export async function longJob(what, job, photos, ...given) {
  longer = new AbortController();
  const progress = (_, share) => set({ busy: { what, share } });
  set({ busy: { what, share: 0 }, problem: null });
  try {
    return await ask(job, photos, ...given, { progress, signal: longer.signal });
  } catch (error) {
    // A worker that was stopped has forgotten what it measured.
    if (error.name === "Cancelled") set({ found: null, ranking: null, stage: null, settled: null });
    else set({ problem: sentence(error.reason ?? error.message) + " " + sentence(error.fix ?? "") });
    return null;
  } finally {
    longer = null;
    set({ busy: null });
  }
}

/** Stops what runs, on the user's wish; the photo is then left out until it is wanted again. */
export function cancel() {
  if (longer) return longer.abort();
  if (!running) return;
  const { abort, stage, key } = running;
  if (stage === "measure" || stage === "rank")
    set({ trouble: { key, stage, reason: say("Stopped."), fix: "", stopped: true } });
  abort.abort();
}

/** Tries again what went wrong or was stopped. */
export function again() {
  set({ trouble: null });
}

function pump() {
  const s = now();
  document.body.dataset.work = running || waiting || stale(s) ? "busy" : "idle";
  if (running) {
    // What is being measured is not wanted any more.
    if (running.stage === "measure" && keys.measure(s) !== running.key) running.abort.abort();
    return;
  }
  const next = stale(s);
  if (!next || waiting) return;
  waiting = Promise.resolve().then(async () => {
    const stage = stale(now());
    if (stage) await run(stage);
  }).finally(() => {
    waiting = null;
    pump();
  });
}

/** Takes a photo off the desk. */
export function dropPhoto(id) {
  const { photos, current, plan } = now();
  const left = photos.filter((photo) => photo.id !== id);
  photos.find((photo) => photo.id === id)?.bitmap?.close();
  closePhoto(id);
  const rest = ({ [id]: gone, ...others }) => others;
  set({ photos: left, current: current === id ? left[0]?.id ?? null : current,
    plan: { ...plan, marks: rest(plan.marks), hairline: rest(plan.hairline), area: rest(plan.area) } });
  if (!left.length) set({ found: null, ranking: null, stage: null, trouble: null, settled: null });
}

/** Starts the engine and the work. */
export async function startWork() {
  listen(pump);
  await startEngine();
  const shown = await ask("describePalette", [], now().palette.source);
  set({ palette: { ...now().palette, text: shown.text, shown }, ready: true });
  if (!now().photos.length) warmUp();
}
