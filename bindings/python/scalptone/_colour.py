"""Colours as numbers. Lab is D50 and 2 degrees, specular reflection excluded, unless a name says otherwise; Y of white is 1.

Wherever a colour is wanted, a tuple of three numbers will do. NaN in gives NaN out.
"""

from __future__ import annotations

from . import _native as n
from ._errors import UseError
from ._library import ffi, lib
from ._native import Handle
from ._skin import covariance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional, Sequence, Tuple, Union

    from ._measure import Colour
    from ._records import CAM16, LCh, Lab, Monk, RGB, UCS, XYZ, CAM16Conditions, Cov, MetricParams
    from ._types import Adaptation, Illuminant, Metric, Observer, RgbSpace

    Three = Union[Sequence[float], XYZ, LCh, RGB, Lab, UCS]


def _read(kind: str, struct: Any) -> Any:
    return n.reader(kind)(struct)


def _lab(colour: Colour) -> Any:
    return n.value("sct_lab", colour)


def _xyz(colour: Three) -> Any:
    return n.value("sct_xyz", colour)


def de2000(reference: Colour, sample: Colour, kL: float = 1, kC: float = 1, kH: float = 1) -> float:
    """CIEDE2000: 1 can just be seen side by side, 5 is plain.

    >>> import scalptone
    >>> round(scalptone.de2000((62.1, 10.4, 16.8), (60, 11, 16)), 2)
    2.04
    """
    return float(lib.sct_de2000_weighted(_lab(reference), _lab(sample), kL, kC, kH) if (kL, kC, kH) != (1, 1, 1)
                 else lib.sct_de2000(_lab(reference), _lab(sample)))


def de2000_many(reference: Colour, L: Any, a: Any, b: Any, out: Any = None) -> Any:
    """CIEDE2000 of one colour against many, some tens of times faster than one call each.

    L, a, b:  arrays of float64 or float32 of one length; array.array, memoryview and NumPy arrays are not copied
    out:      where the differences go; None: a new memoryview. It is returned.

    >>> import array, scalptone
    >>> column = lambda *values: array.array("d", values)
    >>> [round(d, 2) for d in scalptone.de2000_many((62.1, 10.4, 16.8), column(60, 62.1), column(11, 10.4), column(16, 16.8))]
    [2.04, 0.0]
    """
    views = [memoryview(plane) for plane in (L, a, b)]
    code, count = views[0].format, len(views[0])
    if code not in ("d", "f") or any(view.format != code or view.ndim != 1 or len(view) != count or not view.c_contiguous for view in views):
        raise UseError("L, a and b are wanted as three rows of one length and type, float64 or float32, without gaps")
    result = memoryview(bytearray(count * views[0].itemsize)).cast(code) if out is None else memoryview(out)
    if result.format != code or result.ndim != 1 or len(result) != count or result.readonly or not result.c_contiguous:
        raise UseError("out is wanted as a writable row of the same length and type")
    kind, wide = ("double", "f64") if code == "d" else ("float", "f32")
    held = [n.memory(view, kind + " *") for view in views]
    many = ffi.new("sct_labs_%s *" % wide, [*held, count])
    getattr(lib, "sct_de2000_batch_" + wide)(_lab(reference), many[0], n.memory(result, kind + " *", True))
    return result if out is None else out


def _rows(L: Any, a: Any, b: Any) -> Any:
    views = [memoryview(plane) for plane in (L, a, b)]
    if any(view.format != "d" or view.ndim != 1 or len(view) != len(views[0]) or not view.c_contiguous for view in views):
        raise UseError("L, a and b are wanted as three rows of one length, float64, without gaps")
    held = [n.memory(view, "double *") for view in views]
    return ffi.new("sct_labs_f64 *", [*held, len(views[0])]), held, len(views[0])


class Shades(Handle):
    """Many shades, of which the nearest to a colour is found exactly without a look at each of them.

    L, a, b:  arrays of float64 of one length; array.array, memoryview and NumPy arrays

    >>> import scalptone
    >>> from array import array
    >>> shades = scalptone.Shades(array("d", [20, 50, 80]), array("d", [0, 10, 0]), array("d", [0, 15, 0]))
    >>> numbers, differences = shades.nearest(array("d", [48]), array("d", [9]), array("d", [16]))
    >>> numbers.tolist(), [round(d, 2) for d in differences]
    ([1], [2.44])
    """

    def __init__(self, L: Any, a: Any, b: Any) -> None:
        many, held, _ = _rows(L, a, b)
        self._held = n.Call().make(lib.sct_shades_new, "sct_shades", many[0])

    def __len__(self) -> int:
        return int(lib.sct_shades_count(self._c))

    def nearest(self, L: Any, a: Any, b: Any) -> Tuple[Any, Any]:
        """Of each colour the number of the shade with the least CIEDE2000, from 0, and that difference; the first of those
        that are alike. What is no colour gets -1 and NaN."""
        many, held, count = _rows(L, a, b)
        found, de = memoryview(bytearray(8 * count)).cast("q"), memoryview(bytearray(8 * count)).cast("d")
        lib.sct_shades_nearest(self._c, many[0], n.memory(found, "size_t *", True), n.memory(de, "double *", True))
        return found, de


def labs_from_rgb8(pixels: Any, space: RgbSpace = "srgb") -> Tuple[Any, Any, Any]:
    """L, a and b (rows of float32, D50) of many encoded 8-bit pixels, given as bytes r, g, b, r and so on; within 3e-4.

    >>> import scalptone
    >>> [round(plane[0], 2) for plane in scalptone.labs_from_rgb8(bytes([200, 160, 140]))]
    [69.21, 13.14, 16.38]
    """
    data = memoryview(pixels)
    if data.format != "B" or not data.c_contiguous or data.nbytes % 3:
        raise UseError("three bytes a pixel are wanted, without gaps")
    count = data.nbytes // 3
    planes = [memoryview(bytearray(4 * count)).cast("f") for _ in range(3)]
    lib.sct_labs_from_rgb8(n.value_of("sct_rgb_space", space), n.memory(data, "uint8_t *"), count,
                           *[n.memory(plane, "float *", True) for plane in planes])
    return planes[0], planes[1], planes[2]


def difference(reference: Colour, sample: Colour, metric: Metric = "de2000", params: Optional[MetricParams] = None) -> float:
    """The difference of two colours in a metric: "de2000", "de76", "de94", "cmc", "cam16ucs". DE94 and CMC are not symmetric."""
    told = ffi.NULL if params is None else n.fill(ffi.new("sct_metric_params *"), params, [])
    return float(lib.sct_difference(n.value_of("sct_metric", metric), told, _lab(reference), _lab(sample)))


def metric_params(metric: Metric) -> MetricParams:
    """The usual factors of a metric."""
    found: MetricParams = _read("sct_metric_params", lib.sct_metric_params_default(n.value_of("sct_metric", metric)))
    return found


def metric_description(metric: Metric) -> str:
    """One line about a metric, for people."""
    return n.text_of(lib.sct_metric_description(n.value_of("sct_metric", metric)))


def white(illuminant: Illuminant = "D50", observer: Observer = 2) -> XYZ:
    """The white point of a light."""
    found: XYZ = _read("sct_xyz", lib.sct_white(n.value_of("sct_illuminant", illuminant), n.value_of("sct_observer", observer)))
    return found


def white_spectral(illuminant: Illuminant = "D50", observer: Observer = 2) -> XYZ:
    """The white that belongs to xyz_from_spectrum: Lab of a measured spectrum is relative to it."""
    found: XYZ = _read("sct_xyz", lib.sct_white_spectral(n.value_of("sct_illuminant", illuminant), n.value_of("sct_observer", observer)))
    return found


def xyz_from_spectrum(values: Sequence[float], start_nm: float, step_nm: float, illuminant: Illuminant = "D50",
                      observer: Observer = 2) -> XYZ:
    """Tristimulus values of a reflectance spectrum, 1 = perfect diffuser."""
    row = n.numbers(values)
    found: XYZ = _read("sct_xyz", lib.sct_xyz_from_spectrum(ffi.new("double[]", row), len(row), start_nm, step_nm,
                                                            n.value_of("sct_illuminant", illuminant), n.value_of("sct_observer", observer)))
    return found


def lab_from_xyz(xyz: Three, white: Optional[Three] = None) -> Lab:
    """CIELAB relative to a white; None: D50."""
    relative = lib.sct_white(0, 2) if white is None else _xyz(white)
    found: Lab = _read("sct_lab", lib.sct_lab_from_xyz(_xyz(xyz), relative))
    return found


def xyz_from_lab(lab: Colour, white: Optional[Three] = None) -> XYZ:
    """And back."""
    relative = lib.sct_white(0, 2) if white is None else _xyz(white)
    found: XYZ = _read("sct_xyz", lib.sct_xyz_from_lab(_lab(lab), relative))
    return found


def lch_from_lab(lab: Colour) -> LCh:
    """Lightness, chroma, and hue in degrees."""
    found: LCh = _read("sct_lch", lib.sct_lch_from_lab(_lab(lab)))
    return found


def lab_from_lch(lch: Three) -> Lab:
    """And back."""
    found: Lab = _read("sct_lab", lib.sct_lab_from_lch(n.value("sct_lch", lch)))
    return found


def xyz_adapt(xyz: Three, from_white: Three, to_white: Three, adaptation: Adaptation = "bradford") -> XYZ:
    """The colour that looks under one white as another does under its own."""
    found: XYZ = _read("sct_xyz", lib.sct_xyz_adapt(_xyz(xyz), _xyz(from_white), _xyz(to_white), n.value_of("sct_adaptation", adaptation)))
    return found


def rgb_decode(encoded: Three, space: RgbSpace = "srgb") -> RGB:
    """Encoded values [0, 1], as in a file, to linear light."""
    found: RGB = _read("sct_rgb", lib.sct_rgb_decode(n.value("sct_rgb", encoded), n.value_of("sct_rgb_space", space)))
    return found


def rgb_encode(linear: Three, space: RgbSpace = "srgb") -> RGB:
    """And back."""
    found: RGB = _read("sct_rgb", lib.sct_rgb_encode(n.value("sct_rgb", linear), n.value_of("sct_rgb_space", space)))
    return found


def rgb_white(space: RgbSpace = "srgb") -> XYZ:
    """The white of an encoding."""
    found: XYZ = _read("sct_xyz", lib.sct_rgb_white(n.value_of("sct_rgb_space", space)))
    return found


def xyz_from_rgb(linear: Three, space: RgbSpace = "srgb") -> XYZ:
    """Linear light to XYZ under the white of the encoding."""
    found: XYZ = _read("sct_xyz", lib.sct_xyz_from_rgb(n.value("sct_rgb", linear), n.value_of("sct_rgb_space", space)))
    return found


def rgb_from_xyz(xyz: Three, space: RgbSpace = "srgb") -> RGB:
    """And back."""
    found: RGB = _read("sct_rgb", lib.sct_rgb_from_xyz(_xyz(xyz), n.value_of("sct_rgb_space", space)))
    return found


def _srgb8(srgb: Sequence[int]) -> Any:
    try:
        return ffi.new("uint8_t[3]", list(srgb))
    except (OverflowError, IndexError, TypeError) as error:
        raise UseError("three whole numbers from 0 to 255 are wanted: %s" % error) from None


def lab_from_srgb8(srgb: Sequence[int]) -> Lab:
    """Encoded sRGB of 8 bits to Lab.

    >>> import scalptone
    >>> round(scalptone.lab_from_srgb8((255, 255, 255)).L)
    100
    """
    found: Lab = _read("sct_lab", lib.sct_lab_from_srgb8(_srgb8(srgb)))
    return found


def srgb8_from_lab(lab: Colour) -> Tuple[int, int, int]:
    """And back; what sRGB cannot show is clipped."""
    out = ffi.new("uint8_t[3]")
    lib.sct_srgb8_from_lab(_lab(lab), out)
    return (out[0], out[1], out[2])


def cam16_conditions() -> CAM16Conditions:
    """A consultation room: 1000 lx of D50, grey background."""
    found: CAM16Conditions = _read("sct_cam16_conditions", lib.sct_cam16_conditions_default())
    return found


def _room(conditions: Optional[CAM16Conditions]) -> Any:
    room = ffi.new("sct_cam16_conditions *", lib.sct_cam16_conditions_default())
    return room if conditions is None else n.fill(room, conditions, [])


def cam16(xyz: Three, conditions: Optional[CAM16Conditions] = None) -> CAM16:
    """How a colour looks in a room (CAM16)."""
    found: CAM16 = _read("sct_cam16", lib.sct_cam16_from_xyz(_xyz(xyz), _room(conditions)))
    return found


def ucs_from_cam16(colour: Union[CAM16, Sequence[float]]) -> UCS:
    """To CAM16-UCS, in which distance is the difference that is seen."""
    found: UCS = _read("sct_ucs", lib.sct_ucs_from_cam16(n.value("sct_cam16", colour)))
    return found


def ucs(xyz: Three, conditions: Optional[CAM16Conditions] = None) -> UCS:
    """Both steps at once."""
    found: UCS = _read("sct_ucs", lib.sct_ucs_from_xyz(_xyz(xyz), _room(conditions)))
    return found


def ucs_difference(reference: Union[UCS, Sequence[float]], sample: Union[UCS, Sequence[float]]) -> float:
    """Distance in CAM16-UCS."""
    return float(lib.sct_ucs_difference(n.value("sct_ucs", reference), n.value("sct_ucs", sample)))


def lab_d65(lab: Colour) -> Lab:
    """Lab of D50 as Lab of D65 (CAT16), 2 degrees."""
    found: Lab = _read("sct_lab", lib.sct_lab_d65(_lab(lab)))
    return found


def cov_d65(lab: Colour, cov: Union[Cov, Sequence[Sequence[float]]]) -> Cov:
    """The covariance of such a colour, likewise."""
    found: Cov = _read("sct_cov", lib.sct_cov_d65(_lab(lab), covariance(cov)))
    return found


def ita(lab_d65: Colour) -> float:
    """Individual typology angle in degrees, of a Lab under D65; above 55 is very light, below -30 dark."""
    return float(lib.sct_ita(_lab(lab_d65)))


def ita_interval(lab_d65: Colour, cov_d65: Union[Cov, Sequence[Sequence[float]]]) -> Tuple[float, float]:
    """Its 95 % interval."""
    lo, hi = ffi.new("double *"), ffi.new("double *")
    lib.sct_ita_interval(_lab(lab_d65), covariance(cov_d65), lo, hi)
    return (lo[0], hi[0])


def ita_class(ita_deg: float) -> str:
    """ "very light", "light", "intermediate", "tan", "brown" or "dark"; a colour of a place, never a person's ancestry."""
    return n.text_of(lib.sct_ita_class(ita_deg))


def undertone(lab: Colour) -> Tuple[str, float]:
    """ "cool", "neutral" or "warm", and the hue against real skin of that lightness, standard deviations."""
    z = float(lib.sct_undertone_z(_lab(lab)))
    return n.text_of(lib.sct_undertone_name(z)), z


def skin_locus_z(lab: Colour) -> float:
    """How far a colour is from real skin of that lightness, standard deviations."""
    return float(lib.sct_skin_locus_z(_lab(lab)))


def monk(lab: Colour) -> Monk:
    """The nearest of the ten Monk Skin Tones, and the distance to it."""
    found: Monk = _read("sct_monk", lib.sct_monk_nearest(_lab(lab)))
    return found


def monk_srgb8(tone: int) -> Tuple[int, int, int]:
    """The published sRGB of a tone from 1 to 10."""
    out = ffi.new("uint8_t[3]")
    if not lib.sct_monk_srgb8(tone, out):
        raise UseError("Monk tones are 1 to 10, not %r" % (tone,))
    return (out[0], out[1], out[2])


def melanin_index(R680: float) -> float:
    """100 log10(1 / R680), of a reflectance (0, 1] at 680 nm."""
    return float(lib.sct_melanin_index(R680))


def erythema_index(R550: float, R560: float, R680: float) -> float:
    """Reddening by blood, of reflectances (0, 1]."""
    return float(lib.sct_erythema_index(R550, R560, R680))
