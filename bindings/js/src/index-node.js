// The same in Node.
export { load, loadHeic } from "./load-node.js";
export * from "./rooms.js";
