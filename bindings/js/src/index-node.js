// The same in Node.
export { load } from "./load-node.js";
export * from "./rooms.js";
