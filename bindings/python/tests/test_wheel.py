"""The wheel holds what it says, and what it holds works by itself."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import sys
import unittest
import zipfile
from pathlib import Path

import scalptone
import support

sys.path.insert(0, str(support.HERE.parent))
import builder  # noqa: E402


class Wheel(unittest.TestCase):
    def test_wheel(self):
        """a wheel holds what its list says, and the library, the program and the palettes in it work."""
        folder = support.places["work"] / "wheel"
        folder.mkdir()
        # What the package under test was put together with takes a second to be written again.
        written, usual = Path(scalptone.__file__).parent, builder.generate.write
        builder.generate.write = lambda include, table, package: [shutil.copy(written / name, package) for name in builder.WRITTEN]
        self.addCleanup(setattr, builder.generate, "write", usual)
        wheel = folder / builder.build_wheel(str(folder))
        with zipfile.ZipFile(wheel) as archive:
            record = [name for name in archive.namelist() if name.endswith("/RECORD")][0]
            rows = [line.split(",") for line in archive.read(record).decode().split("\n") if line]
            self.assertEqual(sorted(row[0] for row in rows), sorted(archive.namelist()))
            for name, digest, size in rows:
                if name != record:
                    data = archive.read(name)
                    self.assertEqual((digest, size), ("sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("="),
                                                      str(len(data))))
            archive.extractall(folder / "out")
        self.assertIn("linux" if builder.library() else "any", wheel.name)
        program = folder / "out" / "scalptone" / "native" / "scalptone"
        program.chmod(0o755)
        support.places["program"], kept = str(program), support.places["program"]
        said = support.command("palette", "list")
        support.places["program"] = kept
        self.assertEqual(said, support.command("palette", "list"))
        done = support.python("import scalptone; print(scalptone.library_path(), len(scalptone.palette()))", PYTHONPATH=str(folder / "out"))
        self.assertEqual(done.stdout.split()[0], str(program.parent / "libscalptone.so.0"), done.stderr)
        support.figure("the wheel has %.0f kB" % (wheel.stat().st_size / 1000))

    def test_bare(self):
        """without a library beside it the package takes the one that is named, or the system's."""
        library = Path(scalptone.library_path())
        package = support.places["work"] / "bare" / "scalptone"
        shutil.copytree(library.parent.parent, package, ignore=shutil.ignore_patterns("native", "palettes"))
        code = "import scalptone; scalptone.heal(pigments={'77266': 0.005}); print(scalptone.library_path())"
        for name, value, told in (("SCALPTONE_LIBRARY", str(library), str(library)), ("LD_LIBRARY_PATH", str(library.parent), library.name)):
            done = support.python(code, **{"PYTHONPATH": str(package.parent), name: value})
            self.assertEqual(done.stdout.strip(), told, done.stderr)
        done = support.python(code, PYTHONPATH=str(package.parent), SCALPTONE_LIBRARY=os.devnull)
        self.assertIn("LibraryError", done.stderr)
