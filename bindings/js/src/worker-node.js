// The engine in a thread of its own, in Node; see worker-client.js.
import { startThread } from "./platform-node.js";
import { createWorkerBy } from "./worker-client.js";

export function createWorker(options) {
  return createWorkerBy(startThread, options);
}
export { endWorker } from "./worker-client.js";
export { Cancelled, ScalptoneError, UseError } from "./errors.js";
