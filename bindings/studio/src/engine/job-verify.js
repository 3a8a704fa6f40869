// Is the healed result what was planned?
import { Record } from "scalptone/record.js";
import { View } from "scalptone/measure.js";
import { verify } from "scalptone/verify.js";
import { photoOf } from "./desk.js";
import { spoken } from "./language.js";

/** Compares the photo before (or null) with the one after, by a record's plan where there is one. after: the file's bytes, to be kept. sessions: how many were over when the photo after was taken; 0: as the record notes them. page: what stands on the page of the result. */
export function compareHealed({ before, after, area, record, sessions, date, bytes, page }, options) {
  const plan = record ? Record.open(record) : null;
  const wanted = { ...options, ...spoken() };
  if (area?.length) wanted.area = area;
  // A record in which nothing was recommended holds no plan: then the photos are compared with each other alone, as without it.
  if (plan?.get("recommended.area_lab")) {
    wanted.record = plan;
    wanted.sessions = sessions;
  }
  let result = null;
  try {
    result = verify(before ? new View(photoOf(before)) : null, new View(photoOf(after)), wanted);
    if (plan && bytes) result.keep(plan, bytes, date);
    return { lines: result.lines, info: result.info, flags: result.flags, picture: result.jpeg(), record: plan ? plan.json() : null, json: result.json(), page: result.pageHtml({ ...page, ...options, ...spoken() }) };
  } finally {
    result?.free();
    plan?.free();
  }
}
