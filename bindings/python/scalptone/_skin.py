"""What an ink looks like in a skin, without any photo."""

from __future__ import annotations

from . import _native as n
from ._errors import UseError
from ._library import ffi, lib
from ._native import Call, Flagged
from ._palette import InkOptics, palette as open_palette, pigment_array
from ._records import Conditions, Tissue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Mapping, Optional, Sequence, Tuple, Union

    from typing_extensions import Unpack

    from ._measure import Colour
    from ._palette import PaletteLike
    from ._records import Cov, Flag, HealBand, HealedInfo, RGB, Shadow, SkinFit
    from ._types import HealedPart, HealOptions, ShadowOptions


def tissue(**changes: float) -> Tissue:
    """A light skin, with the fields that are given changed (see Tissue).

    >>> import scalptone
    >>> scalptone.tissue(melanin=0.2).melanin
    0.2
    """
    struct = ffi.new("sct_tissue *")
    lib.sct_tissue_init(struct)
    found: Tissue = n.reader("sct_tissue")(n.fill(struct, changes, [])[0])
    return found


def conditions(**changes: Any) -> Conditions:
    """D50, 2 degrees, specular reflection excluded, with the fields that are given changed (see Conditions)."""
    struct = ffi.new("sct_conditions *")
    lib.sct_conditions_init(struct)
    found: Conditions = n.reader("sct_conditions")(n.fill(struct, changes, [])[0])
    return found


def fit_skin(lab: Colour, *, cov: Optional[Union[Cov, Sequence[Sequence[float]]]] = None,
             under: Optional[Conditions] = None) -> SkinFit:
    """Fits melanin, blood and the rest of a tissue to the colour of a skin. NothingError for a colour that no skin has.

    >>> import scalptone
    >>> scalptone.fit_skin((65, 9.4, 15.8)).fit_de00 < 0.5
    True
    """
    call, out = Call(), ffi.new("sct_skin_fit *")
    seen = ffi.NULL if under is None else n.fill(ffi.new("sct_conditions *"), under, [])
    call.check(lib.sct_skin_fit_lab_sized(call.context, n.value("sct_lab", lab), covariance(cov), seen, out, ffi.sizeof("sct_skin_fit")))
    found: SkinFit = n.reader("sct_skin_fit")(out[0])
    return found


def covariance(cov: Any) -> Any:
    """A covariance for the library: a Cov, three rows of three numbers, or None for none."""
    if cov is None:
        return ffi.NULL
    rows = [n.numbers(row, 3) for row in getattr(cov, "m", cov)]
    if len(rows) != 3:
        raise UseError("a covariance has three rows of three numbers")
    struct = ffi.new("sct_cov *")
    struct.m = rows
    return struct


def heal(skin: Union[Colour, Tissue, None] = None, ink: Union[str, InkOptics, None] = None, *,
         palette: PaletteLike = "default", pigments: Optional[Mapping[str, float]] = None,
         **options: Unpack[HealOptions]) -> Healed:
    """Predicts the colour of an ink once it has healed in a skin.

    skin:         L*, a*, b* of bare skin, or a Tissue; None: a light skin
    ink:          the id of an ink of the palette, or InkOptics; None: bare skin, or pigments
    pigments:     instead of an ink: Colour Index numbers and healed volume fractions in tissue
    options:      the fields of HealOptions, such as parts_water=20, depth_um=125, age="fresh", band=True

    >>> import scalptone
    >>> healed = scalptone.heal((65, 9.4, 15.8), "generic-carbon", parts_water=20)
    >>> healed.info.area_lab.L < healed.info.bare_lab.L
    True
    """
    call = Call()
    given: Dict[str, Any] = dict(options)
    if isinstance(skin, Tissue) or skin is None and "tissue" not in given and "skin_lab" not in given:
        given["tissue"], given["use_tissue"] = skin if skin is not None else tissue(), True
    elif skin is not None:
        given["skin_lab"] = skin
    elif "tissue" in given:
        given.setdefault("use_tissue", True)
    settings = call.options("sct_heal_options", given)
    if isinstance(ink, str):
        inks = open_palette(palette)
        if "strength" not in given:
            settings.strength = inks[ink].strength
        ink = inks.optics(ink)
    if ink is not None:
        settings.ink = n.kept(ink._c, call.keep)
    if pigments:
        settings.pigments, settings.pigment_count = pigment_array(pigments, call), len(pigments)
    return Healed._own(call.make(lib.sct_heal, "sct_healed", settings))


class Healed(Flagged):
    """A prediction: the colours of a dot and of an area with dots, and their spectra."""

    _flags = "sct_healed_flags"

    @classmethod
    def from_json(cls, source: Any) -> Healed:
        """A prediction from what json() wrote."""
        data = n.load_text(source)
        return cls._own(Call().make(lib.sct_healed_from_json, "sct_healed", data, len(data)))

    def json(self) -> str:
        """The prediction as JSON, one line."""
        return Call().bytes(lib.sct_healed_json, self._c).decode()

    def to_dict(self) -> Dict[str, Any]:
        """The same as a dictionary."""
        return n.read_json(self.json())

    def __reduce__(self) -> Any:
        return Healed.from_json, (self.json(),)

    @property
    def info(self) -> HealedInfo:
        """The colours, and what they rest on."""
        found: HealedInfo = n.record("sct_healed_info", lib.sct_healed_describe_sized, self._c)
        return found

    @property
    def band(self) -> Optional[HealBand]:
        """How far off it may be; None unless it was asked for with band=True."""
        found: Optional[HealBand] = n.record("sct_heal_band", lib.sct_healed_band_sized, self._c)
        return found

    def reflectance(self, part: HealedPart = "area") -> Tuple[float, ...]:
        """Reflectances [0, 1] from 400 to 700 nm by 10 nm, specular reflection excluded."""
        out = ffi.new("double[]", lib.SCT_WAVELENGTHS)
        Call().check(lib.sct_healed_reflectance(self._c, n.value_of("sct_healed_part", part), out))
        return tuple(out)

    def __repr__(self) -> str:
        return "<Healed, closed>" if self.closed else "<Healed, area L* %.1f>" % self.info.area_lab.L


def predict_shadow(skin: Tissue, strand: Colour, **options: Unpack[ShadowOptions]) -> Shadow:
    """The shadow that grown hair of this colour would leave, shaved; options are the fields of ShadowOptions."""
    call, out = Call(), ffi.new("sct_shadow *")
    call.check(lib.sct_predict_shadow_sized(call.context, call.options("sct_shadow_options", options),
                                            n.fill(ffi.new("sct_tissue *"), skin, []), n.value("sct_lab", strand), out,
                                            ffi.sizeof("sct_shadow")))
    found: Shadow = n.reader("sct_shadow")(out[0])
    return found


def dot_blur_mm(skin: Tissue) -> RGB:
    """How far the tissue blurs the edge of a dot, in red, green and blue, mm."""
    found: RGB = n.reader("sct_rgb")(lib.sct_dot_blur_mm(n.fill(ffi.new("sct_tissue *"), skin, [])))
    return found
