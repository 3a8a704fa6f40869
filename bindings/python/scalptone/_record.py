"""What the artist keeps of a consultation."""

from __future__ import annotations

import os
from _thread import LockType, allocate_lock
from collections.abc import MutableMapping

from . import _native as n
from ._library import ffi, lib
from ._native import Call, Handle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator, List, Optional, Tuple, Union

    from ._match import Ranking
    from ._native import Source

    Fields = MutableMapping[str, str]
else:
    Fields = MutableMapping


def record(ranking: Optional[Ranking] = None, **fields: str) -> Record:
    """A new record of a ranking, or an empty one; fields without a dot can be given at once.

    >>> import scalptone
    >>> kept = scalptone.record(client="anna")
    >>> kept["sessions.1.date"] = "2026-11-29"
    >>> kept["client"], kept.rows("sessions")
    ('anna', 1)
    """
    given = (ffi.NULL,) * 3 if ranking is None else (ranking.client._c, ranking.palette._c, ranking._c)
    self = Record._hold(Call().make(lib.sct_record_new, "sct_record", *given))
    self.update(fields)
    return self


def _encoded(passphrase: Optional[Union[str, bytes]]) -> bytes:
    return passphrase.encode() if isinstance(passphrase, str) else bytes(passphrase or b"")


class Record(Handle, Fields):
    """A record, as a mapping from the keys of its fields to texts: ``record["chosen.lot"] = "A17"``. What nobody filled in is "",
    and deleting a field empties it. Lists count from 1: "sessions.1.date". Iterating gives the keys that are filled in.

    No photo is in it, only the SHA-256 of those that belong to it.
    """

    _lock: LockType

    @classmethod
    def _hold(cls, held: Any) -> Record:
        self = cls._own(held)
        self._lock = allocate_lock()
        return self

    @classmethod
    def open(cls, source: Any, passphrase: Optional[Union[str, bytes]] = None) -> Record:
        """A record from its file: a path, or JSON as text, bytes or a dict. One of a newer version is refused. A sealed one needs
        its passphrase; PassphraseError where it is missing or wrong."""
        data, word = n.load_text(source), _encoded(passphrase)
        return cls._hold(Call().make(lib.sct_record_open, "sct_record", data, len(data), word, len(word)))

    from_json = open

    def json(self) -> str:
        """The record as JSON text, indented; reading it again gives the same record."""
        with self._lock:
            return Call().bytes(lib.sct_record_json, self._c).decode()

    def sealed(self, passphrase: Union[str, bytes]) -> bytes:
        """The record as bytes that only the passphrase (8 to 1024 bytes; a str as UTF-8) opens. PassphraseError where it is too
        short, or the library was built without libsodium."""
        word = _encoded(passphrase)
        with self._lock:
            return Call().bytes(lib.sct_record_seal, self._c, word, len(word))

    def save(self, path: Union[str, os.PathLike[str]], passphrase: Optional[Union[str, bytes]] = None) -> None:
        """Writes the file: whole, or not at all; sealed where a passphrase is given."""
        import tempfile

        data = self.json().encode() if passphrase is None else self.sealed(passphrase)

        folder = os.path.dirname(os.path.abspath(path))
        number, name = tempfile.mkstemp(dir=folder, prefix=".record-")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise

    @staticmethod
    def fields() -> Tuple[str, ...]:
        """All keys there are, with "N" for the row of a list."""
        found: List[str] = []
        while True:
            key = lib.sct_record_key(len(found))
            if not key:
                return tuple(found)
            found.append(n.text_of(key))

    def rows(self, name: str) -> int:
        """How many rows of a list ("plan", "sessions", "certificates", "photos") are filled."""
        with self._lock:
            return int(lib.sct_record_rows(self._c, n.c_text(name)))

    def __getitem__(self, key: str) -> str:
        with self._lock:
            found = lib.sct_record_get(self._c, n.c_text(key))
            if not found:
                raise KeyError(key)
            return n.text_of(found)

    def __setitem__(self, key: str, value: str) -> None:
        call = Call()
        with self._lock:
            call.check(lib.sct_record_set(call.context, self._c, n.c_text(key), n.c_text(value)))

    def __delitem__(self, key: str) -> None:
        self[key] = ""

    def __iter__(self) -> Iterator[str]:
        for key in self.fields():
            rows = self.rows(key.split(".")[0]) if ".N." in key else 0
            for name in [key.replace(".N.", ".%d." % (row + 1)) for row in range(rows)] if ".N." in key else [key]:
                if self[name]:
                    yield name

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and bool(self.get(key))

    def __bool__(self) -> bool:
        return True

    def add_photo(self, photo: Source, role: str = "before", date: Optional[str] = None) -> None:
        """Adds a photo (path or bytes) by its SHA-256. role: "before", "after" or "other"; date as 2026-11-29."""
        data, call = n.load_bytes(photo), Call()
        day = ffi.NULL if date is None else n.c_text(date)
        with self._lock:
            call.check(lib.sct_record_add_photo(call.context, self._c, data, len(data), n.c_text(role), day))

    def warnings(self, day: str) -> List[str]:
        """What is to be minded on a day (2026-11-29): expired ink, a patch test that is too fresh, what nobody has checked."""
        with self._lock:
            return Call().bytes(lib.sct_record_warnings, self._c, n.c_text(day)).decode().splitlines()

    def distance(self, other: Record) -> float:
        """How unlike two clients are, CIEDE2000 over skin and hair. NothingError where one was not measured."""
        call, out = Call(), ffi.new("double *")
        first, second = sorted((self, other), key=id)
        with first._lock:
            if first is second:
                call.check(lib.sct_record_distance(call.context, self._c, other._c, out))
            else:
                with second._lock:
                    call.check(lib.sct_record_distance(call.context, self._c, other._c, out))
        return float(out[0])

    def __reduce__(self) -> Any:
        return Record.open, (self.json().encode(),)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self.json() == other.json()

    def __repr__(self) -> str:
        return "<Record, closed>" if self.closed else "<Record of %r>" % self["client"]
