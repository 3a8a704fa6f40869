"""From photos of a client to the colours of skin and hair."""

from __future__ import annotations

import os

from . import _native as n
from ._errors import UseError
from ._library import ffi, lib
from ._native import Call, Flagged
from ._photo import Photo, plane, shapes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

    from typing_extensions import Unpack

    from ._chart import Camera, Chart
    from ._match import Look, Ranking
    from ._native import Progress
    from ._palette import PaletteLike
    from ._photo import Shapes
    from ._preview import Preview
    from ._records import Agreement, Correction, Flag, Hair, Lab, MeasurementInfo, PhotoInfo, Region, Scale, Skin
    from ._types import Age, HairKind, MatchOptions, MeasureOptions, PixelFormat, PixelSpace, PreviewOptions, Role

    PhotoLike = Union[Photo, str, "os.PathLike[str]", bytes, Any]
    Colour = Union[Lab, Sequence[float]]

WHOLE = n.SIZE_MAX


class View:
    """One photo of the client and what to look for in it, where several photos differ in that.

    photo:  a Photo, or what Photo.open takes
    skin, hair, grey:  shapes (see Shape); a role without one is looked for
    roles:  what is wanted, among "skin" and "hair"
    name:   what messages call this photo
    """

    def __init__(self, photo: PhotoLike, *, skin: Optional[Shapes] = None, hair: Optional[Shapes] = None,
                 grey: Optional[Shapes] = None, roles: Sequence[Role] = ("skin", "hair"), name: Optional[str] = None) -> None:
        self.photo = open_photo(photo)
        self.skin, self.hair, self.grey, self.roles = skin, hair, grey, tuple(roles)
        self.name = name


def open_photo(photo: PhotoLike) -> Photo:
    return photo if isinstance(photo, Photo) else Photo.open(photo)


def measure(photos: Union[PhotoLike, View, Sequence[Union[PhotoLike, View]]], *, skin: Optional[Shapes] = None,
            hair: Optional[Shapes] = None, grey: Optional[Shapes] = None, roles: Sequence[Role] = ("skin", "hair"),
            chart: Union[str, Chart, None] = None, charts: Sequence[Chart] = (), allow_mirrored: bool = True,
            chart_photo: Optional[PhotoLike] = None, camera: Optional[Camera] = None, labels: bool = True,
            progress: Optional[Progress] = None,
            **options: Unpack[MeasureOptions]) -> Measurement:
    """Measures skin and hair in one photo of a client, or in several, which are averaged.

    photos:       a Photo, a path, bytes, an array, a View; or a list of these
    skin, hair:   where they are, one shape or several (see Shape); without, they are looked for: look at overlay_png
    grey:         grey cards
    roles:        what is wanted
    chart:        the id of the only chart to look for, or a chart of your own
    charts:       charts to look for besides the built-in ones
    chart_photo:  another photo of the same light that shows the chart
    camera:       what an earlier photo of a chart told of it, for photos that show none; a grey card helps
    labels:       whether to keep what each pixel was taken for, a byte each: overlays and previews need it
    progress:     called with stage and fraction; what it raises stops the work
    options:      the fields of MeasureOptions

    Raises NothingError where no skin or hair was found, ChartError where chart_mode="demanded" and there is none, UseError,
    PhotoError.
    """
    several = list(photos) if isinstance(photos, (list, tuple)) else [photos]
    views = [view if isinstance(view, View) else View(view, skin=skin, hair=hair, grey=grey, roles=roles) for view in several]
    limits: Dict[str, int] = {}
    for view in views:
        limits.update(view.photo.limits)
    call = Call(progress, limits, long=True)
    array = ffi.new("sct_view[]", max(len(views), 1))
    for struct, view in zip(array, views):
        _set_view(call, struct, view)
    settings = call.options("sct_measure_options", options)
    settings.chart = chart_options(call, chart, charts, allow_mirrored)
    if chart_photo is not None:
        settings.chart_photo = n.kept(open_photo(chart_photo)._c, call.keep)
    if camera is not None:
        settings.camera = n.kept(camera._c, call.keep)
    planes = [bytearray(view.photo.width * view.photo.height) for view in views] if labels else []
    if planes:
        room = n.kept(ffi.new("sct_label_plane[]", len(planes)), call.keep)
        for struct, memory in zip(room, planes):
            struct.labels, struct.capacity = n.kept(n.memory(memory, "uint8_t *", True), call.keep), len(memory)
        settings.label_planes = room
    handle = call.make(lib.sct_measure, "sct_measurement", settings, array, len(views))
    self = Measurement._own(handle)
    self.labels = tuple(memoryview(memory).toreadonly().cast("B", [view.photo.height, view.photo.width])
                        for memory, view in zip(planes, views))
    return self


def _set_view(call: Call, struct: Any, view: View) -> None:
    lib.sct_view_init_sized(ffi.addressof(struct), ffi.sizeof("sct_view"))
    struct.photo = n.kept(view.photo._c, call.keep)
    made = shapes(call, "skin", view.skin) + shapes(call, "hair", view.hair) + shapes(call, "grey", view.grey)
    struct.shapes, struct.shape_count = n.kept(ffi.new("sct_shape *[]", made), call.keep), len(made)
    struct.roles = 0
    for role in view.roles:
        struct.roles |= 1 << n.value_of("sct_role", role)
    name = view.name if view.name is not None else view.photo.name
    if isinstance(name, str):
        struct.name = n.kept(n.c_text(name), call.keep)


def chart_options(call: Call, chart: Union[str, Chart, None], charts: Sequence[Chart], allow_mirrored: bool) -> Any:
    """Which charts are looked for, as the library wants to be told; NULL for the built-in ones."""
    own = list(charts)
    if chart is not None and not isinstance(chart, str):
        own.append(chart)
        chart = chart.facts.id
    if chart is None and not own and allow_mirrored:
        return ffi.NULL
    settings = call.options("sct_chart_options", {"id": chart, "allow_mirrored": allow_mirrored})
    pointers = [n.kept(each._c, call.keep) for each in own]
    settings.charts, settings.chart_count = n.kept(ffi.new("sct_chart *[]", pointers), call.keep), len(pointers)
    return n.kept(settings, call.keep)


class Measurement(Flagged):
    """What was measured of one client. It never changes, needs the photos no more, may be shared between threads, and can be
    pickled and kept as JSON.

    Numbers that are not known are NaN; ``skin`` and ``hair`` are None where they were not measured.

    >>> import scalptone
    >>> client = scalptone.Measurement.from_lab(skin=(65.1, 13.4, 15.7), hair=(26.9, 6.1, 8.5))
    >>> client.skin.ita_class, client.hair.kind
    ('light', 'stubble')
    """

    _flags = "sct_measurement_flags"

    labels: Tuple[memoryview, ...] = ()

    @classmethod
    def from_lab(cls, skin: Optional[Colour] = None, hair: Optional[Colour] = None, *, skin_u95_de00: float = 2.0,
                 hair_u95_de00: float = 3.0, kind: HairKind = "stubble") -> Measurement:
        """A measurement of colours that an instrument gave: L*, a*, b* (D50, 2 degrees, specular reflection excluded).

        skin_u95_de00, hair_u95_de00: how far each may be off, 95 % bound, CIEDE2000 [0.1, 50]
        kind: "stubble" or "grown"
        """
        call = Call()
        nan = (float("nan"),) * 3
        handle = call.make(lib.sct_measurement_from_lab, "sct_measurement", n.value("sct_lab", nan if skin is None else skin),
                           float(skin_u95_de00), n.value("sct_lab", nan if hair is None else hair), float(hair_u95_de00),
                           n.value_of("sct_hair_kind", "none" if hair is None else kind))
        return cls._own(handle)

    @classmethod
    def from_json(cls, source: Any) -> Measurement:
        """A measurement from what json() or the command ``scalptone measure --json`` wrote: text, bytes, a path or a dict."""
        data = n.load_text(source)
        return cls._own(Call().make(lib.sct_measurement_from_json, "sct_measurement", data, len(data)))

    def json(self) -> str:
        """The measurement as JSON, one line; the same that the command writes."""
        return Call().bytes(lib.sct_measurement_json, self._c).decode()

    def to_dict(self) -> Dict[str, Any]:
        """The same as a dictionary."""
        return n.read_json(self.json())

    def __reduce__(self) -> Any:
        return Measurement.from_json, (self.json(),)

    @property
    def info(self) -> MeasurementInfo:
        """How many photos and regions there are, and how far the photos agree."""
        found: MeasurementInfo = n.record("sct_measurement_info", lib.sct_measurement_describe_sized, self._c)
        return found

    @property
    def skin(self) -> Optional[Skin]:
        """The skin, with the labels people use; None when it was not measured."""
        found: Optional[Skin] = n.record("sct_skin", lib.sct_measurement_skin_sized, self._c)
        return found

    @property
    def hair(self) -> Optional[Hair]:
        """The hair; None when it was not measured."""
        found: Optional[Hair] = n.record("sct_hair", lib.sct_measurement_hair_sized, self._c)
        return found

    @property
    def correction(self) -> Correction:
        """How the colours were corrected: of the photo that stands for all."""
        found: Correction = n.record("sct_correction", lib.sct_measurement_correction_sized, self._c, WHOLE)
        return found

    @property
    def corrections(self) -> Tuple[Correction, ...]:
        """The same for each photo."""
        return self._each("sct_correction", lib.sct_measurement_correction_sized, self.info.photo_count)

    @property
    def scales(self) -> Tuple[Optional[Scale], ...]:
        """How large a pixel of each photo is on the head, and how that is known; None where an old file does not say it."""
        return self._each("sct_scale", lib.sct_measurement_scale_sized, self.info.photo_count)

    @property
    def photos(self) -> Tuple[PhotoInfo, ...]:
        """What each photo says about itself."""
        return self._each("sct_photo_info", lib.sct_measurement_photo_sized, self.info.photo_count)

    @property
    def agreements(self) -> Tuple[Agreement, ...]:
        """How each photo agrees with the others."""
        return self._each("sct_agreement", lib.sct_measurement_agreement_sized, self.info.photo_count)

    @property
    def regions(self) -> Tuple[Region, ...]:
        """What the colours rest on."""
        return self._each("sct_region", lib.sct_measurement_region_sized, self.info.region_count)

    def _each(self, kind: str, get: Any, count: int) -> Tuple[Any, ...]:
        return tuple(n.record(kind, get, self._c, index) for index in range(count))

    def transform(self, index: int = 0) -> Dict[str, Any]:
        """What was done to the colours of a photo, to correct other pixels of the same light by it: ``matrix`` (to XYZ, D50),
        ``plane_x`` and ``plane_y`` (how light falls off), ``curve_in`` and ``curve_out`` of R, G and B (linear light), ``active``.
        measure.h has the formula.
        """
        struct = ffi.new("sct_transform *")
        status = lib.sct_measurement_transform_sized(self._c, index, struct, ffi.sizeof("sct_transform"))
        if status:
            Call().check(status)
        rows: Dict[str, Any] = {"matrix": [list(row) for row in struct.matrix], "active": bool(struct.active)}
        rows.update({name: list(getattr(struct, name)) for name in ("plane_x", "plane_y")})
        rows.update({name: [list(row)[:struct.knots] for row in getattr(struct, name)] for name in ("curve_in", "curve_out")})
        return rows

    def pixels(self, photo: Photo, index: int = 0, format: PixelFormat = "f32", space: PixelSpace = "linear-srgb",
               channels: int = 3, *, out: Any = None, progress: Optional[Progress] = None) -> memoryview:
        """The pixels of photo number `index`, corrected; see Photo.pixels."""
        call = Call(progress, photo.limits, long=True)
        return plane(call, lambda p: lib.sct_measurement_pixels(call.context, self._c, index, photo._c, p), photo.height, photo.width,
                     format, space, channels, out)

    def overlay_png(self, photo: PhotoLike, index: int = 0, *, language: Optional[str] = None,
                    progress: Optional[Progress] = None) -> bytes:
        """The photo as a PNG with the regions and rejected pixels drawn in: look at it before you believe a number."""
        photo = open_photo(photo)
        call = Call(progress, photo.limits, long=True, language=language)
        return call.bytes(lib.sct_measurement_overlay_png, self._c, index, photo._c, self._labels_for(photo, index))

    def _labels_for(self, photo: Photo, index: int = 0) -> Any:
        """The labels of a photo, or NULL; they are read by its size."""
        labels = self.labels[index] if index < len(self.labels) else None
        if labels is None or labels.shape != (photo.height, photo.width):
            return ffi.NULL
        return n.memory(labels, "uint8_t *")

    def labels_png(self, index: int = 0) -> bytes:
        """What each pixel was taken for, as an 8-bit grey PNG of the numbers 0 to 6 (see Label)."""
        if index >= len(self.labels):
            raise UseError("no labels were kept; measure with labels=True")
        labels = self.labels[index]
        height, width = labels.shape or (0, 0)
        return Call().bytes(lib.sct_labels_png, n.memory(labels, "uint8_t *"), width, height)

    def match(self, palette: PaletteLike = "default", *, progress: Optional[Progress] = None,
              **options: Unpack[MatchOptions]) -> Ranking:
        """Ranks the inks of a palette for this client; see scalptone.match."""
        from ._match import match

        return match(self, palette, progress=progress, **options)

    def look(self, palette: PaletteLike, ink: Union[int, str], parts_water: float = 0, *, age: Age = "healed", years: float = 0,
             fade_per_year: float = 0, **options: Unpack[MatchOptions]) -> Look:
        """An ink at a dilution of one's own on this client's skin, to be shown in a preview."""
        from ._match import look_from_ink

        return look_from_ink(self, palette, ink, parts_water, age, years, fade_per_year, options)

    def preview(self, photo: PhotoLike, *, area: Optional[Shapes] = None, progress: Optional[Progress] = None,
                **options: Unpack[PreviewOptions]) -> Preview:
        """The photo, ready to be shown with inks; what was measured tells area and scale. See scalptone.preview."""
        from ._preview import preview

        return preview(photo, self, area=area, progress=progress, **options)

    def __repr__(self) -> str:
        if self.closed:
            return "<Measurement, closed>"
        skin, hair = self.skin, self.hair
        parts = ["skin L* %.1f" % skin.estimate.lab.L] if skin else []
        parts += ["%s L* %.1f" % (hair.kind, hair.strand.lab.L)] if hair else []
        return "<Measurement %s>" % ", ".join(parts)
