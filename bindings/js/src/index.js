// scalptone: which ink, at which dilution, will look right on this head once it has healed?
export { load, loadHeic } from "./load-web.js";
export * from "./rooms.js";
