"""What this package says of the C structs is what a C compiler and the library say."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
import unittest

import scalptone
import support
from scalptone import _records
from scalptone._library import ffi, lib

sys.path.insert(0, str(support.HERE.parent))
import generate  # noqa: E402


def own_types():
    return [name for name in ffi.list_types()[0] if name.startswith("sct_")]


def opaque(name):
    """Whether it is a handle. cffi 2.0 aborts where the fields of such a struct are asked for."""
    try:
        return not ffi.sizeof(name)
    except ffi.error:
        return True


class Abi(unittest.TestCase):
    def test_layout(self):
        """sizes, offsets and enumerators are those that a C compiler sees in the headers."""
        compiler = os.environ.get("CC", "cc").split()
        rows, lines = [], []
        for name in own_types():
            kind = ffi.typeof(name)
            if kind.kind == "struct" and not opaque(name):
                rows.append(("sizeof(%s)" % name, ffi.sizeof(name)))
                rows += [("offsetof(%s, %s)" % (name, field), found.offset) for field, found in kind.fields]
                rows += [("sizeof(((%s *)0)->%s)" % (name, field), ffi.sizeof(found.type)) for field, found in kind.fields]
            elif kind.kind == "enum":
                rows += [("(long)%s" % word, value) for value, word in kind.elements.items()]
        for what, _ in rows:
            lines.append('    printf("%%ld\\n", (long)(%s));' % what)
        source = support.places["work"] / "layout.c"
        source.write_text('#include "scalptone.h"\n#include <stdio.h>\nint main(void)\n{\n%s\n    return 0;\n}\n' % "\n".join(lines))
        program = support.places["work"] / "layout"
        subprocess.run([*compiler, "-I", str(support.ROOT / "include"), "-o", str(program), str(source)], check=True)
        told = subprocess.run([str(program)], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
        wrong = ["%s: %s in C, %d here" % (what, seen, value) for (what, value), seen in zip(rows, told) if int(seen) != value]
        self.assertEqual(wrong, [])
        self.assertEqual(len(told), len(rows))
        support.figure("%d sizes, offsets and enumerators of %d types agree with the C compiler" % (len(rows), len(own_types())))

    def test_accepted_sizes(self):
        """every public struct has the size that was accepted last."""
        for line in (support.ROOT / "tests" / "surface" / "sizes.txt").read_text().splitlines():
            name, size = line.split()
            self.assertEqual(ffi.sizeof(name), int(size), name)

    def test_words(self):
        """the words of every enumeration are those of the library."""
        types = support.HERE.parent / "scalptone"
        self.assertTrue(types.is_dir())
        import typing

        from scalptone import _types

        for enum in _records.ENUMS:
            words = typing.get_args(getattr(_types, generate.class_name(enum)))
            self.assertEqual(list(words), scalptone._native.words(enum), enum)

    def test_every_function(self):
        """every function that is declared is there (tests/surface/bindings.sh looks which are called)."""
        declared = re.findall(r"\b(sct_[a-z0-9_]+)\(", generate.declarations(support.ROOT / "include"))
        self.assertEqual(sorted(set(declared)), support.exported())
        for name in declared:
            getattr(lib, name)

    def test_records(self):
        """every struct that getters fill is a frozen dataclass with the same fields, and behaves as one."""
        for name, cls in _records.CLASSES.items():
            fields = [field for field, _ in ffi.typeof(name).fields if field not in ("size", "reserved", "reserved2")]
            counts = [count for key, count in _records.COUNTED.items() if key.startswith(name + ".")]
            self.assertEqual([field for field in fields if field not in counts], list(cls.__match_args__), name)
            self.assertTrue(dataclasses.is_dataclass(cls))
            self.assertTrue(cls.__doc__)
        lab = scalptone.Lab(50, 1, b=2)
        self.assertEqual(lab, scalptone.Lab(L=50, a=1, b=2))
        self.assertEqual(dataclasses.replace(lab, L=40), scalptone.Lab(40, 1, 2))
        self.assertEqual(dataclasses.asdict(lab), {"L": 50, "a": 1, "b": 2})
        self.assertEqual([*lab], [50, 1, 2])
        self.assertEqual(len({lab, scalptone.Lab(50, 1, 2)}), 1)
        self.assertEqual(repr(lab), "Lab(L=50, a=1, b=2)")
        for wrong in (lambda: setattr(lab, "L", 1), lambda: delattr(lab, "L")):
            self.assertRaises(AttributeError, wrong)
        for wrong in (lambda: scalptone.Lab(1), lambda: scalptone.Lab(1, 2, 3, 4), lambda: scalptone.Lab(1, 2, 3, L=1)):
            self.assertRaises(TypeError, wrong)

    def test_names(self):
        """every name that is promised is there."""
        self.assertGreater(len(scalptone.__all__), 150)
        for name in dir(scalptone):
            self.assertIsNotNone(getattr(scalptone, name), name)
        self.assertRaises(AttributeError, lambda: scalptone.nothing)
        self.assertEqual(scalptone.__version__, scalptone.library_version())
        text = (support.HERE.parent / "scalptone" / "__init__.py").read_text()
        for name in [name for room in scalptone._ROOMS.values() for name in room.split()]:
            self.assertIn(" %s as %s," % (name, name), text)
