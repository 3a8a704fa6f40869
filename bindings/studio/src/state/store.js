// The state of the page, in one place. `plan` is what the user decided: undo and redo move through its past. Everything else is found
// out again from it.

export const EMPTY_PLAN = Object.freeze({
  marks: {}, // by photo: { skin: [shape], hair: [shape], grey: [shape], chart: [corner] }, places in percent of the photo
  hairline: {}, // by photo: [[x, y], ...]
  area: {}, // by photo: [[x, y], ...]
  mix: { row: 0 }, // or { ink, parts_water, density_per_cm2 }
  years: 0, // -1: fresh
  far: false,
  distance_m: 1,
  agreed: false,
  fields: {}, // of the record, by key
});

export const EMPTY = Object.freeze({
  view: "photos",
  photos: [], // { id, name, file, bitmap, width, height, used, role }
  current: null, // the id of the photo on the stage
  tool: "look",
  plan: EMPTY_PLAN,
  palette: { source: "default", text: null, shown: null },
  settings: { batch_ml: 5, needle: "", practitioner: "", studio: "", language: "", keep: false },
  found: null, // what was measured
  ranking: null,
  settled: null, // the verdict on a mix of one's own
  stage: null, // what the stage shows of ink
  trouble: null, // { reason, fix, flag }
  busy: null, // { what, share }
  healed: { before: null, after: null, record: null, result: null },
  record: null, // { name, text, entries, warnings, passphrase }
  locked: null, // { name, file }: a sealed record that waits for its passphrase
  passphrase: "", // that the record is to be sealed with
  sheet: null,
  ready: false,
  note: "",
});

let state = EMPTY;
let past = [];
let future = [];
const listeners = new Set();

export const now = () => state;

/** Changes the state, and tells those who listen. */
export function set(patch) {
  state = Object.freeze({ ...state, ...patch });
  for (const hear of listeners) hear(state);
}

/** Changes the plan. `what` is the sentence that undo shows; steps of one slider have one `group`, and are one step of undo. */
export function decide(patch, what, group = null) {
  const last = past.at(-1);
  if (!(group && last?.group === group && !future.length)) past.push({ plan: state.plan, what, group });
  if (past.length > 200) past = past.slice(-200);
  future = [];
  set({ plan: Object.freeze({ ...state.plan, ...patch }) });
}

/** The end of a movement: the next one is a step of its own. */
export function settleGroup() {
  const last = past.at(-1);
  if (last?.group) past[past.length - 1] = { ...last, group: null };
}

export function undo() {
  const last = past.pop();
  if (!last) return;
  future.push({ plan: state.plan, what: last.what });
  set({ plan: last.plan, note: last.what });
}

export function redo() {
  const next = future.pop();
  if (!next) return;
  past.push({ plan: state.plan, what: next.what, group: null });
  set({ plan: next.plan });
}

export const undoable = () => past.at(-1)?.what ?? null;
export const redoable = () => future.at(-1)?.what ?? null;

/** A new client: nothing of the last one is left but palette and settings. */
export function startAnew() {
  past = [];
  future = [];
  const { palette, settings, ready } = state;
  state = EMPTY;
  set({ palette, settings, ready });
}

export function listen(hear) {
  listeners.add(hear);
}
