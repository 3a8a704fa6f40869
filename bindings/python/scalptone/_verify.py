"""Is the healed result what was planned?"""

from __future__ import annotations

from . import _native as n
from ._library import ffi, lib
from ._measure import open_photo
from ._native import Call, Flagged
from ._photo import shapes
from ._record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Union

    from typing_extensions import Unpack

    from ._measure import PhotoLike
    from ._native import Progress, Source
    from ._photo import Shapes
    from ._records import VerifyInfo, VerifyLines
    from ._types import PageOptions, VerifyOptions


def verify(before: Optional[PhotoLike], after: PhotoLike, *, area: Optional[Shapes] = None,
           record: Optional[Union[Record, Source]] = None, progress: Optional[Progress] = None,
           **options: Unpack[VerifyOptions]) -> Verification:
    """Lays the photo of a healed result over the one before, and holds it against what was planned.

    before:   the photo from before, a Photo or what Photo.open takes; None: the photo after is held against the plan alone
    after:    the photo of the healed result, of the same head
    area:     where ink was set, in the photo after, one shape or several; None: what became darker is looked for
    record:   the record of the consultation (a Record, or a path, JSON or a dict), which says what was planned; None: see options
    options:  the fields of VerifyOptions: planned_area_lab, planned_dot_lab and planned_skin_lab (D50, 2 degrees), parts_water,
              planned_density_per_cm2, share_set (of the planned dots so far), ink_set (of the planned ink
              in them), sessions (how many were over when the photo was taken; of a record), mm_per_px, before_state ("bare", "treated"), seed

    Raises NothingError for two heads, without an area, and with too little bare skin beside it.

    >>> import scalptone
    >>> skin = bytearray(b"\\xc8\\x96\\x82" * 4800)
    >>> try:
    ...     scalptone.verify(None, scalptone.Photo.open(skin, width=80))
    ... except scalptone.Error as error:
    ...     print(error.code)
    nothing-to-measure
    """
    photos = [None if photo is None else open_photo(photo) for photo in (before, after)]
    second = photos[1]
    assert second is not None
    call = Call(progress, second.limits, long=True)
    settings = call.options("sct_verify_options", {})
    if record is not None:
        plan = record if isinstance(record, Record) else Record.open(record)
        settings.sessions = options.get("sessions", 0)
        with plan._lock:
            call.check(lib.sct_verify_options_plan(call.context, plan._c, settings))
    n.fill(settings, options, call.keep)
    if area is not None:
        made = shapes(call, "skin", area)
        settings.areas, settings.area_count = n.kept(ffi.new("sct_shape *[]", made), call.keep), len(made)
    views = []
    for photo in photos:
        view = ffi.NULL
        if photo is not None:
            view = call.options("sct_view", {})
            view.photo = n.kept(photo._c, call.keep)
        views.append(view)
    return Verification._own(call.make(lib.sct_verify, "sct_verification", settings, *views))


class Verification(Flagged):
    """What two photos of one head say of the ink between them. Provisional: it was tried on rendered pairs alone."""

    _flags = "sct_verification_flags"

    @property
    def info(self) -> VerifyInfo:
        """All that was found; NaN where a number is not known."""
        found: VerifyInfo = n.record("sct_verify_info", lib.sct_verification_describe_sized, self._c)
        return found

    @property
    def lines(self) -> VerifyLines:
        """The same in three lines for people: the result, what to mix next, and what a client may look for."""
        found: VerifyLines = n.record("sct_verify_lines", lib.sct_verification_lines_sized, self._c)
        return found

    def json(self) -> str:
        """All of it as JSON, one line, byte for byte what ``scalptone verify --json`` prints."""
        return Call().bytes(lib.sct_verification_json, self._c).decode()

    def keep(self, record: Record, after: Source, date: Optional[str] = None) -> None:
        """Keeps it in a record: a row of its results, and the photo after (path or bytes) by its SHA-256; date as 2026-11-29."""
        data, call = n.load_bytes(after), Call()
        day = ffi.NULL if date is None else n.c_text(date)
        with record._lock:
            call.check(lib.sct_record_add_result(call.context, record._c, self._c, data, len(data), day))

    def png(self, *, language: Optional[str] = None, progress: Optional[Progress] = None) -> bytes:
        """Before, after and what changed, side by side around the area, as a PNG."""
        return Call(progress, long=True, language=language).bytes(lib.sct_verification_png, self._c)

    def jpeg(self, *, language: Optional[str] = None, progress: Optional[Progress] = None) -> bytes:
        """The same as a JPEG."""
        return Call(progress, long=True, language=language).bytes(lib.sct_verification_jpeg, self._c)

    def page_html(self, *, language: Optional[str] = None, progress: Optional[Progress] = None,
                  **options: Unpack[PageOptions]) -> str:
        """The page of the healed result: one HTML file that needs no other, with before and after to swipe over each other.

        language: of the page: "de" (see languages)
        options:  the fields of PageOptions: name, date, practitioner, studio
        """
        call = Call(progress, long=True, language=language)
        return call.bytes(lib.sct_verification_html, call.options("sct_page_options", options), self._c).decode()

    def __repr__(self) -> str:
        return "<Verification, closed>" if self.closed else "<Verification: %s>" % self.info.outcome
