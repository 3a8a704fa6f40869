"""Many clients at once."""

from __future__ import annotations

import os

from ._errors import Error, UseError
from ._match import Ranking, match
from ._measure import Measurement, measure
from ._palette import palette as open_palette

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Mapping, Optional, Union

    from typing_extensions import Unpack

    from ._measure import PhotoLike
    from ._palette import PaletteLike
    from ._types import MatchOptions

    Client = Union[Measurement, PhotoLike, Mapping[str, Any]]

# Columns that say what to measure, and what of a ranking becomes columns.
PHOTO = ("photo", "skin", "hair", "grey", "chart", "camera", "hair_kind", "mm_per_px")
VALUES = ("skin_lab", "hair_lab", "skin_u95_de00", "hair_u95_de00", "kind")


def rank_many(clients: Union[Iterable[Client], Any], palette: PaletteLike = "default", *, threads: Optional[int] = None,
              **options: Unpack[MatchOptions]) -> Any:
    """Ranks the inks of a palette for many clients, on all processors. One that fails is an error in its row, and stops no other.

    clients:  photos (paths, bytes, arrays), measurements, or dictionaries with "photo" (and "skin", "hair", "grey", "chart",
              "camera", "hair_kind", "mm_per_px") or with "skin_lab" and "hair_lab" (or "skin_L", "skin_a", "skin_b" and so on; and "skin_u95_de00",
              "hair_u95_de00", "kind"); or a pandas DataFrame with such columns
    threads:  how many at once; None: one for each processor

    Answers with a list, in the same order, of a Ranking or an Error each; for a DataFrame with a new one, which has the same
    index and the columns ink, shade, parts_water, density_per_cm2, de00, p_best, pick, confidence, flags and error.

    >>> import scalptone
    >>> rows = [{"skin_lab": (65.1, 13.4, 15.7), "hair_lab": (26.9, 6.1, 8.5)}, {"skin_lab": (0, 90, 0)}]
    >>> good, bad = scalptone.rank_many(rows, "generic-carbon", draws=50)
    >>> good[0].ink_id, bad.code
    ('generic-carbon', 'nothing-to-measure')
    """
    from concurrent.futures import ThreadPoolExecutor

    inks = open_palette(palette)
    frame: Any = clients if hasattr(clients, "to_dict") and hasattr(clients, "columns") else None
    rows: List[Any] = frame.to_dict("records") if frame is not None else list(clients)

    def one(row: Any) -> Union[Ranking, Error]:
        try:
            return match(_client(row), inks, **options)
        except Error as error:
            return error
        except (OSError, TypeError, ValueError) as error:
            return UseError(str(error), "io" if isinstance(error, OSError) else "argument", 81 if isinstance(error, OSError) else 10)

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        answers = list(pool.map(one, rows))
    if frame is None:
        return answers
    return type(frame)([_columns(answer) for answer in answers], index=frame.index)


def _client(row: Any) -> Measurement:
    if isinstance(row, Measurement):
        return row
    if not hasattr(row, "keys"):
        return measure(row, labels=False)
    given = {str(key): row[key] for key in row.keys() if not _missing(row[key])}
    if "photo" in given:
        return measure(given["photo"], labels=False, **{key: given[key] for key in PHOTO[1:] if key in given})
    values: Dict[str, Any] = {key: given[key] for key in VALUES[2:] if key in given}
    return Measurement.from_lab(_colour(given, "skin"), _colour(given, "hair"), **values)


def _colour(given: Mapping[str, Any], role: str) -> Any:
    """A colour as one value (a text as of the command line, too) or in three columns."""
    lab = given.get(role + "_lab")
    if lab is None and role + "_L" in given:
        return [given.get("%s_%s" % (role, axis)) for axis in "Lab"]
    return lab.split(",") if isinstance(lab, str) else lab


def _missing(value: Any) -> bool:
    return value is None or isinstance(value, float) and value != value


def _columns(answer: Union[Ranking, Error]) -> Dict[str, Any]:
    """What of an answer stands in a table."""
    row: Dict[str, Any] = dict.fromkeys(
        ("ink", "shade", "parts_water", "density_per_cm2", "de00", "p_best", "pick", "confidence", "flags", "error"))
    if isinstance(answer, Error):
        row.update(pick=False, error=str(answer))
        return row
    best = answer[0]
    row.update(ink=best.ink_id, shade=best.shade, parts_water=best.parts_water, density_per_cm2=best.density_per_cm2, de00=best.de00,
               p_best=best.p_best, pick=answer.pick, confidence=answer.confidence, flags=" ".join(flag.name for flag in answer.flags))
    return row
