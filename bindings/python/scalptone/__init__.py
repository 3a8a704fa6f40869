"""Which ink, at which dilution, will look right on this head once it has healed?

    import scalptone

    client = scalptone.measure("client.jpg")
    ranking = client.match("default")
    if ranking.pick:
        print(ranking[0].ink_id, ranking[0].shade)
    for flag in ranking.flags:
        print(flag.name, flag.fix)

Photos stay on the machine. Every Lab is D50 and 2 degrees, specular reflection excluded; units end the names of fields; NaN is
a number that is not known. Everything but Preview and Record may be shared between threads, and Python's other threads run
while the library works. Long work takes ``progress=`` and stops with whatever that raises, Ctrl-C included.

Nothing is loaded before it is used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._records import *
    from ._types import *
    __version__: str
    from ._errors import (
        Cancelled as Cancelled, ChartError as ChartError, Error as Error, InternalError as InternalError,
        LibraryError as LibraryError, NothingError as NothingError, NotSure as NotSure, OutOfMemory as OutOfMemory,
        PaletteError as PaletteError, PassphraseError as PassphraseError, PhotoError as PhotoError, UseError as UseError,
    )
    from ._photo import (
        Photo as Photo, Shape as Shape,
    )
    from ._measure import (
        Measurement as Measurement, View as View, measure as measure,
    )
    from ._palette import (
        InkOptics as InkOptics, Palette as Palette, convert_palette as convert_palette, palette as palette, palettes as palettes,
    )
    from ._artist import (
        Artist as Artist,
    )
    from ._shelf import (
        Swatches as Swatches, add_ink as add_ink, check_palette as check_palette, merge as merge, stock as stock,
        substitutes as substitutes,
    )
    from ._match import (
        Look as Look, Ranking as Ranking, match as match, mix as mix, needle as needle, schema as schema,
    )
    from ._preview import (
        Preview as Preview, preview as preview,
    )
    from ._skin import (
        Healed as Healed, conditions as conditions, dot_blur_mm as dot_blur_mm, fit_skin as fit_skin, heal as heal,
        predict_shadow as predict_shadow, tissue as tissue,
    )
    from ._chart import (
        Camera as Camera, Chart as Chart, FoundChart as FoundChart, card_pdf as card_pdf, card_svg as card_svg, chart as chart,
    )
    from ._record import (
        Record as Record, record as record,
    )
    from ._verify import (
        Verification as Verification, verify as verify,
    )
    from ._batch import (
        rank_many as rank_many,
    )
    from ._about import (
        has as has, languages as languages, library_path as library_path, library_version as library_version,
        limits as limits, words as words,
    )
    from ._colour import (
        Shades as Shades, cam16 as cam16, cam16_conditions as cam16_conditions, cov_d65 as cov_d65, de2000 as de2000,
        de2000_many as de2000_many, difference as difference, erythema_index as erythema_index, ita as ita,
        ita_class as ita_class, ita_interval as ita_interval, lab_d65 as lab_d65, lab_from_lch as lab_from_lch, labs_from_rgb8 as labs_from_rgb8,
        lab_from_srgb8 as lab_from_srgb8, lab_from_xyz as lab_from_xyz, lch_from_lab as lch_from_lab,
        melanin_index as melanin_index, metric_description as metric_description, metric_params as metric_params,
        monk as monk, monk_srgb8 as monk_srgb8, rgb_decode as rgb_decode, rgb_encode as rgb_encode,
        rgb_from_xyz as rgb_from_xyz, rgb_white as rgb_white, skin_locus_z as skin_locus_z, srgb8_from_lab as srgb8_from_lab,
        ucs as ucs, ucs_difference as ucs_difference, ucs_from_cam16 as ucs_from_cam16, undertone as undertone,
        white as white, white_spectral as white_spectral, xyz_adapt as xyz_adapt, xyz_from_lab as xyz_from_lab,
        xyz_from_rgb as xyz_from_rgb, xyz_from_spectrum as xyz_from_spectrum,
    )

# Where each name lives. Records and types of the C headers are not listed: they are looked for in _records and _types.
_ROOMS = {
    "_errors": (
        "Cancelled ChartError Error InternalError LibraryError NothingError NotSure OutOfMemory PaletteError PassphraseError PhotoError "
        "UseError"
    ),
    "_photo": (
        "Photo Shape"
    ),
    "_measure": (
        "Measurement View measure"
    ),
    "_palette": (
        "InkOptics Palette convert_palette palette palettes"
    ),
    "_artist": (
        "Artist"
    ),
    "_shelf": (
        "Swatches add_ink check_palette merge stock substitutes"
    ),
    "_match": (
        "Look Ranking match mix needle schema"
    ),
    "_preview": (
        "Preview preview"
    ),
    "_skin": (
        "Healed conditions dot_blur_mm fit_skin heal predict_shadow tissue"
    ),
    "_chart": (
        "Camera Chart FoundChart card_pdf card_svg chart"
    ),
    "_record": (
        "Record record"
    ),
    "_verify": (
        "Verification verify"
    ),
    "_batch": (
        "rank_many"
    ),
    "_about": (
        "has languages library_path library_version limits words"
    ),
    "_colour": (
        "Shades cam16 cam16_conditions cov_d65 de2000 de2000_many difference erythema_index ita ita_class ita_interval lab_d65 "
        "lab_from_lch lab_from_srgb8 lab_from_xyz labs_from_rgb8 lch_from_lab melanin_index metric_description metric_params monk "
        "monk_srgb8 rgb_decode rgb_encode rgb_from_xyz rgb_white skin_locus_z srgb8_from_lab ucs ucs_difference "
        "ucs_from_cam16 undertone white white_spectral xyz_adapt xyz_from_lab xyz_from_rgb xyz_from_spectrum"
    ),
}

if not TYPE_CHECKING:

    def __getattr__(name):
        from importlib import import_module

        try:
            import_module("._records", __name__)
        except ModuleNotFoundError:
            raise ImportError("this folder holds the sources of scalptone for Python; `make python` puts the package together in "
                              "build/python") from None
        if name == "__all__":
            return [name for name in __dir__() if not name.startswith("_")]
        if name == "__version__":
            return import_module("._records", __name__).VERSION
        if not name.startswith("_"):
            rooms = [room for room, names in _ROOMS.items() if name in names.split()]
            for room in rooms or ["_records", "_types"]:
                found = import_module("." + room, __name__)
                if hasattr(found, name):
                    globals()[name] = value = getattr(found, name)
                    return value
        raise AttributeError("module %r has no attribute %r" % (__name__, name))

    def __dir__():
        from importlib import import_module

        names = [name for room in _ROOMS.values() for name in room.split()]
        names += import_module("._records", __name__).__all__ + import_module("._types", __name__).__all__
        return sorted(set(names) | {"__version__", "__doc__", "__file__", "__name__", "__path__"})
