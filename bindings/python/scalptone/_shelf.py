"""The artist's own shelf: inks put in, in stock, measured off photos, replaced; and a mix checked in the cup."""

from __future__ import annotations

from . import _native as n
from ._errors import UseError
from ._library import ffi, lib
from ._measure import View, _set_view, chart_options, open_photo
from ._native import Call, Flagged
from ._palette import Palette
from ._palette import palette as open_palette
from ._photo import make_shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Sequence, Tuple, Union

    from typing_extensions import Unpack

    from ._chart import Camera, Chart
    from ._measure import PhotoLike
    from ._native import Progress
    from ._palette import PaletteLike
    from ._records import AdviceItem, Cup, Lab, Substitute, Swatch, SwatchesInfo
    from ._types import CupOptions, InkEntry, MeasureOptions, SwatchField


def _text_of(palette: Optional[PaletteLike]) -> bytes:
    return b"" if palette is None else open_palette(palette).json().encode()


def _as_palette(data: bytes) -> Palette:
    return Palette._own(Call().make(lib.sct_palette_from_json, "sct_palette", data, len(data)))


def _given(call: Call, kind: str, values: Any) -> Any:
    return n.kept(call.options(kind, values), call.keep)


def add_ink(palette: Optional[PaletteLike] = None, **entry: Unpack[InkEntry]) -> Palette:
    """A palette with one more ink, or, without a palette, one that begins with it.

    entry:  the fields of InkEntry: product (its name), brand, colour ("#222222"), composition ("77266=12%") and others

    >>> import scalptone
    >>> mine = scalptone.add_ink(product="Onyx", brand="Ours", composition="77266=12%", kind=0)
    >>> mine[0].id, scalptone.add_ink(mine, product="Ash", colour="#555555")[1].id
    ('onyx', 'ash')
    """
    call, text = Call(), _text_of(palette)
    settings = _given(call, "sct_ink_entry", entry)
    return _as_palette(call.bytes(lib.sct_palette_add, settings, text or ffi.NULL, len(text)))


def stock(palette: PaletteLike, which: str, *, in_stock: Optional[bool] = None, lot: Optional[str] = None,
          expiry: Optional[str] = None) -> Palette:
    """A palette in which inks are in stock or not, with lot and expiry. None leaves as it is, "" takes a text out.

    which:   an id, a name, or a pattern such as "dark*"
    expiry:  "2027-05" or "2027-05-31"

    Raises NothingError where no ink is called so.

    >>> import scalptone
    >>> mine = scalptone.add_ink(product="Onyx", composition="77266=12%")
    >>> scalptone.stock(mine, "on*", in_stock=False, expiry="2027-05")["onyx"].in_stock
    False
    """
    call, text = Call(), _text_of(palette)
    change = {"which": which, "in_stock": -1 if in_stock is None else int(in_stock), "lot": lot, "expiry": expiry}
    settings = _given(call, "sct_stock_change", change)
    out = ffi.new("sct_bytes *")
    call.check(lib.sct_palette_stock(call.context, settings, text, len(text), out, ffi.NULL))
    return _as_palette(n.take(out))


def merge(palettes: Sequence[PaletteLike]) -> Tuple[Palette, List[str]]:
    """Several palettes as one, the first before the others; and a sentence for each ink that stood in two.

    >>> import scalptone
    >>> one, two = scalptone.add_ink(product="Onyx"), scalptone.add_ink(product="Ash")
    >>> [ink.id for ink in scalptone.merge([one, two])[0]]
    ['onyx', 'ash']
    """
    call, opened = Call(), [open_palette(one) for one in palettes]
    array = ffi.new("sct_palette *[]", [one._c for one in opened])
    out, notes = ffi.new("sct_bytes *"), ffi.new("sct_bytes *")
    call.check(lib.sct_palette_merge(call.context, array, len(opened), out, notes))
    return _as_palette(n.take(out)), n.take(notes).decode().splitlines()


def substitutes(palette: PaletteLike, ink: Union[int, str], *, skins: Sequence[Union[Lab, Sequence[float]]] = (),
                parts_water: float = float("nan"), out_of_stock: bool = False,
                progress: Optional[Progress] = None) -> Tuple[Substitute, ...]:
    """What heals most like an ink that is no longer made, the closest first, with its dilution and the distance left.

    ink:           its id or number
    skins:         Lab of bare skins; without, five from light to dark
    parts_water:   of the ink that is replaced; NaN: 20
    out_of_stock:  also inks that are not in stock

    >>> import scalptone
    >>> mine = scalptone.add_ink(scalptone.add_ink(product="Onyx", composition="77266=12%", kind=0),
    ...                          product="Half", composition="77266=6%", kind=0)
    >>> best = scalptone.substitutes(mine, "onyx")[0]
    >>> best.ink, best.mean_de00 < 0.5, best.parts_water < best.for_parts_water
    (1, True, True)
    """
    inks, call = open_palette(palette), Call(progress, long=True)
    settings = call.options("sct_substitute_options", {"parts_water": parts_water, "out_of_stock": int(out_of_stock)})
    if skins:
        array = n.kept(ffi.new("sct_lab[]", len(skins)), call.keep)
        for struct, lab in zip(array, skins):
            n.fill(struct, lab, call.keep)
        settings.skins, settings.skin_count = array, len(skins)
    found = call.make(lib.sct_substitutes_new, "sct_substitutes", inks._c, inks.index(ink), settings)
    return tuple(n.record("sct_substitute", lib.sct_substitutes_at_sized, found, i)
                 for i in range(lib.sct_substitutes_count(found)))


def check_palette(palette: PaletteLike) -> Tuple[AdviceItem, ...]:
    """What a colleague would say of a palette: what is missing or looks like a slip, why it matters, how to get it right.

    >>> import scalptone
    >>> [advice.code for advice in scalptone.check_palette(scalptone.add_ink(product="Onyx"))]
    ['only-a-name']
    """
    inks = open_palette(palette)
    found = Call().make(lib.sct_advice_new, "sct_advice", inks._c)
    return tuple(n.record("sct_advice_item", lib.sct_advice_at_sized, found, i) for i in range(lib.sct_advice_count(found)))


class Swatches(Flagged):
    """Films of inks, read in photos. They never change and may be shared between threads."""

    _flags = "sct_swatches_flags"

    @classmethod
    def read(cls, photos: Union[PhotoLike, Sequence[PhotoLike]], fields: Sequence[SwatchField], *,
             chart: Union[str, Chart, None] = None, charts: Sequence[Chart] = (), camera: Optional[Camera] = None,
             progress: Optional[Progress] = None, **options: Unpack[MeasureOptions]) -> Swatches:
        """Reads fields of the printed sheet, or of any paper beside a chart. Photos unlike the others are left out.

        photos:   one or several (1 to 16)
        fields:   mappings of the fields of SwatchField: name ("A1w", or any with a shape), parts_water, shape (see Shape),
                  photo, wet_film_um, backing, bare, mix
        chart, charts, camera, options:  as in measure()

        >>> import scalptone
        >>> scalptone.Swatches.read(bytes(100), [{"name": "A1w", "parts_water": 20}])
        Traceback (most recent call last):
          ...
        scalptone._errors.PhotoError: not a PNG, JPEG or HEIC photo; choose the photo as the phone or camera saved it
        """
        several = list(photos) if isinstance(photos, (list, tuple)) else [photos]
        views = [View(open_photo(photo), roles=()) for photo in several]
        call = Call(progress, long=True)
        array = ffi.new("sct_view[]", max(1, len(views)))
        for struct, view in zip(array, views):
            _set_view(call, struct, view)
        rows = ffi.new("sct_swatch_field[]", max(1, len(fields)))
        for row, field in zip(rows, fields):
            lib.sct_swatch_field_init_sized(ffi.addressof(row), ffi.sizeof("sct_swatch_field"))
            given = dict(field)
            shape = given.pop("shape", None)
            n.fill(row, given, call.keep)
            if shape is not None:
                row.shape = make_shape(call, "skin", shape)
        settings = call.options("sct_measure_options", options)
        settings.chart = chart_options(call, chart, charts, True)
        if camera is not None:
            settings.camera = n.kept(camera._c, call.keep)
        return cls._own(call.make(lib.sct_swatches_new, "sct_swatches", settings, array, len(views), rows, len(fields)))

    @property
    def info(self) -> SwatchesInfo:
        """How the photos were corrected, how far they differ, which were left out."""
        return n.record("sct_swatches_info", lib.sct_swatches_describe_sized, self._c)  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return int(self.info.count)

    def __getitem__(self, index: int) -> Swatch:
        if not 0 <= index < len(self):
            raise IndexError("%d fields were read" % len(self))
        return n.record("sct_swatch", lib.sct_swatches_at_sized, self._c, index)  # type: ignore[no-any-return]

    def ink(self, palette: Optional[PaletteLike] = None, **entry: Unpack[InkEntry]) -> Tuple[Palette, List[str]]:
        """A palette with an ink made of these films (or with the films added to the ink of that id), and what they could not
        tell."""
        call, text = Call(), _text_of(palette)
        settings = _given(call, "sct_ink_entry", entry)
        out, notes = ffi.new("sct_bytes *"), ffi.new("sct_bytes *")
        call.check(lib.sct_palette_measure(call.context, settings, self._c, text or ffi.NULL, len(text), out, notes))
        return _as_palette(n.take(out)), n.take(notes).decode().splitlines()

    def cup(self, palette: PaletteLike, ink: Union[int, str], **options: Unpack[CupOptions]) -> Cup:
        """Whether the films of a mix (fields with mix=1) are as wanted, and what to add.

        options:  the fields of CupOptions: want_parts_water, batch_ml, tolerance, film_sd
        """
        if "want_parts_water" not in options:
            raise UseError("say what is wanted: want_parts_water=20")
        inks, call = open_palette(palette), Call()
        settings = _given(call, "sct_cup_options", options)
        struct = ffi.new("sct_cup *")
        call.check(lib.sct_cup_check_sized(call.context, settings, inks._c, inks.index(ink), self._c, struct,
                                           ffi.sizeof("sct_cup")))
        return n.reader("sct_cup")(struct[0])  # type: ignore[no-any-return]
