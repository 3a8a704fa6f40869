"""Questions about the library itself."""

from __future__ import annotations

from . import _native as n
from ._library import ffi, lib, where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Tuple

    from ._types import Feature, Limit


def library_version() -> str:
    """The version of the C library that is in use."""
    return n.text_of(lib.sct_version())


def library_path() -> str:
    """The file of the C library, or the name by which the system's loader found it."""
    return where


def has(feature: Feature) -> bool:
    """Whether this build of the library has something on this machine, such as "heic", which is looked for at each question."""
    return bool(lib.sct_has(n.value_of("sct_feature", feature)))


def limits() -> Dict[Limit, Tuple[int, int, int]]:
    """Every bound by name, as the least, the usual and the greatest value that it can have. Photo.open changes some of them.

    >>> import scalptone
    >>> scalptone.limits()["pixels"][1]
    100000000
    """
    found: Dict[Limit, Tuple[int, int, int]] = {}
    three = [ffi.new("uint64_t *") for _ in range(3)]
    for word in n.words("sct_limit"):
        lib.sct_limit_range(n.value_of("sct_limit", word), *three)
        found[word] = (int(three[0][0]), int(three[1][0]), int(three[2][0]))  # type: ignore[index]
    return found


def languages() -> Tuple[str, ...]:
    """The languages that pages, pictures and sentences can be had in, English first."""
    found: List[str] = []
    while True:
        name = lib.sct_language(len(found))
        if not name:
            return tuple(found)
        found.append(n.text_of(name))


def words(english: str, language: str) -> str:
    """A sentence of the library (of a verdict, a row, a flag, an error) in a language; what is none comes back as it was.

    >>> import scalptone
    >>> scalptone.words("Mark the hair.", "de")
    'Markieren Sie das Haar.'
    """
    return n.Call().bytes(lib.sct_words, n.c_text(english), n.c_text(language)).decode()
