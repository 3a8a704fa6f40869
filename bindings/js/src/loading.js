// Starting the engine once, from whatever it is given as.
import { loaded, start } from "./engine.js";
import { UseError } from "./errors.js";
import { progress } from "./native.js";

let starting = null;

export function loadWith(source, compileUrl) {
  starting ??= begin(source, compileUrl).catch((error) => {
    starting = null;
    throw error;
  });
  return starting;
}

async function begin(source, compileUrl) {
  if (loaded()) return;
  await start(await moduleOf(await source(), compileUrl), progress);
}

async function moduleOf(source, compileUrl) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  if (typeof Response === "function" && source instanceof Response) return compileResponse(source);
  if (compileUrl && (typeof source === "string" || source instanceof URL)) return compileUrl(source);
  throw new UseError("load({ wasm }) wants a WebAssembly.Module, its bytes" + (compileUrl ? ", a Response or a URL" : " or a Response"));
}

/** Compiles while the bytes still come, where the server calls them application/wasm. */
export async function compileResponse(response) {
  if (!response.ok) throw new UseError("the engine cannot be fetched: " + response.status + " for " + response.url);
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("application/wasm") && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
