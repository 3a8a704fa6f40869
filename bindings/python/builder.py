"""Puts the package together, and writes wheels and source archives of it (PEP 517), without setuptools.

    python3 builder.py tree FOLDER     the package as it is installed: FOLDER/scalptone
    python3 builder.py bare FOLDER     the same for a distribution, whose own packages have library, program and palettes
    python3 builder.py metadata FOLDER what a distribution installs beside it, as scalptone-VERSION.dist-info
    python3 builder.py wheel FOLDER    a wheel in FOLDER, whose name is printed

Where `make` has built the library (build/, or the folder that SCALPTONE_BUILD names), the package carries it, with the program
and the palettes; else it uses the library of the system.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Dict, List, Optional

import generate

HERE = Path(__file__).resolve().parent
# In a source archive of this package the headers and palettes lie in it.
ROOT = HERE if (HERE / "include").is_dir() else HERE.parent.parent
INCLUDE = ROOT / "include"
ENUM_TABLE = ROOT / "engine" / "base" / "enum_table.c"
LIBRARY = "libscalptone.so.0"
WRITTEN = ("_abi.py", "_records.py", "_types.py")  # by generate.py
EPOCH = (1980, 1, 1, 0, 0, 0)

METADATA = """\
Metadata-Version: 2.1
Name: scalptone
Version: {version}
Summary: Measures skin and hair in photos and ranks inks for scalp micropigmentation
License: {licence}
Requires-Python: >=3.9
Requires-Dist: cffi>=1.15
Provides-Extra: arrays
Requires-Dist: numpy; extra == 'arrays'
Provides-Extra: tables
Requires-Dist: pandas; extra == 'tables'
Description-Content-Type: text/markdown

"""


def library() -> Optional[Path]:
    """The library that was built here, if there is one."""
    built = Path(os.environ.get("SCALPTONE_BUILD") or ROOT / "build") / LIBRARY
    return built if built.exists() else None


def tree(folder: Path, small: bool = False, bare: bool = False) -> Path:
    """The package with all that it needs; small: library and program without what only a debugger reads; bare: without them."""
    package = folder / "scalptone"
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(HERE / "scalptone", package, ignore=shutil.ignore_patterns("__pycache__", "native", "palettes", *WRITTEN))
    generate.write(INCLUDE, ENUM_TABLE, package)
    if bare:
        return package
    for place in ("", "charts", "scales"):
        (package / "palettes" / place).mkdir(parents=True, exist_ok=True)
        for file in sorted((ROOT / "palettes" / place).glob("*.json")):
            shutil.copy(file, package / "palettes" / place)
    built = library()
    if built:
        (package / "native").mkdir()
        for file in (built, built.parent / "scalptone"):
            if file.exists():
                target = Path(shutil.copy(file, package / "native"))
                if small and shutil.which("strip"):
                    subprocess.run(["strip", "--strip-unneeded", str(target)], check=True)
    return package


def licence() -> str:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8") if (ROOT / "LICENSE").exists() else ""
    return text.strip().splitlines()[0] if text else "see the sources"


def metadata() -> str:
    return METADATA.format(version=generate.version(INCLUDE), licence=licence()) + (HERE / "README.md").read_text(encoding="utf-8")


def write_metadata(folder: Path) -> Path:
    """METADATA and INSTALLER, by which pip and importlib.metadata know a package that a distribution installed."""
    (folder / "METADATA").write_text(metadata(), encoding="utf-8")
    (folder / "INSTALLER").write_text("distribution\n", encoding="utf-8")
    return folder


def build_wheel(wheel_directory: str, config_settings: Optional[Dict[str, Any]] = None, metadata_directory: Optional[str] = None) -> str:
    version = generate.version(INCLUDE)
    system = re.sub(r"[-.]", "_", sysconfig.get_platform()) if library() else "any"
    tag = "py3-none-" + system
    info = "scalptone-%s.dist-info/" % version
    with tempfile.TemporaryDirectory() as work:
        package = tree(Path(work), small=True)
        files = {str(file.relative_to(work)): file.read_bytes() for file in sorted(package.rglob("*")) if file.is_file()}
    files[info + "METADATA"] = metadata().encode()
    files[info + "WHEEL"] = ("Wheel-Version: 1.0\nGenerator: scalptone\nRoot-Is-Purelib: %s\nTag: %s\n"
                             % ("false" if library() else "true", tag)).encode()
    files[info + "entry_points.txt"] = b"[console_scripts]\nscalptone = scalptone.__main__:main\n"
    if (ROOT / "LICENSE").exists():
        files[info + "LICENSE"] = (ROOT / "LICENSE").read_bytes()
    lines = []
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append("%s,sha256=%s,%d" % (name, digest, len(data)))
    files[info + "RECORD"] = ("\n".join(lines + [info + "RECORD,,"]) + "\n").encode()
    wheel = "scalptone-%s-%s.whl" % (version, tag)
    with zipfile.ZipFile(Path(wheel_directory) / wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name.endswith("native/scalptone") else 0o100644) << 16
            archive.writestr(entry, data)
    return wheel


def build_sdist(sdist_directory: str, config_settings: Optional[Dict[str, Any]] = None) -> str:
    name = "scalptone-" + generate.version(INCLUDE)
    names: List[Path] = [file for file in sorted(HERE.rglob("*")) if file.is_file() and "__pycache__" not in file.parts]
    placed = {file.relative_to(HERE): file.read_bytes() for file in names}
    for file in [INCLUDE / "scalptone.h", *sorted((INCLUDE / "scalptone").glob("*.h")), ENUM_TABLE, ROOT / "LICENSE",
                 *sorted((ROOT / "palettes").rglob("*.json"))]:
        if file.exists():
            placed[file.relative_to(ROOT)] = file.read_bytes()
    placed[Path("PKG-INFO")] = metadata().encode()
    with tarfile.open(Path(sdist_directory) / (name + ".tar.gz"), "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for path, data in placed.items():
            entry = tarfile.TarInfo("%s/%s" % (name, path))
            entry.size, entry.mode = len(data), 0o644
            archive.addfile(entry, io.BytesIO(data))
    return name + ".tar.gz"


if __name__ == "__main__":
    verbs = {
        "tree": tree,
        "bare": lambda folder: tree(folder, bare=True),
        "metadata": write_metadata,
        "wheel": lambda folder: folder / build_wheel(str(folder)),
    }
    if len(sys.argv) != 3 or sys.argv[1] not in verbs:
        sys.exit("usage: builder.py %s FOLDER" % "|".join(verbs))
    target = Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    print(verbs[sys.argv[1]](target))
