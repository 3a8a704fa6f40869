// The thread in which the engine works for worker-client.js. Handles stay here; over there they are numbers.
import { Cancelled, UseError, packError } from "./errors.js";
import { Handle } from "./native.js";

let thread = null;
let scalptone = null;
const handles = new Map();
let flags = null;
let last = 0;

function pack(value, transfer) {
  if (value instanceof Handle) {
    handles.set(++last, value);
    return { $handle: last, kind: value.constructor.kind };
  }
  if (value instanceof Uint8Array || value instanceof Uint16Array || value instanceof Float32Array) {
    transfer.push(value.buffer);
    return value;
  }
  if (Array.isArray(value)) return value.map((each) => pack(each, transfer));
  if (value && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, pack(each, transfer)]));
  return value && typeof value.next === "function" ? [...value] : value;
}

function unpack(value) {
  if (!value || typeof value !== "object" || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value;
  if (Array.isArray(value)) return value.map(unpack);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value; // such as a WebAssembly.Module
  if (!("$handle" in value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unpack(each)]));
  const handle = handles.get(value.$handle);
  if (!handle) throw new UseError("this " + value.kind + " is freed; open it again");
  return handle;
}

/** The options that hear of progress and of being cancelled. */
function watched(id, watch, options) {
  const progress = (stage, fraction) => {
    if (flags && Atomics.load(flags, 0) === id) throw new Cancelled("the work was stopped", "interrupted", 82);
    if (watch.progress) thread.post({ op: "progress", id, stage, fraction });
  };
  return { ...options, progress };
}

function answer({ id, target, path, given, watch }) {
  let owner = null;
  let value = target ? unpack({ $handle: target, kind: "handle" }) : scalptone;
  for (const name of path) {
    if (value === null || value === undefined || !(name in Object(value))) throw new UseError("there is no " + path.join("."));
    owner = value;
    value = value[name];
  }
  if (!given) return value;
  const args = unpack(given);
  if (watch) args[watch.at] = watched(id, watch, args[watch.at]);
  return owner === scalptone ? value(...args) : value.apply(owner, args);
}

async function hear(message) {
  if (message.op === "start") flags = message.flags;
  if (message.op === "free") {
    handles.get(message.target)?.free();
    handles.delete(message.target);
  }
  if (message.op !== "call") return;
  const transfer = [];
  try {
    const value = pack(await answer(message), transfer);
    thread.post({ op: "answer", id: message.id, value }, transfer);
  } catch (error) {
    thread.post({ op: "answer", id: message.id, error: packError(error) });
  }
}

/** Serves what a package exports to a thread that sends messages. */
export function serve(exported, port) {
  scalptone = exported;
  thread = port;
  thread.listen(hear);
}
