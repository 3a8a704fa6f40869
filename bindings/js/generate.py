"""Writes what of this package is said by the C headers already, with the reader of the headers that the Python package has.

    python3 generate.py HEADERS ENUM_TABLE PALETTES FOLDER

Into FOLDER go

    layout.js      where each field of each struct lies in WebAssembly's memory, and the words of every enumeration
    records.d.ts   the structs, options and words as types, with the headers' own sentences
    palettes.js    the palettes that ship
    layout.c       the same numbers, to be compared by the compiler: where one is wrong, nothing is built
"""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "python"))
import generate as headers  # noqa: E402  (the reader of the headers)

# Sizes in WebAssembly of 32 bits. Everything is aligned to its own size.
PRIMITIVES = {"double": ("d", 8), "float": ("f", 4), "int": ("i", 4), "int32_t": ("i", 4), "uint32_t": ("u", 4), "size_t": ("u", 4),
              "uint64_t": ("q", 8), "uint8_t": ("b", 1), "unsigned char": ("b", 1), "char": ("b", 1), "uint16_t": ("h", 2)}


class Layout:
    """Where fields lie: offsets and sizes by the rules of the C compiler, and how JavaScript reads them."""

    def __init__(self, ffi: Any, words: headers.Words, writer: headers.Writer) -> None:
        self.ffi, self.words, self.writer = ffi, words, writer
        self.structs: Dict[str, Tuple[int, int, List[Tuple[str, Any, int]]]] = {}

    def measure(self, kind: Any) -> Tuple[int, int]:
        """Size and alignment of a type."""
        if kind.kind == "primitive":
            size = PRIMITIVES[kind.cname][1]
            return size, size
        if kind.kind in ("pointer", "enum", "function"):
            return 4, 4
        if kind.kind == "array":
            size, align = self.measure(kind.item)
            return size * kind.length, align
        return self.struct(plain(kind))[:2]

    def struct(self, c_name: str) -> Tuple[int, int, List[Tuple[str, Any, int]]]:
        if c_name not in self.structs:
            at, widest, rows = 0, 1, []
            for name, field in self.ffi.typeof(c_name).fields:
                size, align = self.measure(field.type)
                at = -(-at // align) * align
                rows.append((name, field.type, at))
                at, widest = at + size, max(widest, align)
            self.structs[c_name] = (-(-at // widest) * widest, widest, rows)
        return self.structs[c_name]

    def code(self, c_name: str, name: str, kind: Any, about: str) -> Any:
        """How a field is read and written: see native.js."""
        if kind.kind == "enum":
            return "e:" + kind.cname if kind.cname in self.words.by_type else "i"
        if kind.kind == "struct":
            return plain(kind)
        if kind.kind == "array":
            return ["c", kind.length] if kind.item.cname == "char" else ["a", kind.length, self.code(c_name, "", kind.item, "")]
        if kind.kind == "pointer":
            count = headers.COUNTED.get("%s.%s" % (c_name, name))
            if count:
                return ["n", count, self.code(c_name, "", kind.item, "")]
            return {"char *": "s", "double *": "D"}.get(kind.cname.replace("const ", "").replace("char const *", "char *"), "p")
        if self.writer.is_flag(c_name, name, kind, about):
            return "t"
        return PRIMITIVES[kind.cname][0]

    def table(self, told: Dict[str, Tuple[str, Dict[str, str]]]) -> Dict[str, Any]:
        found: Dict[str, Any] = {}
        for c_name in told:
            size, _, rows = self.struct(c_name)
            about = told[c_name][1]
            found[c_name] = [size, [[name, at, self.code(c_name, name, kind, about.get(name, ""))] for name, kind, at in rows]]
        return found

    def check(self) -> str:
        """A C file that does not compile where the compiler sees a struct otherwise."""
        lines = ["/* Written by generate.py: what layout.js says, for the compiler to compare. */", "#include <scalptone.h>",
                 "#include <stddef.h>"]
        for c_name, (size, _, rows) in sorted(self.structs.items()):
            lines.append('_Static_assert(sizeof(%s) == %d, "%s");' % (c_name, size, c_name))
            lines += ['_Static_assert(offsetof(%s, %s) == %d, "%s.%s");' % (c_name, name, at, c_name, name) for name, _, at in rows]
        return "\n".join(lines) + "\n"


def plain(kind: Any) -> str:
    return str(kind.cname).split()[-1]


class Types:
    """The same as types of TypeScript."""

    def __init__(self, layout: Layout, told: Dict[str, Tuple[str, Dict[str, str]]]) -> None:
        self.layout, self.words, self.told = layout, layout.words, told

    def of(self, c_name: str, name: str, kind: Any, about: str) -> str:
        if kind.kind == "enum":
            return headers.class_name(kind.cname) if kind.cname in self.words.by_type else "number"
        if kind.kind == "struct":
            return headers.class_name(plain(kind))
        if kind.kind == "array":
            return "string" if kind.item.cname == "char" else array(self.of(c_name, "", kind.item, ""))
        if kind.kind == "pointer":
            if "%s.%s" % (c_name, name) in headers.COUNTED:
                return array("string" if "char" in kind.item.cname else self.of(c_name, "", kind.item, ""))
            return "string" if "char" in kind.cname else "unknown"
        return "boolean" if self.layout.writer.is_flag(c_name, name, kind, about) else "number"

    def given(self, c_name: str, name: str, kind: Any, about: str) -> str:
        if kind.kind == "struct":
            inner = headers.class_name(plain(kind))
            return "%s | readonly number[] | Partial<%s>" % (inner, inner)
        if kind.kind == "pointer" and "double" in kind.cname:
            return "readonly number[]"
        return self.of(c_name, name, kind, about)

    def comment(self, text: str, indent: str) -> List[str]:
        text = translate(text, self.words)
        if not text:
            return []
        lines = textwrap.wrap(text, 116 - len(indent))
        if len(lines) == 1:
            return ["%s/** %s */" % (indent, lines[0])]
        return [indent + "/**"] + ["%s * %s" % (indent, line) for line in lines] + [indent + " */"]

    def rows(self, c_name: str) -> Iterator[Tuple[str, Any, str]]:
        for name, kind, about in self.layout.writer.fields(c_name):
            yield name.rstrip("_"), kind, about

    def interface(self, c_name: str) -> List[str]:
        lines = self.comment(self.told[c_name][0], "") + ["export interface %s {" % headers.class_name(c_name)]
        for name, kind, about in self.rows(c_name):
            lines += self.comment(about, "  ") + ["  readonly %s: %s;" % (name, self.of(c_name, name, kind, about))]
        return lines + ["}", ""]

    def options(self, c_name: str) -> List[str]:
        lines = self.comment(self.told[c_name][0], "") + ["export interface %s {" % headers.class_name(c_name)]
        for name, kind, about in self.rows(c_name):
            if kind.kind == "pointer" and "char" not in kind.cname and "double" not in kind.cname:
                continue
            if not name.endswith(("_count", "_capacity")):
                lines += self.comment(about, "  ") + ["  %s?: %s;" % (name, self.given(c_name, name, kind, about))]
        return lines + ["}", ""]

    def union(self, c_name: str) -> str:
        words = [word for _, word in self.words.by_enum[self.words.by_type[c_name]]]
        return "export type %s = %s;" % (headers.class_name(c_name), " | ".join(word if word.isdigit() else '"%s"' % word for word in words))


def array(item: str) -> str:
    return "readonly %s[]" % ("(%s)" % item if " " in item else item)


def translate(text: str, words: headers.Words) -> str:
    """A header's sentences for a reader of JavaScript."""
    text = headers.translate(text, words).replace("\\\\", "\\").replace("*/", "* /")
    return text.replace("None", "null")


def texts(ffi: Any, include: Path, table: str) -> Dict[str, str]:
    words = headers.Words(ffi, table)
    told = {name: (about, fields) for _, text in headers.headers(include) for name, about, fields in headers.comments(text)}
    layout = Layout(ffi, words, headers.Writer(ffi, words, told))
    enums = {name: {word: ffi.typeof(name).relements[constant] for constant, word in words.by_enum[enum]}
             for name, enum in sorted(words.by_type.items())}
    structs = layout.table(told)
    banner = "Written by generate.py from the headers of scalptone %s; not to be edited." % headers.version(include)
    rows = ",\n".join("  %s: %s" % (name, json.dumps(row, separators=(",", ":"))) for name, row in structs.items())
    words_js = ",\n".join("  %s: %s" % (name, json.dumps(row, separators=(",", ":"))) for name, row in enums.items())
    numbers = json.dumps({name: number for name, number in sorted(words.number.items())}, separators=(",", ":"))
    js = "// %s\nexport const VERSION = \"%s\";\nexport const STRUCTS = {\n%s\n};\nexport const ENUMS = {\n%s\n};\nexport const ENUM_NUMBERS = %s;\n"
    types, lines = Types(layout, told), ["// " + banner, ""]
    lines += [types.union(name) for name in sorted(words.by_type)] + [""]
    for name in told:
        if headers.GIVEN.search(name):
            lines += types.options(name)
        elif name not in headers.OWN:
            lines += types.interface(name)
    return {"layout.js": js % (banner, headers.version(include), rows, words_js, numbers), "records.d.ts": "\n".join(lines),
            "layout.c": layout.check()}


def palettes(folder: Path) -> str:
    """The palettes that ship, each as the text of its file without what only a reader of the file needs."""
    found = {}
    for file in sorted(folder.glob("*.json")):
        if ".schema" not in file.name:
            found[file.stem] = file.read_text(encoding="utf-8")
    rows = ",\n".join("  %s: %s" % (json.dumps(name), json.dumps(text, ensure_ascii=False)) for name, text in found.items())
    return "// The palettes that ship. Written by generate.py; not to be edited.\nexport const PALETTES = {\n%s\n};\n" % rows


def main(include: Path, table: Path, palette_folder: Path, folder: Path) -> None:
    try:
        import cffi
    except ImportError:
        raise SystemExit("the headers are read with cffi, which is not here: apt-get install python3-cffi, or name another Python "
                         "(make wasm PYTHON=...)") from None
    reader = cffi.FFI()
    reader.cdef(headers.declarations(include))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**texts(reader, include, table.read_text(encoding="utf-8")), "palettes.js": palettes(palette_folder)}.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit("usage: generate.py HEADERS ENUM_TABLE PALETTES FOLDER")
    main(*map(Path, sys.argv[1:]))
