"""From a measured client and a palette to ranked inks, and single inks to be looked at."""

from __future__ import annotations

from . import _native as n
from ._errors import NotSure
from ._library import ffi, lib
from ._measure import Measurement, measure
from ._native import Call, Flagged, Handle
from ._palette import Palette, palette as open_palette

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple, Union

    from typing_extensions import Unpack

    from ._measure import PhotoLike
    from ._native import Progress
    from ._palette import PaletteLike
    from ._preview import Preview
    from ._records import Assumption, Flag, LookInfo, MatchRow, PlanStep, RankingInfo, Verdict
    from ._types import Age, Confidence, MatchOptions, PageOptions


def match(client: Union[Measurement, PhotoLike], palette: PaletteLike = "default", *, progress: Optional[Progress] = None,
          **options: Unpack[MatchOptions]) -> Ranking:
    """Ranks the inks of a palette for a client.

    client:    a Measurement, or a photo, which is measured first
    palette:   a Palette, the name of one that ships, a path, or JSON
    progress:  called with stage and fraction; what it raises stops the work
    options:   the fields of MatchOptions, such as batch_ml=10, blend=2, seed=1

    >>> import scalptone
    >>> client = scalptone.Measurement.from_lab(skin=(65.1, 13.4, 15.7), hair=(26.9, 6.1, 8.5))
    >>> ranking = scalptone.match(client, "generic-carbon", draws=50)
    >>> ranking[0].ink_id, ranking[0].rank
    ('generic-carbon', 1)
    """
    inks = open_palette(palette)
    if not isinstance(client, Measurement):
        client = measure(client, progress=progress)
    call = Call(progress, long=True)
    settings = call.options("sct_match_options", options)
    self = Ranking._own(call.make(lib.sct_match, "sct_ranking", settings, client._c, inks._c))
    self._keep(client, inks, options)
    return self


def needle(words: str) -> Dict[str, Any]:
    """The options of match() that the name on a needle's box stands for: its round pins, and the diameter of one in mm.

    >>> needle("3RL-0.25")
    {'needle_pins': 3, 'needle_pin_mm': 0.25}
    >>> import scalptone
    >>> client = scalptone.Measurement.from_lab(skin=(65.1, 13.4, 15.7), hair=(26.9, 6.1, 8.5))
    >>> round(scalptone.match(client, **needle("5RL-0.30"))[0].dot_radius_mm, 3)
    0.135
    """
    call, pins, pin_mm = Call(), ffi.new("int *"), ffi.new("double *")
    call.check(lib.sct_needle_read(call.context, words.encode(), pins, pin_mm))
    return {"needle_pins": int(pins[0]), "needle_pin_mm": float(pin_mm[0])}


def mix(volume_ml: float, parts_water: float, parts_ink: float = 1, parts_second: float = 0) -> Tuple[float, float, float]:
    """What to draw up to mix a recipe again for another cup: ml of the ink, of the second ink and of water, on the marks of a
    syringe (0.05 ml).

    >>> [round(ml, 2) for ml in mix(10, parts_water=20)]
    [0.45, 0.0, 9.0]
    >>> [round(ml, 2) for ml in mix(4, parts_ink=3, parts_second=1, parts_water=12)]
    [0.75, 0.25, 3.0]
    """
    call, out = Call(), ffi.new("double[3]")
    call.check(lib.sct_mix_volumes(call.context, volume_ml, parts_ink, parts_second, parts_water, out))
    return float(out[0]), float(out[1]), float(out[2])


class Ranking(Flagged):
    """Rows with recipes, best first: ``ranking[0]``, ``len(ranking)``, ``for row in ranking``.

    ``pick`` says whether the first row may be called the best. Where it is False a program shows what would make the answer
    trustworthy instead of a recipe: best() does that by raising NotSure.
    """

    _flags = "sct_ranking_flags"

    client: Measurement
    palette: Palette

    def _keep(self, client: Measurement, inks: Palette, options: Mapping[str, Any]) -> None:
        # Handles of its own, so that closing the caller's ones leaves the ranking whole.
        self.client, self.palette = Measurement._own(client._c), Palette._own(inks._c)
        self.client.labels = client.labels
        self._options = dict(options)

    @classmethod
    def from_json(cls, source: Any, client: Measurement, palette: PaletteLike, **options: Unpack[MatchOptions]) -> Ranking:
        """A ranking from what json() wrote, for the client and the palette that it was made with; options are those of then, and
        are needed for looks at other ages only.
        """
        data, inks = n.load_text(source), open_palette(palette)
        self = cls._own(Call().make(lib.sct_ranking_from_json, "sct_ranking", data, len(data), inks._c))
        self._keep(client, inks, options)
        return self

    def json(self, rows: int = 0) -> str:
        """The ranking as JSON, one line, with at most so many rows (0: all); the same that the command writes."""
        if rows < 0:
            n.Call().check(11)
        return Call().bytes(lib.sct_ranking_json, self._c, self.client._c, self.palette._c, rows).decode()

    def to_dict(self, rows: int = 0) -> Dict[str, Any]:
        """The same as a dictionary."""
        return n.read_json(self.json(rows))

    def __reduce__(self) -> Any:
        return _again, (self.json(), self.client, self.palette, self._options)

    @property
    def info(self) -> RankingInfo:
        """What holds for the whole."""
        found: RankingInfo = n.record("sct_ranking_info", lib.sct_ranking_describe_sized, self._c)
        return found

    @property
    def pick(self) -> bool:
        """Whether the first row may be called the best."""
        return self.info.pick

    @property
    def confidence(self) -> Confidence:
        """How sure the order of the rows is: "low", "medium" or "high"."""
        return self.info.confidence

    def best(self) -> MatchRow:
        """The first row, where it may be called the best; else NotSure, which carries ``flag`` and ``fix``."""
        if self.pick:
            return self[0]
        flags = self.flags
        # A flag that forbids goes before one that is good to know.
        for flag in sorted(flags, key=lambda flag: flag.severity != "forbids-pick"):
            if flag.severity == "forbids-pick" or flag.name == "rows-unsure":
                raise NotSure("%s; %s" % (flag.message, flag.fix), "not-sure", 0, flag.name)
        raise NotSure("no ink is clearly the best; compare the rows that are tied", "not-sure", 0)

    def __len__(self) -> int:
        return self.info.match_count

    def __iter__(self) -> Iterator[MatchRow]:
        return (self[index] for index in range(len(self)))

    def __getitem__(self, index: int) -> MatchRow:
        number = index + len(self) if index < 0 else index
        if not 0 <= number < len(self):
            raise IndexError("the ranking has %d rows" % len(self))
        found: MatchRow = n.record("sct_match_row", lib.sct_ranking_match_sized, self._c, number)
        return found

    @property
    def assumptions(self) -> Tuple[Assumption, ...]:
        """All values that the answer rests on and that were not measured."""
        return tuple(n.record("sct_assumption", lib.sct_ranking_assumption_sized, self._c, i) for i in range(self.info.assumption_count))

    @property
    def plan(self) -> Tuple[PlanStep, ...]:
        """The sessions: start lighter than the match, and deepen after healing."""
        return tuple(n.record("sct_plan_step", lib.sct_ranking_plan_step_sized, self._c, i) for i in range(self.info.plan_count))

    @property
    def verdict(self) -> Verdict:
        """Three sentences for people: whether the photo will do, the recipe, what will be seen."""
        found: Verdict = n.record("sct_verdict", lib.sct_verdict_of_sized, self._c, self.client._c, self.palette._c)
        return found

    def look(self, index: int = 0, *, age: Age = "healed", years: float = 0, fade_per_year: float = 0) -> Look:
        """A row as it looks healed, fresh, or after years, to be shown in a preview."""
        self[index]
        call = Call()
        when = when_of(age, years, fade_per_year)
        return Look._own(call.make(lib.sct_look_from_match, "sct_look", call.options("sct_match_options", self._options),
                                   self.client._c, self.palette._c, self._c, index % len(self), when))

    def page_html(self, preview: Optional[Preview] = None, *, language: Optional[str] = None,
                  progress: Optional[Progress] = None, **options: Unpack[PageOptions]) -> str:
        """The consultation page: one HTML file that needs no other, for a browser, a mail or a printer.

        preview:  of the client's photo; without it the page has no pictures
        language: of the page: "de" (see languages)
        options:  the fields of PageOptions: name, date, seed
        """
        call = Call(progress, long=True, language=language)
        settings = call.options("sct_page_options", options)
        settings.match = n.kept(call.options("sct_match_options", self._options), call.keep)
        given = (settings, self.client._c, self.palette._c, self._c)
        if preview is None:
            return call.bytes(lib.sct_page_html, *given, ffi.NULL).decode()
        with preview._lock:
            return call.bytes(lib.sct_page_html, *given, preview._c).decode()

    def __repr__(self) -> str:
        if self.closed:
            return "<Ranking, closed>"
        return "<Ranking of %d rows, %s confidence%s>" % (len(self), self.confidence, "" if self.pick else ", no pick")


def _again(text: str, client: Measurement, inks: Palette, options: Any) -> Ranking:
    return Ranking.from_json(text, client, inks, **options)


def schema() -> str:
    """The JSON Schema (2020-12) of a ranking."""
    return n.text_of(lib.sct_ranking_schema())


# ---- looks -------------------------------------------------------------------------------------------------------------------


def when_of(age: str, years: float, fade_per_year: float) -> Any:
    if years and age == "healed":
        age = "years"
    return n.fill(ffi.new("sct_when *"), {"age": age, "years": years, "fade_per_year": fade_per_year}, [])


def look_from_ink(client: Measurement, palette: PaletteLike, ink: Union[int, str], parts_water: float, age: str, years: float,
                  fade_per_year: float, options: Mapping[str, Any]) -> Look:
    inks, call = open_palette(palette), Call()
    return Look._own(call.make(lib.sct_look_from_ink, "sct_look", call.options("sct_match_options", options), client._c, inks._c,
                               inks.index(ink), float(parts_water), when_of(age, years, fade_per_year)))


class Look(Handle):
    """One ink at one dilution, density and age, to be shown in a preview: from a row of a ranking (Ranking.look), from an ink of
    a palette (Measurement.look), or from values.
    """

    @classmethod
    def from_values(cls, **values: Any) -> Look:
        """A look of colours that are known otherwise: the fields of LookInfo; skin_lab, dot_lab and area_lab are needed."""
        call = Call()
        ties: List[int] = list(values.pop("tied_with", ()))
        settings = call.options("sct_look_info", values)
        settings.tied_with, settings.tie_count = n.kept(ffi.new("size_t[]", ties), call.keep), len(ties)
        # The look keeps pointing to the caller's texts.
        return cls._own(call.make(lib.sct_look_from_values, "sct_look", settings, holds=call.keep))

    @property
    def info(self) -> LookInfo:
        """What it shows."""
        found: LookInfo = n.record("sct_look_info", lib.sct_look_describe_sized, self._c)
        return found

    def __repr__(self) -> str:
        return "<Look, closed>" if self.closed else "<Look %r>" % self.info.title
