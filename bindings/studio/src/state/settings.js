// Settings are kept only where the user asked for it: in the browser's storage, which may be missing or forbidden.
import { now, set } from "./store.js";

const PLACE = "scalptone-studio";

function storage() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

export function readSettings() {
  try {
    const kept = JSON.parse(storage()?.getItem(PLACE) ?? "null");
    if (!kept || typeof kept !== "object") return;
    const settings = { ...now().settings };
    for (const key of Object.keys(settings)) if (typeof kept.settings?.[key] === typeof settings[key]) settings[key] = kept.settings[key];
    for (const key of ["needle_pins", "needle_pin_mm"]) if (Number.isFinite(kept.settings?.[key])) settings[key] = kept.settings[key];
    set({ settings, palette: { ...now().palette, source: typeof kept.palette === "string" ? kept.palette : "default" } });
  } catch {
    // what another version or a hand left there is of no use, and is written over
  }
}

/** Keeps settings and palette, or forgets them. False where the browser refuses. */
export function keepSettings() {
  const { settings, palette } = now();
  try {
    if (settings.keep) storage().setItem(PLACE, JSON.stringify({ settings, palette: palette.text }));
    else storage()?.removeItem(PLACE);
    return true;
  } catch {
    return false;
  }
}

export function changeSettings(patch) {
  set({ settings: { ...now().settings, ...patch } });
  return keepSettings();
}
