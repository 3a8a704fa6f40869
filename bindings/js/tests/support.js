// What the tests share. Environment: SCALPTONE_PHOTO, a photo of a client; SCALPTONE_PROGRAM, the command; SCALPTONE_WORK, a folder.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

export const photoFile = process.env.SCALPTONE_PHOTO;
export const photoBytes = () => new Uint8Array(readFileSync(photoFile));
export const program = (...words) => execFileSync(process.env.SCALPTONE_PROGRAM, words, { maxBuffer: 1 << 28, encoding: "utf8" });
export const figure = (text) => console.log("figure: " + text);

/** How far two answers are apart: the largest difference of numbers, and what else differs. */
export function compare(one, other, path = "", found = { most: 0, where: "", numbers: 0, others: [] }) {
  if (typeof one === "number" && typeof other === "number") {
    found.numbers++;
    if (!(Math.abs(one - other) <= found.most)) Object.assign(found, { most: Math.abs(one - other), where: path });
  } else if (one && other && typeof one === "object" && typeof other === "object") {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) compare(one[key], other[key], path + "." + key, found);
  } else if (one !== other) found.others.push(path);
  return found;
}
