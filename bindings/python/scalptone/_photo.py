"""Photos, and the places in them."""

from __future__ import annotations

import os
import sys

from . import _native as n
from ._errors import UseError
from ._library import ffi, lib
from ._native import Flagged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

    from ._chart import Camera
    from ._native import Progress, Source
    from ._records import Flag, PhotoInfo
    from ._types import PixelFormat, PixelSpace, Role, ShapeKind

    ShapeLike = Union[str, "Shape", memoryview, Any]
    Shapes = Union[ShapeLike, Sequence[ShapeLike]]

FORMATS = {"u8": ("B", 1), "u16": ("H", 2), "f32": ("f", 4)}


def is_array(thing: object) -> bool:
    """Whether it is a NumPy array; NumPy is not imported to find out."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(thing, numpy.ndarray)


def layout(source: Any) -> Tuple[Any, int, int, int, int, int]:
    """A pointer to pixels in memory, their height, width, channels, bits and the bytes from row to row.

    Nothing is copied where rows are whole, one after another or apart (a crop of an array); else a copy is made.
    """
    try:
        view = memoryview(source)
    except (TypeError, ValueError, BufferError) as error:
        raise UseError("pixels are wanted as an array of rows, not %r (%s)" % (type(source).__name__, error)) from None
    if view.format.lstrip("@=") not in ("B", "H") or view.ndim not in (2, 3):
        raise UseError("pixels are unsigned numbers of 8 or 16 bits, by rows and columns (and channels); these are %r in %d dimensions"
                       % (view.format, view.ndim))
    shape, strides = view.shape or (), view.strides or ()
    height, width = shape[0], shape[1]
    channels = shape[2] if view.ndim == 3 else 1
    size = view.itemsize
    packed = strides[1:] == ((channels * size, size) if view.ndim == 3 else (size,))
    if view.c_contiguous or not (packed and strides[0] > 0 and is_array(source) and view.nbytes):
        return n.memory(view if view.c_contiguous else view.tobytes()), height, width, channels, 8 * size, width * channels * size
    # A crop: NumPy tells the address, and the view holds the memory.
    pointer = n.held_address(ffi.cast("char *", source.__array_interface__["data"][0]), view)
    return pointer, height, width, channels, 8 * size, strides[0]


class Photo(Flagged):
    """A photo of a client: opened from a file, from bytes, or from pixels that your program has.

    Opening reads the header only, so it is quick and tells early when a file is of no use. A photo never changes and may be
    used by several threads at once.

    >>> import scalptone
    >>> photo = scalptone.Photo.open(bytearray(b"\\xc8\\x96\\x82" * 12), width=4)
    >>> photo.width, photo.height, photo.info.format
    (4, 3, 'pixels')
    """

    _flags = "sct_photo_flags"

    info: PhotoInfo

    @classmethod
    def open(cls, source: Any, *, width: Optional[int] = None, icc: Optional[bytes] = None, orientation: int = 1,
             limits: Optional[Mapping[str, int]] = None) -> Photo:
        """Opens a photo.

        source:       a path, an open file or its bytes (PNG, JPEG, HEIC), an image of Pillow, or pixels: an array of rows, columns and
                      channels (grey, grey and alpha, RGB, RGBA) of 8 or 16 bits, which is not copied: leave it unchanged
        width:        of pixels that come as plain bytes of RGB, rows from top to bottom
        icc:          the colour profile of pixels; None: sRGB
        orientation:  EXIF orientation of pixels [1, 8]
        limits:       bounds by name ("pixels", "side", "file-bytes"), for this photo and what is done with it

        Raises PhotoError, UseError, and OSError where the file cannot be read.
        """
        if width is not None:
            source = memoryview(source)
            if width < 1 or source.nbytes % (3 * width) or not source.nbytes:
                raise UseError("%d bytes are no rows of %d RGB pixels" % (source.nbytes, width))
            source = source.cast("B").cast("B", [source.nbytes // (3 * width), width, 3])
        elif type(source).__module__.startswith("PIL.") and hasattr(source, "tobytes"):
            source, icc = _from_pillow(source, icc)
        file = isinstance(source, (str, bytes, bytearray, os.PathLike)) or hasattr(source, "read") or _is_flat(source)
        call = n.Call(limits=limits)
        if not file:
            held, height, columns, channels, bits, stride = layout(source)
            desc = call.options("sct_pixels_desc", {"width": columns, "height": height, "channels": channels, "bits": bits,
                                                    "stride": stride, "orientation": orientation})
            desc.data = held
            profile = n.memory(bytes(icc)) if icc is not None else None
            if icc is not None:
                desc.icc, desc.icc_size = profile, len(icc)
            # The photo reads this memory for as long as anything reads the photo.
            handle = call.make(lib.sct_photo_from_pixels, "sct_photo", desc, holds=(held, profile))
        else:
            data = n.load_bytes(source)
            handle = call.make(lib.sct_photo_open, "sct_photo", n.kept(n.memory(data), call.keep), len(data), holds=call.keep)
        self = cls._own(handle)
        self.limits = dict(limits or {})
        self.info = n.record("sct_photo_info", lib.sct_photo_describe_sized, handle)
        self.name = os.path.basename(os.fspath(source)) if isinstance(source, (str, os.PathLike)) else None
        return self

    @classmethod
    def from_flash(cls, flash: Any, no_flash: Any, *, camera: Optional[Camera] = None,
                   progress: Optional[Progress] = None) -> Photo:
        """The photo that the flash alone would have made, of one with the flash and one of the same view without.

        camera:  what is known of it, which straightens its tone curve; None: a chart in the first photo does

        Raises NothingError where the two are no such pair.
        """
        first, second = (photo if isinstance(photo, Photo) else cls.open(photo) for photo in (flash, no_flash))
        call = n.Call(progress, first.limits, long=True)
        known = ffi.NULL if camera is None else n.kept(camera._c, call.keep)
        self = cls._own(call.make(lib.sct_photo_from_flash, "sct_photo", known, first._c, second._c))
        self.limits = dict(first.limits)
        self.info = n.record("sct_photo_info", lib.sct_photo_describe_sized, self._c)
        self.name = first.name
        return self

    limits: Dict[str, int]
    name: Optional[Union[str, bytes]]

    @property
    def width(self) -> int:
        """Pixels, as seen."""
        return self.info.width

    @property
    def height(self) -> int:
        """Pixels, as seen."""
        return self.info.height

    def pixels(self, format: PixelFormat = "u8", space: PixelSpace = "srgb", channels: int = 3, *, out: Any = None,
               progress: Optional[Progress] = None) -> memoryview:
        """The photo as seen, upright, as rows of pixels: a memoryview of height x width x channels.

        format:    "u8", "u16", or "f32", where 1 is white
        space:     "srgb" for screens, "linear-srgb", "xyz-d50" ("f32" only), or "own"
        channels:  3, or 4 with opacity
        out:       memory of your own that is filled instead: an array, or any writable buffer of that size

        >>> import scalptone
        >>> photo = scalptone.Photo.open(bytearray(b"\\xc8\\x96\\x82" * 12), width=4)
        >>> photo.pixels().shape
        (3, 4, 3)
        """
        call = n.Call(progress, self.limits, long=True)
        return plane(call, lambda p: lib.sct_photo_pixels(call.context, self._c, p), self.height, self.width, format, space, channels,
                     out)

    def array(self, format: PixelFormat = "u8", space: PixelSpace = "srgb", channels: int = 3, *, out: Any = None,
              progress: Optional[Progress] = None) -> Any:
        """The same as a NumPy array, which shares the memory."""
        import numpy

        if out is None:
            out = numpy.empty((self.height, self.width, channels), {"u8": "u1", "u16": "u2", "f32": "f4"}[format])
        self.pixels(format, space, channels, out=out, progress=progress)
        return out

    def refusal_png(self, error: Exception) -> bytes:
        """The photo as a PNG with the reason why it could not be measured, and what to do about it, below."""
        call = n.Call(limits=self.limits, long=True)
        reason = getattr(error, "reason", str(error))
        fix = getattr(error, "fix", "") or "photograph it again"
        return call.bytes(lib.sct_photo_refusal_png, self._c, n.c_text(reason), n.c_text(fix), ffi.NULL)

    def __repr__(self) -> str:
        if self.closed:
            return "<Photo, closed>"
        return "<Photo %d x %d, %s, %s>" % (self.width, self.height, self.info.format,
                                             self.info.profile_name or self.info.profile_source + " profile")


def _is_flat(source: Any) -> bool:
    return isinstance(source, memoryview) and source.ndim == 1


def _from_pillow(image: Any, icc: Optional[bytes]) -> Tuple[memoryview, Optional[bytes]]:
    channels = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}.get(image.mode)
    if channels is None:
        raise UseError("an image of mode %s; convert it to RGB" % image.mode)
    rows = memoryview(image.tobytes()).cast("B", [image.height, image.width, channels])
    return rows, icc if icc is not None else image.info.get("icc_profile")


def plane(call: n.Call, render: Any, height: int, width: int, format: str, space: str, channels: int, out: Any) -> memoryview:
    """Has pixels written into memory of Python."""
    if format not in FORMATS:
        n.value_of("sct_pixel_format", format)
    code, size = FORMATS[format]
    wanted = call.options("sct_plane", {"format": format, "space": space, "channels": channels})
    if channels not in (3, 4):
        raise UseError("channels are 3 or 4, not %r" % (channels,))
    needed = height * width * channels * size
    if out is None:
        view = memoryview(bytearray(needed))
    else:
        try:
            view = memoryview(out).cast("B")
        except (TypeError, ValueError, BufferError) as error:
            raise UseError("out cannot be written to: %s" % error) from None
        if view.readonly or view.nbytes < needed:
            raise UseError("out must be writable and have %d bytes; it has %d" % (needed, view.nbytes))
    with ffi.from_buffer(view, require_writable=True) as memory:
        wanted.data, wanted.capacity = memory, view.nbytes
        call.check(render(wanted))
    return view[:needed].cast(code, [height, width, channels])


# ---- shapes ------------------------------------------------------------------------------------------------------------------


class Shape:
    """A place in a photo. Where the library wants one, the words of the command line will do: "rect:20%,10%,9%,9%",
    "circle:X,Y,R", "poly:X,Y X,Y X,Y", "point:X,Y", "line:X,Y X,Y", "mask:FILE", in pixels of the photo as seen or in percent of
    its width and height; so will a mask, an array of height x width that is not zero inside.

    >>> import scalptone
    >>> scalptone.Shape.rect(20, 10, 9, 9, percent=True)
    Shape('rect', 20, 10, 9, 9, percent=True)
    """

    def __init__(self, kind: ShapeKind, *numbers: float, percent: bool = False, reflectance: Optional[float] = None,
                 mask: Any = None) -> None:
        self.kind, self.numbers, self.percent, self.reflectance, self.picture = kind, numbers, percent, reflectance, mask

    @classmethod
    def rect(cls, x: float, y: float, width: float, height: float, *, percent: bool = False) -> Shape:
        """A rectangle."""
        return cls("rect", x, y, width, height, percent=percent)

    @classmethod
    def circle(cls, x: float, y: float, radius: float, *, percent: bool = False) -> Shape:
        """A circle."""
        return cls("circle", x, y, radius, percent=percent)

    @classmethod
    def poly(cls, corners: Sequence[Tuple[float, float]], *, percent: bool = False) -> Shape:
        """An outline of three corners or more."""
        return cls("poly", *[number for corner in corners for number in corner], percent=percent)

    @classmethod
    def point(cls, x: float, y: float, *, percent: bool = False) -> Shape:
        """A tap: the skin or hair around this place, as far as it looks alike."""
        return cls("point", x, y, percent=percent)

    @classmethod
    def line(cls, places: Sequence[Tuple[float, float]], *, percent: bool = False) -> Shape:
        """A stroke over two places or more, which grows as a tap does."""
        return cls("line", *[number for place in places for number in place], percent=percent)

    @classmethod
    def mask(cls, picture: Any) -> Shape:
        """What is not zero in an array of height x width of 8 bits, or in a PNG (its path or bytes)."""
        return cls("mask", mask=picture)

    def grey(self, reflectance: float) -> Shape:
        """The same for a grey card that reflects this share of the light [0.02, 0.98]."""
        return Shape(self.kind, *self.numbers, percent=self.percent, reflectance=reflectance, mask=self.picture)

    def __repr__(self) -> str:
        extra = (", percent=True" if self.percent else "") + (", mask=..." if self.picture is not None else "")
        return "Shape(%r%s%s)" % (self.kind, "".join(", %g" % number for number in self.numbers), extra)


def make_shape(call: n.Call, role: Role, given: ShapeLike) -> Any:
    """A shape of the library, held by the call."""
    number = n.value_of("sct_role", role)
    if isinstance(given, str):
        shape = call.make(lib.sct_shape_parse, "sct_shape", n.c_text(given), number)
        file = lib.sct_shape_mask_file(shape)
        if file:
            given = Shape.mask(n.text_of(file))
        else:
            return n.kept(shape, call.keep)
    if not isinstance(given, Shape):
        given = Shape.mask(given)
    if given.kind == "mask":
        shape = _make_mask(call, number, given.picture)
    else:
        values = n.numbers(given.numbers)
        percent = bytes([1 if given.percent else 0]) * len(values)
        shape = call.make(lib.sct_shape_new, "sct_shape", number, n.value_of("sct_shape_kind", given.kind),
                          ffi.new("double[]", values), percent, len(values))
    if given.reflectance is not None:
        call.check(lib.sct_shape_set_reflectance(call.context, shape, float(given.reflectance)))
    return n.kept(shape, call.keep)


def _make_mask(call: n.Call, role: int, picture: Any) -> Any:
    if isinstance(picture, (str, bytes, os.PathLike)):
        data = n.load_bytes(picture)
        return call.make(lib.sct_shape_from_mask_png, "sct_shape", role, data, len(data))
    if is_array(picture) and picture.dtype == bool:
        picture = picture.view("u1")
    memory, height, width, channels, bits, stride = layout(picture)
    if channels != 1 or bits != 8:
        raise UseError("a mask is an array of height x width numbers of 8 bits")
    return call.make(lib.sct_shape_from_mask, "sct_shape", role, ffi.cast("uint8_t *", memory), width, height, stride)


def shapes(call: n.Call, role: Role, given: Optional[Shapes]) -> List[Any]:
    """Shapes of the library from one shape or several."""
    if given is None:
        return []
    several = list(given) if isinstance(given, (list, tuple)) else [given]
    return [make_shape(call, role, shape) for shape in several]
