// Starting the engine once, from whatever it is given as.
//
// scalptone.wasm uses SIMD. For browsers that know none, scalptone-plain.delta tells what is to be changed in it: the few functions
// whose loops are not compiled that way. The answers are the same to the byte; they take longer.
import { hasSimd, heap, loaded, start } from "./engine.js";
import { UseError } from "./errors.js";
import { answerHeic, heicLoaded, keepHeic } from "./heic.js";
import { progress } from "./native.js";

const HOOKS = { js_progress: progress, js_heic: answerHeic, js_random: (at, size) => crypto.getRandomValues(heap().subarray(at, at + size)) };

let starting = null;

/** platform: null where nothing may be fetched. */
export function loadWith(given, platform) {
  starting ??= begin(given, platform).catch((error) => {
    starting = null;
    throw error;
  });
  return starting;
}

async function begin({ wasm, simd = hasSimd(), delta }, platform) {
  if (loaded()) return;
  if (simd || (wasm !== undefined && !delta)) {
    const source = wasm === undefined && platform ? platform.ownModule() : wasm;
    return start(await moduleOf(await source, platform), simd ? "simd" : "plain", HOOKS);
  }
  const whole = wasm ?? platform?.ownBytes("scalptone.wasm");
  const steps = delta ?? platform?.ownBytes("scalptone-plain.delta");
  return start(await WebAssembly.compile(changed(await whole, await steps)), "plain", HOOKS);
}

/** The decoder of HEIC, from whatever it is given as. */
export async function loadHeicWith({ wasm }, platform) {
  if (heicLoaded()) return;
  if (wasm === undefined && platform) keepHeic(await WebAssembly.compile(await platform.ownBytes("scalptone-heic.wasm")));
  else keepHeic(await moduleOf(await wasm, platform));
}

async function moduleOf(source, platform) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  if (typeof Response === "function" && source instanceof Response) return compileResponse(source);
  if (platform && (typeof source === "string" || source instanceof URL)) return platform.compileUrl(source);
  throw new UseError("load({ wasm }) wants a WebAssembly.Module, its bytes" + (platform ? ", a Response or a URL" : " or a Response"));
}

/** Compiles while the bytes still come, where the server calls them application/wasm. */
export async function compileResponse(response) {
  const type = checked(response).headers.get("content-type") ?? "";
  if (type.startsWith("application/wasm") && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

export function checked(response) {
  if (!response.ok) throw new UseError("the engine cannot be fetched: " + response.status + " for " + response.url);
  return response;
}

/** What the steps of delta.py make of bytes. */
function changed(source, steps) {
  [source, steps] = [source, steps].map((each) => new Uint8Array(each.buffer ?? each, each.byteOffset ?? 0, each.byteLength));
  let at = 0;
  const number = () => {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = steps[at++];
      value += (byte & 127) * scale;
      if (!(byte & 128)) return value;
    }
  };
  const out = new Uint8Array(number());
  for (let to = 0, from = 0; to < out.length; ) {
    const copied = number();
    const jump = number();
    const fresh = number();
    from += jump % 2 ? -(jump + 1) / 2 : jump / 2;
    out.set(source.subarray(from, from + copied), to);
    out.set(steps.subarray(at, at + fresh), to + copied);
    at += fresh;
    from += copied + fresh;
    to += copied + fresh;
  }
  return out;
}
