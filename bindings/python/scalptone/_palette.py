"""Inks: what is in them, what colours they were measured to have, and whose word that is."""

from __future__ import annotations

import os
import sys

from . import _native as n
from ._errors import UseError
from ._library import HERE, ffi, lib
from ._native import Call, Flagged, Handle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

    from typing_extensions import Unpack

    from ._records import Blend, Flag, Ink, InkColour, InkOpticsInfo, InkPigment, PaletteInfo
    from ._types import Drawdown, PaletteConvertOptions

    PaletteLike = Union["Palette", str, "os.PathLike[str]", bytes, Mapping[str, Any]]


def folders() -> List[str]:
    """Where palettes that ship are looked for: in this package, then where the library is installed."""
    places = [os.path.join(HERE, "palettes")]
    places += [os.path.join(prefix, "share", "scalptone", "palettes") for prefix in (sys.prefix, "/usr/local", "/usr")]
    return [place for place in places if os.path.isdir(place)]


def palettes() -> List[str]:
    """The names of the palettes that ship.

    >>> import scalptone
    >>> "default" in scalptone.palettes()
    True
    """
    for folder in folders():
        return sorted(name[:-5] for name in os.listdir(folder) if name.endswith(".json") and ".schema" not in name)
    return []


def palette(source: PaletteLike = "default") -> Palette:
    """A palette: one that ships by its name, a file by its path, or JSON as text, bytes or a dict.

    >>> import scalptone
    >>> inks = scalptone.palette("generic-carbon")
    >>> len(inks) > 0 and inks["generic-carbon"].kind
    'dilutable'
    """
    if isinstance(source, Palette):
        return source
    if isinstance(source, str) and source.replace("-", "").replace("_", "").isalnum() and not os.path.exists(source):
        files = [os.path.join(folder, source + ".json") for folder in folders()]
        found = next((file for file in files if os.path.exists(file)), None)
        if found is None:
            raise UseError("there is no palette %r; there are %s, or give a path" % (source, ", ".join(palettes()) or "none here"))
        source = found
    data = n.load_text(source)
    return Palette._own(Call().make(lib.sct_palette_from_json, "sct_palette", data, len(data)))


def convert_palette(source: Any, **options: Unpack[PaletteConvertOptions]) -> Tuple[bytes, List[str]]:
    """A palette from one format in another: JSON, CSV, CGATS readings, swatches of GIMP (gpl) or Adobe (ase).

    source:   a Palette, a path, an open file, bytes, or JSON as text or a dict
    options:  the fields of PaletteConvertOptions, such as to="csv"; without, the bytes tell what they are, and become JSON

    Answers with the bytes, and with a sentence for each thing that was lost or had to be assumed.

    >>> import scalptone
    >>> table, notes = scalptone.convert_palette(scalptone.palette("generic-carbon"), to="csv")
    >>> scalptone.palette(scalptone.convert_palette(table)[0])[0].id
    'generic-carbon'
    """
    data, call = n.load_text(source.json() if isinstance(source, Palette) else source), Call()
    out, notes = ffi.new("sct_bytes *"), ffi.new("sct_bytes *")
    settings = call.options("sct_palette_convert_options", options)
    call.check(lib.sct_palette_convert(call.context, settings, data, len(data), out, notes))
    return n.take(out), n.take(notes).decode().splitlines()


class Palette(Handle):
    """Inks, in the order of their file. A palette never changes and may be shared between threads.

    ``palette[0]`` and ``palette["generic-carbon"]`` are inks, ``len(palette)`` says how many there are.
    """

    open = staticmethod(palette)

    @property
    def info(self) -> PaletteInfo:
        """Facts about the palette, whose word it is, and its fingerprint (SHA-256)."""
        found: PaletteInfo = n.record("sct_palette_info", lib.sct_palette_describe_sized, self._c)
        return found

    @property
    def warnings(self) -> Tuple[str, ...]:
        """What was odd about the file, each with the place in it."""
        return tuple(n.text_of(lib.sct_palette_warning(self._c, i)) for i in range(self.info.warning_count))

    def __len__(self) -> int:
        return int(lib.sct_palette_count(self._c))

    def __iter__(self) -> Iterator[Ink]:
        return (self[index] for index in range(len(self)))

    def __contains__(self, ink: object) -> bool:
        return isinstance(ink, str) and self._find(ink) is not None

    def __getitem__(self, ink: Union[int, str]) -> Ink:
        found: Ink = n.record("sct_ink", lib.sct_palette_ink_sized, self._c, self.index(ink))
        return found

    def _find(self, ink: str) -> Optional[int]:
        number = lib.sct_palette_find(self._c, n.c_text(ink))
        return None if number == n.SIZE_MAX else int(number)

    def index(self, ink: Union[int, str]) -> int:
        """The number of an ink by its id. KeyError or IndexError where there is none."""
        if isinstance(ink, str):
            found = self._find(ink)
            if found is None:
                raise KeyError(ink)
            return found
        number = ink + len(self) if ink < 0 else ink
        if not 0 <= number < len(self):
            raise IndexError("the palette has %d inks" % len(self))
        return number

    def pigments(self, ink: Union[int, str]) -> Tuple[InkPigment, ...]:
        """What an ink is made of."""
        number = self.index(ink)
        return tuple(n.record("sct_ink_pigment", lib.sct_palette_ink_pigment_sized, self._c, number, i)
                     for i in range(self[number].pigment_count))

    def colours(self, ink: Union[int, str]) -> Tuple[InkColour, ...]:
        """The colours of an ink: in the cup, drawn down, fresh, healed."""
        number = self.index(ink)
        return tuple(n.record("sct_ink_colour", lib.sct_palette_ink_colour_sized, self._c, number, i)
                     for i in range(self[number].colour_count))

    def ingredients(self, ink: Union[int, str]) -> Tuple[str, ...]:
        """What else is in an ink."""
        number = self.index(ink)
        return tuple(n.text_of(lib.sct_palette_ink_ingredient(self._c, number, i)) for i in range(self[number].ingredient_count))

    def title(self, ink: Union[int, str], blend: Optional[Blend] = None) -> str:
        """What people call an ink, or two in one syringe."""
        room = ffi.new("char[96]")
        second = ffi.NULL if blend is None else n.fill(ffi.new("sct_blend *"), blend, [])
        lib.sct_ink_title(self._c, self.index(ink), second, room, 96)
        return n.text_of(room)

    def optics(self, ink: Union[int, str]) -> InkOptics:
        """The best optics that an ink offers: its films, else its composition. NothingError where neither tells enough."""
        return InkOptics._own(Call().make(lib.sct_palette_ink_optics, "sct_ink_optics", self._c, self.index(ink)))

    def json(self) -> str:
        """The palette as JSON text, with every key of its file."""
        return Call().bytes(lib.sct_palette_json, self._c).decode()

    def ink_json(self, ink: Union[int, str]) -> str:
        """One ink as JSON, one line, its colours as D50 and 2 degrees."""
        return Call().bytes(lib.sct_palette_ink_json, self._c, self.index(ink)).decode()

    def __reduce__(self) -> Any:
        return palette, (self.json().encode(),)

    def __repr__(self) -> str:
        return "<Palette, closed>" if self.closed else "<Palette %r, %d inks>" % (self.info.name, len(self))


class InkOptics(Flagged):
    """What an ink absorbs and scatters in skin, and what that rests on.

    >>> import scalptone
    >>> ink = scalptone.InkOptics.from_composition({"77266": 0.15})
    >>> ink.info.basis
    'composition'
    """

    _flags = "sct_ink_optics_flags"

    @classmethod
    def from_composition(cls, pigments: Mapping[str, float]) -> InkOptics:
        """From Colour Index numbers and mass fractions of the fluid [0, 1]."""
        call = Call()
        array = pigment_array(pigments, call)
        return cls._own(call.make(lib.sct_ink_optics_from_composition, "sct_ink_optics", array, len(pigments)))

    @classmethod
    def from_drawdowns(cls, films: Sequence[Drawdown], *, pigments: Optional[Mapping[str, float]] = None,
                       wet_um: float = float("nan"), lab_sd: float = 0.3) -> InkOptics:
        """From films that somebody measured (1 to 16; fields of Drawdown, such as lab, parts_water, backing).

        pigments:  mass fractions of the fluid where they are known
        wet_um:    thickness of the films when wet, um [1, 1000]; NaN: not known
        lab_sd:    standard deviation of the measured Lab [0.01, 10]
        """
        call = Call()
        array = ffi.new("sct_drawdown[]", max(len(films), 1))
        for struct, film in zip(array, films):
            lib.sct_drawdown_init_sized(ffi.addressof(struct), ffi.sizeof("sct_drawdown"))
            reflectance = film.get("reflectance")
            if reflectance is not None:
                n.numbers(reflectance, lib.SCT_WAVELENGTHS)
            n.fill(struct, film, call.keep)
        settings = call.options("sct_drawdown_options", {"wet_um": wet_um, "lab_sd": lab_sd})
        if pigments:
            settings.pigments, settings.pigment_count = pigment_array(pigments, call), len(pigments)
        return cls._own(call.make(lib.sct_ink_optics_from_drawdowns, "sct_ink_optics", settings, array, len(films)))

    @property
    def info(self) -> InkOpticsInfo:
        """What the optics rest on, and how far they can be trusted."""
        found: InkOpticsInfo = n.record("sct_ink_optics_info", lib.sct_ink_optics_describe_sized, self._c)
        return found

    @property
    def curves(self) -> Dict[str, Tuple[float, ...]]:
        """``absorption_per_cm`` and ``scattering_per_cm`` of one unit of load in tissue, ``anisotropy``: 400 to 700 nm by 10 nm."""
        names = ("absorption_per_cm", "scattering_per_cm", "anisotropy")
        rows = [ffi.new("double[]", lib.SCT_WAVELENGTHS) for _ in names]
        Call().check(lib.sct_ink_optics_curves(self._c, *rows))
        return {name: tuple(row) for name, row in zip(names, rows)}

    def __repr__(self) -> str:
        return "<InkOptics, closed>" if self.closed else "<InkOptics by %s>" % self.info.rests_on


def pigment_array(pigments: Mapping[str, float], call: Call) -> Any:
    """Pigments as an array of the library, held by the call."""
    array = n.kept(ffi.new("sct_pigment[]", max(len(pigments), 1)), call.keep)
    for struct, ci in zip(array, pigments):
        text = str(ci).encode("ascii", "replace")
        if len(text) > 7:
            raise UseError("%r is no Colour Index number such as '77266'" % (ci,))
        struct.ci, struct.fraction = text, float(pigments[ci])
    return array
