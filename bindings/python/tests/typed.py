"""Read by mypy, never run: programs that use the package as intended have no errors, and each wrong line below has the one it names."""

from __future__ import annotations

from typing import List, Optional

import scalptone
from scalptone import Lab, MatchRow, Measurement, Photo, Skin


def recipe(path: str) -> Optional[str]:
    photo = Photo.open(path)
    client: Measurement = scalptone.measure([photo, scalptone.View(path, skin="rect:1%,1%,5%,5%")], chart_mode="demanded", seed=3)
    skin: Optional[Skin] = client.skin
    if skin is None:
        return None
    L, a, b = skin.estimate.lab
    lightness: float = L
    ranking = client.match("default", batch_ml=10, metric="de2000", progress=lambda stage, fraction: None)
    rows: List[MatchRow] = [row for row in ranking if row.basis == "predicted-healed" and lightness > 0]
    preview = client.preview(photo, mm_per_px=0.05, view="far")
    picture: bytes = preview.png(ranking.look(0, age="years", years=3))
    healed = scalptone.heal((65, 9, 15), "generic-carbon", parts_water=20, conditions={"illuminant": "D65"})
    lab: Lab = healed.info.area_lab
    return rows[0].ink_id if picture and lab else None


def wrong(client: Measurement, photo: Photo) -> None:
    client.match("default", metric="de3000")  # type: ignore[arg-type]
    client.match("default", batch_m=10)  # type: ignore[call-arg]
    client.skin.estimate  # type: ignore[union-attr]
    photo.pixels("u9")  # type: ignore[arg-type]
    scalptone.no_such_name  # type: ignore[attr-defined]
    Lab(1, 2, 3).L = 4  # type: ignore[misc]
    scalptone.de2000("a", 3)  # type: ignore[arg-type]
