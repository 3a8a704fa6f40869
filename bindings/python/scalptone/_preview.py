"""Inks on the client's own photo, dot by dot."""

from __future__ import annotations

from _thread import LockType, allocate_lock

from . import _native as n
from ._library import ffi, lib
from ._match import Look, Ranking
from ._measure import Measurement, measure, open_photo
from ._native import Call, Flagged
from ._photo import Photo, plane, shapes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, Union

    from typing_extensions import Unpack

    from ._measure import PhotoLike
    from ._native import Progress
    from ._photo import Shapes
    from ._records import Flag, PreviewInfo, PreviewResult
    from ._types import PixelFormat, PixelSpace, PreviewOptions

    LookLike = Union[Look, Ranking]


def preview(photo: PhotoLike, client: Optional[Measurement] = None, *, area: Optional[Shapes] = None,
            progress: Optional[Progress] = None, **options: Unpack[PreviewOptions]) -> Preview:
    """A photo that is ready to be shown with inks.

    photo:    a Photo, or what Photo.open takes
    client:   what was measured of it; None: it is measured now, unless an area is given
    area:     where ink is wanted, one shape or several; None: bare skin beside hair is looked for
    options:  the fields of PreviewOptions: mm_per_px (else assumed, and flagged), view="far", seed, watermark

    The picture is a simulation, and says so in its corner.
    """
    photo = open_photo(photo)
    if client is None and area is None:
        client = measure(photo, progress=progress)
    call = Call(progress, photo.limits, long=True)
    known = _known(client) if client is not None else {}
    known.update(options)
    settings = call.options("sct_preview_options", known)
    if client is not None:
        labels = n.kept(client._labels_for(photo), call.keep)
        if labels != ffi.NULL:
            settings.labels, settings.labels_capacity = labels, photo.width * photo.height
    if area is not None:
        made = shapes(call, "skin", area)
        settings.areas, settings.area_count = n.kept(ffi.new("sct_shape *[]", made), call.keep), len(made)
    # A preview reads its photo, and its labels, for as long as it lives.
    handle = call.make(lib.sct_preview_new, "sct_preview", photo._c, settings, holds=(photo._c, call.keep))
    self = Preview._own(handle)
    self.width, self.height = photo.width, photo.height
    self._lock = allocate_lock()
    return self


def _known(client: Measurement) -> Dict[str, Any]:
    """What a measurement tells a preview, as the command line does it."""
    known: Dict[str, Any] = {}
    scale = client.scales[0] if client.info.photo_count else None
    if scale is not None and 0.002 <= scale.mm_per_px <= 2:
        known["mm_per_px"], known["scale_source"] = scale.mm_per_px, scale.source
    skin = client.skin
    if skin is not None and skin.estimate.u95_de00 == skin.estimate.u95_de00:
        known["skin_u95_de00"] = min(skin.estimate.u95_de00, 100.0)
    return known


class Preview(Flagged):
    """A photo with its area and scale. Pictures of it are made one at a time: threads wait for each other.

    A Ranking stands for the look of its first row.
    """

    _flags = "sct_preview_flags"

    width: int
    height: int
    _lock: LockType

    @property
    def info(self) -> PreviewInfo:
        """Area, scale and where they come from."""
        found: PreviewInfo = n.record("sct_preview_info", lib.sct_preview_describe_sized, self._c)
        return found

    def png(self, look: LookLike, *, language: Optional[str] = None, progress: Optional[Progress] = None) -> bytes:
        """The whole photo with one look, as a PNG in the photo's colour space, without other metadata.

        language:  of the words in it: "de" (see languages); an Error for one that is not there
        """
        return self._bytes(lib.sct_preview_png, progress, language, _look(look)._c)

    def jpeg(self, look: LookLike, *, language: Optional[str] = None, progress: Optional[Progress] = None) -> bytes:
        """The same as a JPEG, a sixth of the bytes."""
        return self._bytes(lib.sct_preview_jpeg, progress, language, _look(look)._c)

    def before_after_jpeg(self, look: LookLike, *, language: Optional[str] = None, progress: Optional[Progress] = None) -> bytes:
        """The area as it is and with ink beside it, at most 2,000 pixels wide, as a JPEG."""
        return self._bytes(lib.sct_before_after_jpeg, progress, language, _look(look)._c)

    def sheet_png(self, looks: Sequence[LookLike], *, language: Optional[str] = None,
                  progress: Optional[Progress] = None) -> bytes:
        """Several looks side by side, labelled, beside the photo without ink, as a PNG."""
        made, pointers = _array(looks)
        return self._bytes(lib.sct_preview_sheet_png, progress, language, pointers, len(made))

    def judge(self, looks: Sequence[LookLike], *, progress: Optional[Progress] = None) -> Tuple[PreviewResult, ...]:
        """Renders looks without making a picture, for what comes of them."""
        made, pointers = _array(looks)
        call = Call(progress, long=True)
        with self._lock:
            call.check(lib.sct_preview_judge(call.context, self._c, pointers, len(made)))
        return self.results

    def pixels(self, look: LookLike, format: PixelFormat = "u8", space: PixelSpace = "srgb", channels: int = 3, *,
               out: Any = None, progress: Optional[Progress] = None) -> memoryview:
        """The photo with one look as rows of pixels; see Photo.pixels."""
        call, shown = Call(progress, long=True), _look(look)._c
        with self._lock:
            return plane(call, lambda p: lib.sct_preview_pixels(call.context, self._c, shown, p), self.height, self.width, format, space,
                         channels, out)

    @property
    def results(self) -> Tuple[PreviewResult, ...]:
        """What came of each look of the last picture."""
        with self._lock:
            return tuple(n.record("sct_preview_result", lib.sct_preview_result_at_sized, self._c, i)
                         for i in range(lib.sct_preview_result_count(self._c)))

    def result_flags(self, index: int = 0) -> Tuple[Flag, ...]:
        """What is weak about a look of the last picture."""
        with self._lock:
            return n.flags(lib.sct_preview_result_flags(self._c, index))

    def json(self, client: Optional[Measurement] = None, ranking: Optional[Ranking] = None) -> str:
        """The last picture as JSON, one line, with what measurement and ranking say."""
        return self._bytes(lib.sct_preview_json, None, None, client._c if client is not None else ffi.NULL,
                           ranking._c if ranking is not None else ffi.NULL).decode()

    def _bytes(self, function: Any, progress: Optional[Progress], language: Optional[str], *given: Any) -> bytes:
        call = Call(progress, long=True, language=language)
        with self._lock:
            return call.bytes(function, self._c, *given)

    def __repr__(self) -> str:
        return "<Preview, closed>" if self.closed else "<Preview %d x %d>" % (self.width, self.height)


def _look(look: LookLike) -> Look:
    return look.look(0) if isinstance(look, Ranking) else look


def _array(looks: Sequence[LookLike]) -> Tuple[List[Look], Any]:
    made = [_look(look) for look in looks]
    return made, ffi.new("sct_look *[]", [look._c for look in made])
