// What stands in the page as it is: it begins to unpack all else, and lets the page's own script run, which its policy names by a hash.
import { fromBase64, unpackInThread } from "./engine/unpack.js";

const element = (id) => document.getElementById(id);
const taken = (id) => {
  const bytes = fromBase64(element(id).textContent.trim());
  element(id).textContent = "";
  return bytes;
};

async function begin() {
  const [[code, ...parts], data] = JSON.parse(element("code").dataset.sizes);
  const undo = await WebAssembly.compile(taken("unpack"));
  const [script, words, told, worker] = unpackInThread(undo, taken("text"), parts, 0);
  const text = async (bytes) => new TextDecoder().decode(await bytes);
  element("words").textContent = await text(words);
  // The page is painted first. Its script asks for the engine then.
  const [first] = unpackInThread(undo, taken("code"), [code], 1);
  window.studioParts = { first, told, worker, data };
  const main = document.createElement("script");
  main.textContent = await text(script);
  document.body.append(main);
}

begin().catch((error) => {
  element("busy").textContent = "This browser cannot show the studio. " + (error?.message ?? error);
});
