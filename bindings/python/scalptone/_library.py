"""Finds and opens the C library, once, when it is first needed.

It is looked for in this order, and the first that is there is taken:

1. the file that the environment variable SCALPTONE_LIBRARY names;
2. beside this package, in ``native/``, where wheels carry it;
3. where the system's loader looks.
"""

from __future__ import annotations

import os

from ._errors import LibraryError
from ._records import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Tuple

SONAME = "libscalptone.so.0"
HERE = os.path.dirname(os.path.abspath(__file__))


def places() -> List[str]:
    """Where the library is looked for: files by their whole path, or a name for the system's loader."""
    named = os.environ.get("SCALPTONE_LIBRARY")
    if named:
        return [named]
    beside = os.path.join(HERE, "native", SONAME)
    return ([beside] if os.path.exists(beside) else []) + [SONAME]


def load() -> Tuple[Any, Any, str]:
    """cffi's interface, the library, and the place it was found at."""
    try:
        from ._abi import ffi
    except ImportError as error:
        raise LibraryError("scalptone needs cffi (pip install cffi, or Debian's python3-cffi-backend): %s" % error) from error
    failures = []
    for place in places():
        try:
            library = ffi.dlopen(place)
            number = library.sct_version_number
        except (OSError, AttributeError) as error:
            failures.append(str(error))
            continue
        wanted = [int(part) for part in VERSION.split(".")]
        found = number()
        # Before 1.0 a minor version may change anything; after it only a major one.
        fits = found // 1000 == wanted[0] * 1000 + wanted[1] if wanted[0] == 0 else found // 1000000 == wanted[0]
        if not fits:
            version = ffi.string(library.sct_version()).decode()
            raise LibraryError("%s is scalptone %s, and this package is for %s; install the two together" % (place, version, VERSION))
        return ffi, library, place
    raise LibraryError(
        "the library of scalptone was not found (%s); install a wheel that carries it or the system's package, or name the file in "
        "SCALPTONE_LIBRARY" % "; ".join(failures))


ffi, lib, where = load()
