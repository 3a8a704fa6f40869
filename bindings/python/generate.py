"""Writes what of this package is said by the C headers already, so that nothing is said twice.

    python3 generate.py HEADERS ENUM_TABLE FOLDER

HEADERS is include/, ENUM_TABLE engine/base/enum_table.c, and into FOLDER go

    _abi.py      every declaration, as cffi keeps it without a C compiler
    _records.py  the structs as frozen dataclasses, with the headers' own sentences as their documentation
    _types.py    the options as typed dictionaries, likewise, and the words of every enumeration

`declarations` is the text that cffi is given. tests/test_abi.py compares it with what a C compiler makes of the headers.
"""

from __future__ import annotations

import contextlib
import io
import keyword
import re
import sys
import textwrap
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Tuple

# Structs that are told by their acronym.
NAMES = {"xyz": "XYZ", "lch": "LCh", "rgb": "RGB", "cam16": "CAM16", "cam16_conditions": "CAM16Conditions", "ucs": "UCS"}
# Pointers to arrays, and the field that tells how long they are.
COUNTED = {
    "sct_flag.values": "value_count",
    "sct_match_row.tied_with": "tie_count",
    "sct_match_row.warnings": "warning_count",
    "sct_look_info.tied_with": "tie_count",
    "sct_ink_colour.spectrum": "spectrum_count",
}
# What this package handles by itself: memory, arrays of handles, and places to write to.
OWN = ["sct_bytes", "sct_label_plane", "sct_labs_f32", "sct_labs_f64", "sct_view", "sct_plane", "sct_pixels_desc", "sct_transform"]
# What is given by name to a function of this package, and so is a dictionary.
GIVEN = re.compile(r"_options$|^sct_drawdown$|^sct_mark$|^sct_swatch_field$|^sct_ink_entry$|^sct_stock_change$")


def headers(include: Path) -> List[Tuple[str, str]]:
    """The public headers in the order in which a compiler meets them, each with its text."""
    met: Dict[str, str] = {}

    def meet(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r'^#include "(?:scalptone/)?([a-z]+\.h)"', text, re.M):
            if name not in met and name != path.name:
                meet(include / "scalptone" / name)
        if path.parent.name == "scalptone":
            met.setdefault(path.name, text)

    meet(include / "scalptone.h")
    return list(met.items())


def declarations(include: Path) -> str:
    """All that the headers declare, without comments and without what only a preprocessor reads."""
    text = "\n".join(text for _, text in headers(include))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\\\n", " ", text)
    text = re.sub(r"^#ifdef __cplusplus.*?^#endif", "", text, flags=re.M | re.S)
    text = re.sub(r"^#if defined\(__GNUC__\).*?^#endif", "", text, flags=re.M | re.S)
    kept = [line for line in text.splitlines() if not line.startswith("#") or re.match(r"#define\s+SCT_[A-Z_]+\s+\d+\s*$", line)]
    text = re.sub(r"\b(SCT_API|SCT_NODISCARD)\b ?", "", "\n".join(kept))
    return re.sub(r"\n\s*\n+", "\n", text)


def version(include: Path) -> str:
    """The version that the headers are of."""
    found = re.search(r'SCT_VERSION_STRING "([^"]+)"', (include / "scalptone" / "base.h").read_text(encoding="utf-8"))
    assert found
    return found.group(1)


class Words:
    """The enumerations: their numbers, their C types and the words that the library has for them."""

    def __init__(self, ffi: Any, table: str) -> None:
        self.by_enum: Dict[str, List[Tuple[str, str]]] = {}
        self.by_type: Dict[str, str] = {}
        lists = {name: re.findall(r'\{(SCT_\w+), "([^"]*)"\}', body)
                 for name, body in re.findall(r"static const enum_word (\w+)\[\] = \{(.*?)\n\};", table, re.S)}
        for enum, name in re.findall(r"\[(SCT_ENUM_\w+)\] = WORDS\((\w+)\)", table):
            self.by_enum[enum] = lists[name]
        self.number = {name: number for number, name in ffi.typeof("sct_enum").elements.items()}
        for name in ffi.list_types()[0]:
            kind = ffi.typeof(name)
            if kind.kind == "enum":
                for enum, words in self.by_enum.items():
                    if set(kind.elements.values()) == {word[0] for word in words}:
                        self.by_type[name] = enum
        self.said = {constant: word for words in self.by_enum.values() for constant, word in words}

    def literal(self, name: str) -> str:
        """The Python type of an enumeration."""
        words = [word for _, word in self.by_enum[self.by_type[name]]]
        if all(word.isdigit() for word in words):
            return "Literal[%s]" % ", ".join(words)
        return "Literal[%s]" % ", ".join('"%s"' % word for word in words)


def class_name(c_name: str) -> str:
    plain = c_name[len("sct_"):]
    return NAMES.get(plain) or "".join(part.capitalize() for part in plain.split("_"))


def comments(text: str) -> Iterator[Tuple[str, str, Dict[str, str]]]:
    """Of every struct in a header: its name, its comment, and the comments of its fields."""
    for found in re.finditer(r"^typedef struct (sct_\w+) \{\n(.*?)^\} \1;", text, re.M | re.S):
        before = text[:found.start()].rstrip()
        about = ""
        if before.endswith("*/"):
            about = before[before.rindex("/*"):]
        fields: Dict[str, str] = {}
        pending = ""
        for part in re.finditer(r"/\*.*?\*/|[^;/]+;", found.group(2), re.S):
            if part.group().startswith("/*"):
                pending = part.group()
                continue
            declared = re.sub(r"\[[^\]]*\]", "", part.group().strip().rstrip(";"))
            for name in declared.split(","):
                fields[name.split()[-1].lstrip("*")] = prose(pending)
            pending = ""
        yield found.group(1), prose(about), fields


def prose(comment: str) -> str:
    text = re.sub(r"^\s*/\*+|\*/\s*$", "", comment.strip())
    return re.sub(r"\s+", " ", re.sub(r"\n\s*\*", "\n", text)).strip()


# Sentences that speak of C's memory, which Python looks after.
ABOUT_MEMORY = re.compile(
    r"(?:^|(?<=\. ))(?:Set by|Frozen|Likewise set|Zero\b|(?:The )?(?:[Tt]exts?|name)s? belongs? to|Fill it with|Like every macro"
    r"|Must live|Their order in memory)[^.]*\.\s*")


def translate(text: str, words: Words) -> str:
    """A header's sentences for a reader of Python."""
    text = ABOUT_MEMORY.sub("", text)
    text = re.sub(r"; (?:free|owned|filled)(?: it| them)? (?:with|by) \w+", "", text)
    text = re.sub(r"\bSCT_FLAG_([A-Z0-9_]+)\b", lambda m: '"%s"' % m.group(1).lower().replace("_", "-"), text)
    text = re.sub(r"\bSCT_[A-Z0-9_]+\b", lambda m: '"%s"' % words.said[m.group()] if m.group() in words.said else m.group(), text)
    text = re.sub(r"\bsct_([a-z0-9_]+)\b(\(\))?", lambda m: m.group(1), text)
    return re.sub(r"\b([Nn])ull\b", "None", text).replace("\\", "\\\\").strip()


class Writer:
    """Turns types of C into types of Python, and both into source text."""

    def __init__(self, ffi: Any, words: Words, told: Dict[str, Tuple[str, Dict[str, str]]]) -> None:
        self.ffi, self.words, self.told = ffi, words, told
        self.flags: Dict[str, List[str]] = {}

    def fields(self, c_name: str) -> Iterator[Tuple[str, Any, str]]:
        about = self.told[c_name][1]
        counts = {count for key, count in COUNTED.items() if key.split(".")[0] == c_name}
        for name, field in self.ffi.typeof(c_name).fields:
            if name not in ("size", "reserved", "reserved2") and name not in counts:
                yield name + "_" * keyword.iskeyword(name), field.type, about.get(name, "")

    def is_flag(self, c_name: str, name: str, kind: Any, about: str) -> bool:
        return kind.cname == "int" and bool(re.match(r"1( \(default\))?: |1 when |1 for |1 or 0|Non-zero: ", about))

    def type_of(self, c_name: str, name: str, kind: Any, about: str) -> str:
        if kind.kind == "enum":
            return class_name(kind.cname) if kind.cname in self.words.by_type else "int"
        if kind.kind == "struct":
            return class_name(kind.cname)
        if kind.kind == "array":
            if kind.item.cname == "char":
                return "str"
            return "Tuple[%s, ...]" % self.type_of(c_name, name, kind.item, "")
        if kind.kind == "pointer":
            if "%s.%s" % (c_name, name) in COUNTED:
                return "Tuple[%s, ...]" % ("str" if kind.item.cname == "char *" else self.type_of(c_name, "", kind.item, ""))
            if kind.item.kind == "struct":
                return "Any"  # a handle, such as an Artist
            assert kind.cname == "char *", (c_name, name)
            return "str"
        if self.is_flag(c_name, name, kind, about):
            self.flags.setdefault(c_name, []).append(name)
            return "bool"
        return "float" if kind.cname in ("double", "float") else "int"

    def given_type(self, c_name: str, name: str, kind: Any, about: str) -> str:
        if kind.kind == "struct":
            return "Union[%s, Sequence[float], Mapping[str, Any]]" % class_name(kind.cname)
        if kind.kind == "pointer" and kind.item.cname == "double":
            return "Sequence[float]"
        return self.type_of(c_name, name, kind, about)

    def paragraph(self, text: str, indent: str) -> str:
        return "\n".join(textwrap.wrap(text, 116, initial_indent=indent, subsequent_indent=indent))

    def documentation(self, c_name: str, rows: List[Tuple[str, Any, str]]) -> str:
        about = translate(self.told[c_name][0], self.words) or "See the manual of " + c_name + "."
        lines = [self.paragraph(about, "    ").strip()]
        said: Dict[str, List[str]] = {}
        for name, kind, text in rows:
            text = translate(text, self.words)
            if self.is_flag(c_name, name, kind, text):
                text = re.sub(r"\b1( \(default\))?: ", r"True\1: ", text).replace(" 0:", " False:").replace(" 0 ", " False ")
            said.setdefault(text, []).append(name)
        told = [(", ".join(names), text) for text, names in said.items() if text]
        if told:
            lines.append("")
            lines += [self.paragraph("%s: %s" % row, "        ").replace("        ", "    ", 1) for row in told]
        return '    """%s\n    """' % "\n".join(lines).replace('"""', "'''")

    def record(self, c_name: str) -> str:
        rows = list(self.fields(c_name))
        numbers = all(kind.cname == "double" for _, kind, _ in rows)
        lines = ["@dataclass(frozen=True)", "class %s%s:" % (class_name(c_name), "(Numbers)" if numbers else "(Frozen)"),
                 self.documentation(c_name, rows), ""]
        lines += ["    %s: %s" % (name, self.type_of(c_name, name, kind, about)) for name, kind, about in rows]
        return "\n".join(lines)

    def given(self, c_name: str) -> str:
        rows = [row for row in self.fields(c_name) if row[1].kind != "pointer" or row[1].item.cname in ("char", "double")]
        rows = [row for row in rows if not row[0].endswith("_count") and not row[0].endswith("_capacity")]
        lines = ["class %s(TypedDict, total=False):" % class_name(c_name), self.documentation(c_name, rows), ""]
        lines += ["    %s: %s" % (name, self.given_type(c_name, name, kind, about)) for name, kind, about in rows]
        return "\n".join(lines)


RECORDS = '''"""The structs of scalptone {version} as frozen dataclasses. Written by generate.py; not to be edited."""

from __future__ import annotations

from ._frozen import Frozen, Numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass
    from typing import Any, Tuple

    from ._types import {types}
else:
    from ._frozen import dataclass

VERSION = "{version}"
'''
TYPES = '''"""The words and options of scalptone {version}, for type checkers and readers. Written by generate.py; not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Mapping, Sequence, TypedDict, Union

if TYPE_CHECKING:
    from ._records import Conditions, Lab, Tissue

'''


def dictionary(name: str, rows: Iterable[str]) -> str:
    return "%s = {\n%s}\n" % (name, "".join("    %s,\n" % row for row in rows))


def listing(names: List[str]) -> str:
    return "__all__ = [\n%s\n]\n" % "\n".join(textwrap.wrap(", ".join('"%s"' % name for name in names), 116, initial_indent="    ",
                                                         subsequent_indent="    "))


def python(ffi: Any, include: Path, table: str) -> Tuple[str, str]:
    """The texts of _records.py and _types.py."""
    words = Words(ffi, table)
    told = {name: (about, fields) for _, text in headers(include) for name, about, fields in comments(text)}
    writer = Writer(ffi, words, told)
    named = {"version": version(include), "types": ", ".join(sorted(class_name(name) for name in words.by_type))}
    kept = [name for name in told if name not in OWN and not GIVEN.search(name)]
    given = [name for name in told if GIVEN.search(name)]
    types = [TYPES.format(**named), listing([class_name(name) for name in sorted(words.by_type) + given])]
    types += ["%s = %s\n" % (class_name(name), words.literal(name)) for name in sorted(words.by_type)]
    types += ["\n\n%s\n" % writer.given(name) for name in given]
    records = [RECORDS.format(**named), "\n", listing([class_name(name) for name in kept])] + ["\n\n%s\n" % writer.record(name) for name in kept]
    records += [
        "\n\n# The class of each struct, the number of each enumeration, the fields that are yes or no, the lengths of lists.\n",
        dictionary("CLASSES", ['"%s": %s' % (name, class_name(name)) for name in kept]),
        dictionary("ENUMS", ['"%s": %d' % (name, words.number[enum]) for name, enum in sorted(words.by_type.items())]),
        dictionary("FLAGS", ['"%s": %r' % (name, tuple(sorted(set(fields)))) for name, fields in sorted(writer.flags.items())]),
        dictionary("COUNTED", ['"%s": "%s"' % row for row in sorted(COUNTED.items())]),
    ]
    return "".join(records), "".join(types)


def write(include: Path, table: Path, folder: Path) -> None:
    try:
        import cffi
    except ImportError:
        raise SystemExit("the Python package is put together with cffi, which is not here: apt-get install python3-cffi, or pip install "
                         "cffi, or name another Python (make PYTHON=...)") from None
    builder = cffi.FFI()
    builder.cdef(declarations(include))
    builder.set_source("_abi", None)
    folder.mkdir(parents=True, exist_ok=True)
    abi = folder / "_abi.py"
    abi.unlink(missing_ok=True)
    with contextlib.redirect_stdout(io.StringIO()):
        builder.emit_python_code(str(abi))
    abi.write_text("# mypy: ignore-errors\n" + abi.read_text())
    records, types = python(builder, include, table.read_text(encoding="utf-8"))
    (folder / "_records.py").write_text(records, encoding="utf-8")
    (folder / "_types.py").write_text(types, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: generate.py HEADERS ENUM_TABLE FOLDER")
    write(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
