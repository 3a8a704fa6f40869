// A program for the type checker: what is right passes, and what is wrong is found.
import { load, measure, match, heal, record, verify, merge, stock, substitutes, checkPalette, Photo, Ranking, Shape, NotSure, type MatchRow, type Lab } from "scalptone";
import { load as loadStrict } from "scalptone/csp";
import { createWorker } from "scalptone/worker";

export async function consult(bytes: Uint8Array): Promise<string> {
  await load();
  const photo = Photo.open(bytes, { limits: { pixels: 20_000_000 } });
  const client = measure(photo, { skin: Shape.rect(3, 5, 20, 30, { percent: true }), chart_mode: "auto", labels: false });
  const ranking: Ranking = match(client, "default", { batch_ml: 10, metric: "de2000" });
  const row: MatchRow = ranking.row(0);
  const lab: Lab | undefined = client.skin?.estimate.lab;
  try {
    return `${ranking.best().ink_id} ${row.rank} ${lab?.L}`;
  } catch (error) {
    if (error instanceof NotSure) return error.fix;
    throw error;
  } finally {
    photo.free();
  }
}

export async function elsewhere(bytes: Uint8Array): Promise<number> {
  await loadStrict({ wasm: bytes });
  const remote = await createWorker();
  const photo = await remote.Photo.open(bytes);
  const client = await remote.measure(photo, { progress: (stage, share) => console.log(stage, share) });
  const ranking = await client.match("default");
  const row: MatchRow = await ranking.row(0);
  const length: number = await ranking.length;
  return length + row.rank;
}

export function shelf(json: string): string {
  const { text, notes } = merge([stock(json, "on*", { in_stock: false, expiry: "2027-05" }), "default"]);
  const left: number | undefined = substitutes(text, "onyx", { skins: [[65, 9, 15]], out_of_stock: true })[0]?.mean_de00;
  return notes.concat(checkPalette(text).map(({ ink, how }) => `${ink ?? "all"}: ${how} ${left}`)).join();
}

// @ts-expect-error: there is no such word
heal([65, 9, 15], "generic-carbon", { age: "old" });
// @ts-expect-error: there is no such option
match(Photo.open(new Uint8Array()), "default", { batchMl: 10 });
// @ts-expect-error: a record's fields are texts
record(null, { client: 3 });
// @ts-expect-error: a photo is wanted
verify(null, 3);
// @ts-expect-error: whether it is in stock is yes or no
stock("default", "onyx", { in_stock: "no" });
