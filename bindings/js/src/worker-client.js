// The engine in a thread of its own, so that a page stays alive while it works: every call is a message, and answers later.
import { Cancelled, UseError, unpackError } from "./errors.js";

const remotes = new WeakMap();

/** One thread and what waits for it. */
class Thread {
  constructor(wasm, startThread) {
    this.wasm = wasm;
    this.startThread = startThread;
    this.waiting = new Map();
    this.last = 0;
    this.ended = false;
    this.born = 0;
    this.forgotten = typeof FinalizationRegistry === "function" ? new FinalizationRegistry(([born, id]) => this.free(born, id)) : null;
  }
  start() {
    this.born++;
    this.thread = this.startThread();
    this.thread.listen((message) => this.hear(message), (error) => this.fail(error));
    // Where memory can be shared (Node, and pages that are cross-origin isolated) work is stopped through it, and nothing is lost.
    this.flags = typeof SharedArrayBuffer === "function" ? new Int32Array(new SharedArrayBuffer(4)) : null;
    this.thread.post({ op: "start", flags: this.flags });
    return this.call({ path: ["load"], given: [{ wasm: this.wasm }] });
  }
  call(message, { progress, signal } = {}) {
    if (this.ended) return Promise.reject(new UseError("this worker has ended; create another"));
    if (signal?.aborted) return Promise.reject(new Cancelled("the work was stopped", "interrupted", 82));
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      const stop = () => this.cancel(id);
      signal?.addEventListener("abort", stop, { once: true });
      this.waiting.set(id, { resolve, reject, progress, done: () => signal?.removeEventListener("abort", stop) });
      try {
        this.thread.post({ op: "call", id, ...message });
      } catch (error) {
        this.waiting.delete(id);
        reject(new UseError("this cannot be sent to a worker: " + error.message));
      }
    });
  }
  hear({ op, id, value, error, stage, fraction }) {
    const one = this.waiting.get(id);
    if (!one) return;
    if (op === "progress") return one.progress?.(stage, fraction);
    this.waiting.delete(id);
    one.done();
    if (error) one.reject(unpackError(error));
    else one.resolve(this.unpack(value));
  }
  /** Stops a call. Without shared memory that ends the thread: a new one is started, and the handles of the old one are gone. */
  cancel(id) {
    if (!this.waiting.has(id)) return;
    if (this.flags) return Atomics.store(this.flags, 0, id);
    this.thread.end();
    this.fail(new Cancelled("the work was stopped, and with it the worker; what it had opened is to be opened again", "interrupted", 82));
    this.start().catch((error) => this.fail(error));
  }
  fail(error) {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (const one of all) {
      one.done();
      one.reject(error);
    }
  }
  end() {
    this.ended = true;
    this.thread.end();
    this.fail(new Cancelled("the worker was ended", "interrupted", 82));
  }
  free(born, target) {
    if (!this.ended && born === this.born) this.thread.post({ op: "free", target });
  }
  unpack(value) {
    if (!value || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
    if (Array.isArray(value)) return value.map((each) => this.unpack(each));
    if ("$handle" in value) return this.handle(value.$handle, value.kind);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.unpack(each)]));
  }
  handle(id, kind) {
    const proxy = reach(this, id, [], kind);
    remotes.set(proxy, { $handle: id, kind, born: this.born, thread: this });
    this.forgotten?.register(proxy, [this.born, id]);
    return proxy;
  }
  pack(value) {
    const remote = value && (typeof value === "object" || typeof value === "function") ? remotes.get(value) : null;
    if (remote) {
      if (remote.thread !== this || remote.born !== this.born) throw new UseError("this " + remote.kind + " belongs to a worker that has ended; open it again");
      return { $handle: remote.$handle, kind: remote.kind };
    }
    if (Array.isArray(value)) return value.map((each) => this.pack(each));
    if (value && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.pack(each)]));
    return value;
  }
}

/** What progress and signal are told of, where a call has them in an object of options. */
function watchOf(given) {
  const at = given.findLastIndex((each) => each && typeof each === "object" && (each.progress || each.signal));
  if (at < 0) return [given, undefined, {}];
  const { progress, signal, ...rest } = given[at];
  return [Object.assign([...given], { [at]: rest }), { at, progress: Boolean(progress) }, { progress, signal }];
}

/** A name or handle over there: called, it is a call; awaited, a property. */
function reach(thread, target, path, kind) {
  const born = thread.born;
  const usable = () => {
    if (target && born !== thread.born) throw new UseError("this " + kind + " belongs to a worker that has ended; open it again");
  };
  return new Proxy(function () {}, {
    get(_, name) {
      if (name === "then") {
        if (!path.length) return undefined;
        return (resolve, reject) => Promise.resolve().then(usable).then(() => thread.call({ target, path })).then(resolve, reject);
      }
      if (typeof name === "symbol") return undefined;
      if (target && !path.length && name === "free") return () => thread.free(born, target);
      if (target && !path.length && name === "kind") return kind;
      return reach(thread, target, [...path, name], kind);
    },
    async apply(_, self, given) {
      usable();
      const [args, watch, how] = watchOf(given);
      return thread.call({ target, path, given: thread.pack(args), watch }, how);
    },
  });
}

/**
 * Starts a thread with the engine in it. Answers with everything that "scalptone" exports, each call and property as a promise:
 *
 *     const remote = await createWorker();
 *     const photo = await remote.Photo.open(bytes);
 *     const client = await remote.measure(photo, { signal, progress });
 *     const ranking = await client.match("default");
 *     const row = await ranking.row(0);
 *
 * wasm: as for load(). endWorker(remote) ends the thread.
 */
export async function createWorkerBy(startThread, { wasm } = {}) {
  const thread = new Thread(wasm instanceof URL ? wasm.href : wasm, startThread);
  await thread.start();
  const remote = reach(thread, 0, [], "worker");
  remotes.set(remote, { thread, kind: "worker" });
  return remote;
}

export function endWorker(remote) {
  const found = remotes.get(remote);
  if (found?.kind !== "worker") throw new UseError("what createWorker() gave is wanted");
  found.thread.end();
}

