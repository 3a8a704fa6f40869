"""What all rooms of this package stand on: calls, handles, records in and out, bytes in and out."""

from __future__ import annotations

import os
from _thread import get_ident

from . import _records
from ._errors import UseError, error_of
from ._frozen import Frozen
from ._library import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Callable, Dict, List, Mapping, Optional, Tuple, Type, TypeVar, Union

    from ._records import Flag

    Progress = Callable[[str, float], object]
    Source = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview, IO[bytes]]
    H = TypeVar("H", bound="Handle")

SIZE_MAX = 2 ** (8 * ffi.sizeof("size_t")) - 1


# ---- words -------------------------------------------------------------------------------------------------------------------


def word(enum: str, value: int) -> Union[str, int]:
    """The word of a value of an enumeration, such as "stubble"; numbers, such as 10 of an observer, stay numbers."""
    text: str = ffi.string(lib.sct_enum_name(_records.ENUMS[enum], value)).decode()
    return value if text == str(value) else text


def words(enum: str) -> List[Union[str, int]]:
    """All words of an enumeration, in the library's order."""
    number, value, found = _records.ENUMS[enum], ffi.new("int *"), []
    for index in range(lib.sct_enum_count(number)):
        if lib.sct_enum_at(number, index, value):
            found.append(word(enum, value[0]))
    return found


def value_of(enum: str, text: object) -> int:
    """The value of a word; a wrong one is told with those there are."""
    value = ffi.new("int *")
    if isinstance(text, (str, int)) and lib.sct_enum_value(_records.ENUMS[enum], str(text).encode("utf-8", "replace"), value):
        return int(value[0])
    raise UseError("%r is not known here; choose one of %s" % (text, ", ".join(map(repr, words(enum)))))


def text_of(pointer: Any) -> str:
    return str(ffi.string(pointer).decode("utf-8", "replace")) if pointer else ""


# ---- records out -------------------------------------------------------------------------------------------------------------

_readers: Dict[str, Callable[[Any], Any]] = {}


def _plain_name(kind: Any) -> str:
    return str(kind.cname).split()[-1]  # "struct sct_lab"


def _plain(value: Any) -> Any:
    return value


def _reader_of(owner: str, name: str, kind: Any) -> Callable[[Any], Any]:
    """How a value of a C type becomes one of Python."""
    if kind.kind == "enum":
        enum = _plain_name(kind)
        return (lambda value: word(enum, value)) if enum in _records.ENUMS else _plain
    if kind.kind == "struct":
        return reader(_plain_name(kind))
    if kind.kind == "array" and kind.item.cname == "char":
        return text_of
    if kind.kind == "array":
        item = _reader_of(owner, name, kind.item)
        return lambda array: tuple(item(value) for value in array)
    if kind.cname == "char *":
        return text_of
    if name in _records.FLAGS.get(owner, ()):
        return bool
    return _plain


def reader(c_name: str) -> Callable[[Any], Any]:
    """Reads a struct as the dataclass of its name."""
    if c_name in _readers:
        return _readers[c_name]
    cls: Any = _records.CLASSES[c_name]
    single: List[Tuple[str, Callable[[Any], Any]]] = []
    lists: List[Tuple[str, str, Callable[[Any], Any]]] = []
    types = dict((name, field.type) for name, field in ffi.typeof(c_name).fields)
    for name in cls.__match_args__:
        count = _records.COUNTED.get("%s.%s" % (c_name, name))
        if count:
            lists.append((name, count, _reader_of(c_name, name, types[name].item)))
        else:
            single.append((name, _reader_of(c_name, name, types[name.rstrip("_")])))

    def read(struct: Any) -> Any:
        record = cls.__new__(cls)
        fields = record.__dict__
        for name in cls.__match_args__:
            fields[name] = None
        for name, convert in single:
            fields[name] = convert(getattr(struct, name.rstrip("_")))
        for name, count, convert in lists:
            pointer = getattr(struct, name)
            fields[name] = tuple(convert(pointer[i]) for i in range(getattr(struct, count) if pointer else 0))
        return record

    _readers[c_name] = read
    return read


def record(c_name: str, get: Any, *given: Any) -> Any:
    """Calls a getter that ends in _sized and reads what it filled in. None where there is nothing (SCT_ERR_NOTHING)."""
    struct = ffi.new(c_name + " *")
    status = get(*given, struct, ffi.sizeof(c_name))
    if status == 50:
        return None
    if status:
        raise error_of(status, str(word("sct_status", status)), "%s: no such part" % c_name[4:])
    return reader(c_name)(struct[0])


def flags(pointer: Any, language: Optional[str] = None) -> Tuple[Flag, ...]:
    """A list of quality flags, in a language where it is there."""
    found = tuple(record("sct_flag", lib.sct_flags_at_sized, pointer, i) for i in range(lib.sct_flags_count(pointer)))
    if language is None:
        return found
    call, told = Call(), []
    for index, flag in enumerate(found):
        message, fix = ffi.new("sct_bytes *"), ffi.new("sct_bytes *")
        call.check(lib.sct_flags_text(call.context, pointer, index, c_text(language), message, fix))
        fields = dict(vars(flag), message=take(message).decode(), fix=take(fix).decode())
        told.append(type(flag)(**fields))
    return tuple(told)


# ---- options in --------------------------------------------------------------------------------------------------------------


def fill(struct: Any, values: Any, keep: List[Any]) -> Any:
    """Writes named values (or a record, or as many numbers as there are fields) into a struct."""
    kind = ffi.typeof(struct)
    kind = kind.item if kind.kind == "pointer" else kind
    names = {name: field.type for name, field in kind.fields if name not in ("size", "reserved", "reserved2")}
    if isinstance(values, Frozen):
        values = vars(values)
    elif not hasattr(values, "keys"):
        values = dict(zip(names, numbers(values, len(names))))
    for given in values:
        name, value = str(given).rstrip("_"), values[given]  # "from_" is "from", which Python keeps for itself
        if name not in names:
            raise unknown(name, names)
        if value is not None:
            _put(struct, name, names[name], value, keep)
    return struct


def _put(struct: Any, name: str, kind: Any, value: Any, keep: List[Any]) -> None:
    if kind.kind == "struct":
        fill(getattr(struct, name), value, keep)
    elif kind.kind == "enum":
        setattr(struct, name, value_of(_plain_name(kind), value))
    elif kind.cname == "char *":
        setattr(struct, name, kept(c_text(value), keep))
    elif kind.cname == "double *":
        setattr(struct, name, kept(ffi.new("double[]", numbers(value)), keep))
    elif kind.kind == "primitive":
        try:
            setattr(struct, name, float(value) if kind.cname == "double" else int(value))
        except (TypeError, ValueError, OverflowError) as error:
            raise UseError("%s cannot be %r: %s" % (name, value, error)) from None
    elif kind.kind == "pointer" and kind.item.kind == "struct" and isinstance(value, Handle):
        setattr(struct, name, kept(value._c, keep))
    else:
        raise UseError("%s cannot be given by name" % name)


def unknown(name: str, names: Any) -> TypeError:
    import difflib

    near = difflib.get_close_matches(str(name), list(names), 1)
    return TypeError("there is no option %r%s" % (name, "; did you mean %r?" % near[0] if near else "; there are " + ", ".join(names)))


def options(c_name: str, values: Mapping[str, Any], keep: List[Any]) -> Any:
    """A struct of options: the library's defaults, and the values given."""
    struct = ffi.new(c_name + " *")
    getattr(lib, c_name + "_init_sized")(struct, ffi.sizeof(c_name))
    return fill(struct, values, keep)


def value(c_name: str, given: Any) -> Any:
    """A small struct by value, such as a Lab from three numbers."""
    return fill(ffi.new(c_name + " *"), given, [])[0]


def numbers(values: Any, count: int = -1) -> List[float]:
    """A list of numbers, of that many where it is said."""
    try:
        found = [] if isinstance(values, (str, bytes)) else [float(number) for number in values]
    except (TypeError, ValueError, OverflowError) as error:
        raise UseError("numbers are wanted: %s" % error) from None
    if isinstance(values, (str, bytes)):
        raise UseError("numbers are wanted, not %r" % (values,))
    if count >= 0 and len(found) != count:
        raise UseError("%d numbers are wanted, not %d" % (count, len(found)))
    return found


def kept(thing: Any, keep: List[Any]) -> Any:
    """Holds what C points to until the call is over."""
    keep.append(thing)
    return thing


def c_text(text: object) -> Any:
    if not isinstance(text, str):
        raise UseError("a text is wanted, not %r" % (text,))
    if "\0" in text:
        raise UseError("a text holds a zero character")
    return ffi.new("char[]", text.encode("utf-8", "replace"))


# ---- bytes -------------------------------------------------------------------------------------------------------------------


def load_bytes(source: Source) -> bytes:
    """The bytes of a file by its path, of an open file, or bytes that are in memory. A copy is made of what others could change meanwhile."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, (bytearray, memoryview)):
        return bytes(source)
    if hasattr(source, "read"):
        data = source.read()
        if isinstance(data, bytes):
            return data
        raise UseError("the file gives text; open it with \"rb\"")
    if not isinstance(source, (str, os.PathLike)):
        raise UseError("a path, bytes or an open file is wanted, not %s" % type(source).__name__)
    with open(source, "rb") as file:
        return file.read()


def memory(source: Any, kind: str = "char *", writable: bool = False) -> Any:
    """A pointer to the memory of a buffer, which it keeps alive and in place.

    What is held is a memoryview of our own, without a buffer taken from it: Python crashes when its garbage collector clears a
    view that has one (gh-77894), and nobody else can release it.
    """
    view = memoryview(source)
    with ffi.from_buffer(view, require_writable=writable) as buffer:
        address = ffi.cast(kind, buffer)
    return held_address(address, view)


def held_address(address: Any, view: memoryview) -> Any:
    return ffi.gc(address, lambda _, held=view: None)


def load_text(source: Any) -> bytes:
    """The bytes of JSON: a path, the text itself (which begins with a brace), bytes, or what json.loads made of it."""
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith("{"):
        return source.encode("utf-8", "replace")
    if hasattr(source, "keys"):
        import json

        return json.dumps(source, ensure_ascii=False).encode("utf-8", "replace")
    return load_bytes(source)


def read_json(text: str) -> Dict[str, Any]:
    import json

    found: Dict[str, Any] = json.loads(text)
    return found


def take(struct: Any) -> bytes:
    """Copies bytes that the library made, and frees them."""
    try:
        return bytes(ffi.buffer(struct.data, struct.size)) if struct.data else b""
    finally:
        lib.sct_bytes_free(struct)


# ---- calls -------------------------------------------------------------------------------------------------------------------


# What a progress callback raised, by thread: it runs in the thread that made the call.
_raised: Dict[int, BaseException] = {}


def _remember(kind: object, error: BaseException, trace: object) -> None:
    _raised[get_ident()] = error


def _progress(user: Any, stage: int, fraction: float) -> int:
    told = ffi.from_handle(user)[0]
    if told is not None:
        told(word("sct_stage", stage), fraction)
    return 0


try:
    _progress_c = ffi.callback("int(void *, sct_stage, double)", _progress, error=1, onerror=_remember)
except (MemoryError, OSError):  # a system that lets no program make code at run time: then nothing can be told or stopped
    _progress_c = ffi.NULL


class Call:
    """One call of the library, or a few in a row, with a context of its own; any thread may make one.

    Work that takes long asks ``progress(stage, fraction)`` now and then. Whatever that raises stops the work and comes out of
    the call; so does Ctrl-C, because Python looks for signals at the same time.
    """

    def __init__(self, progress: Optional[Progress] = None, limits: Optional[Mapping[str, int]] = None, long: bool = False,
                 language: Optional[str] = None) -> None:
        out = ffi.new("sct_context **")
        if lib.sct_context_new(out):
            raise error_of(80, "memory", "")
        self.context = ffi.gc(out[0], lib.sct_context_free)
        self.keep: List[Any] = []
        for name, bound in (limits or {}).items():
            self.check(lib.sct_context_set_limit(self.context, value_of("sct_limit", name), int(bound)))
        if language is not None:
            self.check(lib.sct_context_set_language(self.context, c_text(language)))
        if long or progress is not None:
            # Not a handle of this call itself: in a circle, what it keeps (whole photos) would wait for the garbage collector.
            self._told = ffi.new_handle([progress])
            lib.sct_context_set_progress(self.context, _progress_c, self._told)

    def check(self, status: int) -> None:
        """Raises what a status stands for."""
        if status == 82 and get_ident() in _raised:
            raise _raised.pop(get_ident())
        if status:
            raise error_of(status, str(word("sct_status", status)), text_of(lib.sct_context_message(self.context)))

    def make(self, function: Any, kind: str, *given: Any, holds: Any = None) -> Any:
        """Calls what makes a handle, and owns that. ``holds`` is what the handle reads for as long as it lives."""
        out = ffi.new(kind + " **")
        self.check(function(self.context, *given, out))
        free = getattr(lib, kind + "_free")
        return ffi.gc(out[0], free if holds is None else lambda pointer, holds=holds: free(pointer))

    def bytes(self, function: Any, *given: Any) -> bytes:
        """Calls what makes bytes."""
        out = ffi.new("sct_bytes *")
        self.check(function(self.context, *given, out))
        return take(out)

    def options(self, c_name: str, values: Mapping[str, Any]) -> Any:
        return options(c_name, values, self.keep)


# ---- handles -----------------------------------------------------------------------------------------------------------------


class Handle:
    """What the library owns the memory of. Closing it, or leaving its ``with`` block, gives the memory back at once; else that
    happens when nothing in Python needs it any more. Whatever was made of it stays valid.
    """

    __slots__ = ("_held", "__weakref__")

    def __init__(self) -> None:
        raise TypeError("%s is made by its own functions, not like this" % type(self).__name__)

    @classmethod
    def _own(cls: Type[H], held: Any) -> H:
        self = cls.__new__(cls)
        self._held = held
        return self

    @property
    def _c(self) -> Any:
        held = getattr(self, "_held", None)
        if held is None:
            raise UseError("this %s is closed; open it again" % type(self).__name__)
        return held

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return getattr(self, "_held", None) is None

    def close(self) -> None:
        """Gives the memory back, as soon as no other thread is using it."""
        self._held = None

    def __enter__(self: H) -> H:
        self._c
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def __copy__(self: H) -> H:
        return self

    def __deepcopy__(self: H, memo: Any) -> H:
        return self

    def __reduce__(self) -> Any:
        raise TypeError("a %s cannot be pickled" % type(self).__name__)


class Flagged(Handle):
    """A handle that tells what is weak about it."""

    __slots__ = ()
    _flags = ""

    @property
    def flags(self) -> Tuple[Flag, ...]:
        """What is weak about it, and what to do about that. A flag of severity "forbids-pick" says that no recipe must be used yet."""
        return flags(getattr(lib, self._flags)(self._c))

    def flags_in(self, language: str) -> Tuple[Flag, ...]:
        """The same in a language ("de", "pt_BR"; see languages), English where that is not there."""
        return flags(getattr(lib, self._flags)(self._c), language)
