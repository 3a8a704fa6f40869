"""Hands: how deep and how wide an artist's dots heal, learnt from healed results."""

from __future__ import annotations

from . import _native as n
from ._errors import UseError
from ._library import ffi, lib
from ._native import Call, Handle
from ._palette import palette as open_palette

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Sequence, Tuple

    from typing_extensions import Unpack

    from ._native import Progress, Source
    from ._palette import PaletteLike
    from ._records import ArtistInfo, ArtistInk, MarkFit
    from ._types import ArtistOptions, Mark


class Artist(Handle):
    """A hand, given to match() as ``artist``. It never changes and may be shared between threads."""

    @classmethod
    def learn(cls, palette: PaletteLike, marks: Sequence[Mark], *, progress: Optional[Progress] = None,
              **options: Unpack[ArtistOptions]) -> Artist:
        """Learns a hand from healed marks, six weeks old and older; fewer than five are hardly worth it.

        palette:  the inks that the marks name
        marks:    mappings of the fields of Mark; ``ink`` is an id or a number of the palette
        options:  the fields of ArtistOptions: name, date

        >>> import scalptone
        >>> skin = (65, 10, 17)
        >>> marks = [{"ink": "generic-carbon", "parts_water": water, "skin_lab": skin, "lab": lab, "part": "solid"}
        ...          for water, lab in ((10, (34, 0, 0)), (20, (38, 1, 2)), (40, (45, 3, 6)))]
        >>> hand = scalptone.Artist.learn("generic-carbon", marks, name="M.")
        >>> hand.info.mark_count, hand.info.name
        (3, 'M.')
        """
        inks = open_palette(palette)
        call = Call(progress, long=True)
        rows = ffi.new("sct_mark[]", max(1, len(marks)))
        for row, mark in zip(rows, marks):
            lib.sct_mark_init_sized(ffi.addressof(row), ffi.sizeof("sct_mark"))
            given: Dict[str, Any] = dict(mark)
            if isinstance(given.get("ink"), str):
                given["ink"] = inks.index(given["ink"])
            n.fill(row, given, call.keep)
        settings = call.options("sct_artist_options", options)
        return cls._own(call.make(lib.sct_artist_learn, "sct_artist", settings, inks._c, rows, len(marks)))

    @classmethod
    def open(cls, source: Source) -> Artist:
        """A hand from its JSON: a path, an open file, or bytes."""
        data = n.load_bytes(source)
        return cls._own(Call().make(lib.sct_artist_from_json, "sct_artist", data, len(data)))

    def json(self) -> str:
        """Its text, indented; opening it again gives the same hand."""
        return Call().bytes(lib.sct_artist_json, self._c).decode()

    @property
    def info(self) -> ArtistInfo:
        """What is known of it."""
        return n.record("sct_artist_info", lib.sct_artist_describe_sized, self._c)  # type: ignore[no-any-return]

    @property
    def inks(self) -> Tuple[ArtistInk, ...]:
        """How strong each ink comes out."""
        return tuple(n.record("sct_artist_ink", lib.sct_artist_ink_at_sized, self._c, i) for i in range(self.info.ink_count))

    @property
    def marks(self) -> Tuple[MarkFit, ...]:
        """How each mark agrees."""
        return tuple(n.record("sct_mark_fit", lib.sct_artist_mark_at_sized, self._c, i) for i in range(self.info.mark_count))
