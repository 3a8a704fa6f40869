/** The thread that createWorker() starts: for bundlers that want it named as an entry of its own. */
export {};
