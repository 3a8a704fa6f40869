"""Colour charts: what they are, where one lies in a photo, how well colours are corrected by it; and the card to print."""

from __future__ import annotations

from . import _native as n
from ._library import ffi, lib
from ._measure import chart_options, open_photo
from ._native import Call, Flagged, Handle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

    from typing_extensions import Unpack

    from ._measure import PhotoLike
    from ._native import Progress, Source
    from ._records import CameraInfo, ChartFacts, ChartInfo, ChartPatch, ChartSwatch, Correction, Flag
    from ._types import CardOptions


class Chart(Handle):
    """A chart: patches of known colours at known places.

    >>> import scalptone
    >>> [chart.facts.id for chart in scalptone.Chart.builtin()][0]
    'colorchecker-classic'
    """

    @classmethod
    def builtin(cls) -> Tuple[Chart, ...]:
        """The charts that are looked for without being named."""
        found: List[Chart] = []
        while True:
            held = lib.sct_chart_builtin(len(found))
            if not held:
                return tuple(found)
            found.append(cls._own(held))

    @classmethod
    def from_json(cls, source: Any) -> Chart:
        """A chart of your own: the path of its file, or JSON as text, bytes or a dict."""
        data = n.load_text(source)
        return cls._own(Call().make(lib.sct_chart_from_json, "sct_chart", data, len(data)))

    open = from_json

    @classmethod
    def card(cls) -> Chart:
        """The consultation card as it comes from the printer: places, and no colours yet."""
        return cls._own(Call().make(lib.sct_card_layout, "sct_chart"))

    def measured(self, readings: Source, source: Optional[str] = None) -> Chart:
        """The card with the readings of an instrument entered (the path or bytes of CGATS text or CSV)."""
        data, call = n.load_bytes(readings), Call()
        told = ffi.NULL if source is None else n.c_text(source)
        return Chart._own(call.make(lib.sct_card_measure, "sct_chart", self._c, data, len(data), told))

    def transferred(self, photo: PhotoLike, *, chart: Union[str, Chart, None] = None, charts: Sequence[Chart] = (),
                    progress: Optional[Progress] = None) -> Tuple[Chart, FoundChart]:
        """The card with its colours read from a photo that shows it beside a reference chart; and that chart as it was found."""
        photo = open_photo(photo)
        call = Call(progress, photo.limits, long=True)
        card, reference = ffi.new("sct_chart **"), ffi.new("sct_chart_result **")
        call.check(lib.sct_card_transfer(call.context, self._c, chart_options(call, chart, charts, True), photo._c, card, reference))
        return (Chart._own(ffi.gc(card[0], lib.sct_chart_free)),
                FoundChart._own(ffi.gc(reference[0], lib.sct_chart_result_free)))

    @property
    def facts(self) -> ChartFacts:
        """What the chart says about itself."""
        found: ChartFacts = n.record("sct_chart_facts", lib.sct_chart_describe_sized, self._c)
        return found

    @property
    def swatches(self) -> Tuple[ChartSwatch, ...]:
        """Its patches, in its own order."""
        return tuple(n.record("sct_chart_swatch", lib.sct_chart_swatch_at_sized, self._c, i) for i in range(self.facts.patch_count))

    def json(self) -> str:
        """The chart as JSON text; reading it again gives the same chart."""
        return Call().bytes(lib.sct_chart_json, self._c).decode()

    def __reduce__(self) -> Any:
        return Chart.from_json, (self.json().encode(),)

    def __repr__(self) -> str:
        return "<Chart, closed>" if self.closed else "<Chart %r>" % self.facts.id


def chart(photo: PhotoLike, *, chart: Union[str, Chart, None] = None, charts: Sequence[Chart] = (), allow_mirrored: bool = True,
          progress: Optional[Progress] = None) -> FoundChart:
    """Finds a colour chart in a photo and fits the correction. ChartError where there is none, or none that can be used.

    chart:           the id of the only chart to look for, or a chart of your own
    charts:          charts to look for besides the built-in ones
    allow_mirrored:  whether one seen in a mirror is taken, and flagged
    """
    photo = open_photo(photo)
    call = Call(progress, photo.limits, long=True)
    wanted = chart_options(call, chart, charts, allow_mirrored)
    return FoundChart._own(call.make(lib.sct_chart_find, "sct_chart_result", wanted, photo._c))


class FoundChart(Flagged):
    """A chart that was found, with the correction fitted to it. It needs neither the photo nor the chart any more."""

    _flags = "sct_chart_result_flags"

    @classmethod
    def from_json(cls, source: Any) -> FoundChart:
        """A result from what json() wrote."""
        data = n.load_text(source)
        return cls._own(Call().make(lib.sct_chart_result_from_json, "sct_chart_result", data, len(data)))

    @property
    def info(self) -> ChartInfo:
        """What was found, and where."""
        found: ChartInfo = n.record("sct_chart_info", lib.sct_chart_result_describe_sized, self._c)
        return found

    @property
    def patches(self) -> Tuple[ChartPatch, ...]:
        """What each patch looks like, and what the chart says of it."""
        return tuple(n.record("sct_chart_patch", lib.sct_chart_result_patch_sized, self._c, i) for i in range(self.info.patch_count))

    @property
    def correction(self) -> Correction:
        """How well the chart corrects."""
        found: Correction = n.record("sct_correction", lib.sct_chart_result_correction_sized, self._c)
        return found

    def overlay_png(self, photo: PhotoLike, *, language: Optional[str] = None, progress: Optional[Progress] = None) -> bytes:
        """The photo as a PNG with the patches drawn in: look whether they sit where they belong."""
        photo = open_photo(photo)
        call = Call(progress, photo.limits, long=True, language=language)
        return call.bytes(lib.sct_chart_result_overlay_png, self._c, photo._c)

    def json(self) -> str:
        """The result as JSON, one line; the same that the command writes."""
        return Call().bytes(lib.sct_chart_result_json, self._c).decode()

    def to_dict(self) -> Dict[str, Any]:
        """The same as a dictionary."""
        return n.read_json(self.json())

    def __reduce__(self) -> Any:
        return FoundChart.from_json, (self.json(),)

    def __repr__(self) -> str:
        return "<FoundChart, closed>" if self.closed else "<FoundChart %r, score %.3f>" % (self.info.name, self.info.score)


class Camera(Handle):
    """What one photo of a chart told of a camera, for later photos of it that show none: ``measure(photo, camera=camera)``.

    It holds the names that the camera gives itself and its settings: no place, no time, no number of the camera's own.
    """

    @classmethod
    def from_chart(cls, photo: PhotoLike, *, chart: Union[str, Chart, None] = None, charts: Sequence[Chart] = (),
                   allow_mirrored: bool = True, progress: Optional[Progress] = None) -> Camera:
        """Learns a camera from a photo of a chart: flat, sharp, large, in even daylight. UseError where the file does not name its
        camera, ChartError where no chart can be used.
        """
        photo = open_photo(photo)
        call = Call(progress, photo.limits, long=True)
        wanted = chart_options(call, chart, charts, allow_mirrored)
        return cls._own(call.make(lib.sct_camera_from_chart, "sct_camera", wanted, photo._c))

    @classmethod
    def from_json(cls, source: Any) -> Camera:
        """A camera from what json() or the command ``scalptone chart --save`` wrote: a path, or JSON as text, bytes or a dict."""
        data = n.load_text(source)
        return cls._own(Call().make(lib.sct_camera_from_json, "sct_camera", data, len(data)))

    open = from_json

    @property
    def info(self) -> CameraInfo:
        """What is kept."""
        found: CameraInfo = n.record("sct_camera_info", lib.sct_camera_describe_sized, self._c)
        return found

    def json(self) -> str:
        """The camera as JSON text; read again it corrects photos to the same bits."""
        return Call().bytes(lib.sct_camera_json, self._c).decode()

    def __reduce__(self) -> Any:
        return Camera.from_json, (self.json(),)

    def __repr__(self) -> str:
        return "<Camera, closed>" if self.closed else "<Camera %s %s>" % (self.info.make, self.info.model)


def card_svg(**options: Unpack[CardOptions]) -> str:
    """The consultation card as an SVG drawing, to be printed at 100 % on matte paper.

    options: the fields of CardOptions: sheet="a4", print_run="spring"

    >>> import scalptone
    >>> scalptone.card_svg(sheet="a4").lstrip().startswith("<")
    True
    """
    call = Call()
    return call.bytes(lib.sct_card_svg, call.options("sct_card_options", options)).decode()


def card_pdf(**options: Unpack[CardOptions]) -> bytes:
    """The same drawing as a PDF of one page of its size.

    >>> import scalptone
    >>> scalptone.card_pdf(sheet="swatches")[:8]
    b'%PDF-1.4'
    """
    call = Call()
    return call.bytes(lib.sct_card_pdf, call.options("sct_card_options", options))
