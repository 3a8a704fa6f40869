"""What can go wrong, as exceptions that a program can act on."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Optional, Type


class Error(Exception):
    """The base of all errors of scalptone.

    code:    the status as a word, such as "photo-damaged"; stable, to be compared with
    status:  its number
    reason:  what is wrong, for people
    fix:     what to do about it, for people; "" where nothing is known
    flag:    the quality flag behind it, such as "no-chart"; None where there is none

    >>> import scalptone
    >>> try:
    ...     scalptone.Photo.open(b"not a photo")
    ... except scalptone.PhotoError as error:
    ...     print(error.code)
    photo-format
    """

    def __init__(self, message: str, code: str = "argument", status: int = 10, flag: Optional[str] = None) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.flag = flag
        self.reason, _, self.fix = message.partition("; ")


class UseError(Error, ValueError):
    """An argument or option is wrong: out of its range, contradictory, or a shape outside the photo."""


class PhotoError(Error):
    """The photo cannot be read: no photo, damaged, too large, not supported, or its profile cannot be used."""


class PaletteError(Error):
    """A palette, chart, measurement or record breaks its format; ``reason`` begins with the place."""


class PassphraseError(Error):
    """A record is sealed, and its passphrase is missing or wrong, or the library was built without libsodium."""


class ChartError(Error):
    """A chart was demanded, and none was found or it cannot be used."""


class NothingError(Error):
    """There is nothing to measure: no skin, no hair, or a colour that no skin has."""


class NotSure(Error):
    """No ink may be called the best yet. ``flag`` says why, and ``fix`` is the one thing to do."""


class OutOfMemory(Error, MemoryError):
    """Memory is out."""


class Cancelled(Error):
    """The work was stopped."""


class InternalError(Error):
    """A defect in scalptone; please report it."""


class LibraryError(ImportError):
    """The C library cannot be found, or is of a version that does not fit this package."""


# By status, and by its tens.
KINDS: Dict[int, Type[Error]] = {1: UseError, 2: PhotoError, 3: PaletteError, 4: ChartError, 5: NothingError, 31: PassphraseError,
                                 80: OutOfMemory, 82: Cancelled}


def error_of(status: int, code: str, message: str) -> Error:
    """The exception that belongs to a status."""
    kind = KINDS.get(status) or KINDS.get(status // 10) or InternalError
    return kind(message or code, code, status)
