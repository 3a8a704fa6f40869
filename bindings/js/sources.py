"""Fetches the sources of the libraries that the WebAssembly package is made of, and lays them out to be compiled.

    python3 sources.py FOLDER NAME...     unpacks the named libraries of sources.json into FOLDER/NAME
    python3 sources.py --accept           writes into sources.json the versions that Debian offers now

They are Debian's source packages, at the versions and with the SHA-256 checksums that sources.json names, and Debian's patches (the
mended security holes) are applied. apt fetches them, with lists and caches of its own under FOLDER: nothing of the system's apt is
changed. Where there is no apt, or no network, SCALPTONE_SOURCES names a folder in which the files lie.

Debian takes a package away as soon as its next security fix is out, and not every mirror has that one's sources at once. Then the newest
version that can be had is taken, and said, if its original source is the one that sources.json names: only Debian's patches differ, and
apt has checked whose they are.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, NoReturn, Tuple

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "sources.json"


def stop(reason: str) -> NoReturn:
    sys.exit("sources.py: " + reason)


def is_newer(version: str, than: str) -> bool:
    return subprocess.run(["dpkg", "--compare-versions", version, "gt", than]).returncode == 0


class Apt:
    """Debian's client, which looks into lists of source packages that are ours alone."""

    def __init__(self, folder: Path) -> None:
        if not shutil.which("apt-get"):
            stop("there is no apt-get here; put the files that bindings/js/sources.json names into a folder, and name it in SCALPTONE_SOURCES")
        self.folder = folder.resolve()
        for place in ("parts", "lists/partial"):
            (self.folder / place).mkdir(parents=True, exist_ok=True)
        self.copy_sources()
        settings = {"Dir::State::Lists": self.folder / "lists", "Dir::Etc::SourceList": "/dev/null",
                    "Dir::Etc::SourceParts": self.folder / "parts", "Dir::Cache::pkgcache": "", "Dir::Cache::srcpkgcache": ""}
        (self.folder / "apt.conf").write_text("".join('%s "%s";\n' % row for row in settings.items()))
        self.run(["apt-get", "update", "-q"])

    def copy_sources(self) -> None:
        """The system's lists of Debian's own packages, as lists of their sources."""
        for file in sorted(Path("/etc/apt").glob("sources.list*/**/*")) + [Path("/etc/apt/sources.list")]:
            if not file.is_file() or file.suffix not in (".list", ".sources"):
                continue
            text = file.read_text()
            if "debian" not in text:
                continue
            text = re.sub(r"^Types:.*$", "Types: deb-src", text, flags=re.M)
            (self.folder / "parts" / file.name).write_text(re.sub(r"^deb\s", "deb-src ", text, flags=re.M))

    def run(self, command: List[str], tries: int = 3) -> str:
        for left in reversed(range(tries)):
            done = subprocess.run(command, env=dict(os.environ, APT_CONFIG=str(self.folder / "apt.conf")), capture_output=True, text=True)
            if done.returncode == 0:
                return done.stdout
            if not left:
                stop("%s failed:\n%s" % (" ".join(command), done.stderr.strip()))
        return ""

    def try_once(self, command: List[str]) -> bool:
        return subprocess.run(command, env=dict(os.environ, APT_CONFIG=str(self.folder / "apt.conf")), capture_output=True).returncode == 0

    def versions(self, package: str) -> List[str]:
        """The versions of a source package that Debian's lists name, the newest first."""

        def order(one: str, other: str) -> int:
            return -1 if is_newer(one, other) else 1

        found = re.findall(r"^Version: (\S+)", self.run(["apt-cache", "showsrc", "--only-source", package]), re.M)
        return sorted(set(found), key=functools.cmp_to_key(order))

    def addresses(self, package: str) -> Dict[str, Tuple[str, str]]:
        """The files of a source package: address and checksum by name. package may end in =VERSION."""
        rows = re.findall(r"^'(\S+)' (\S+) \d+ (\S+)", self.run(["apt-get", "source", "--print-uris", package]), re.M)
        return {name.replace("%2b", "+"): (address, digest.replace("SHA256:", "")) for address, name, digest in rows}

    def fetch(self, address: str, target: Path) -> bool:
        helper = shutil.which("apt-helper") or "/usr/lib/apt/apt-helper"
        # Not every mirror of the security archive has the original sources again; the checksum tells that they are the same.
        elsewhere = address.replace("/debian-security/pool/updates/", "/debian/pool/")
        tries = [elsewhere, address] if elsewhere != address else [address]
        return any(self.try_once([helper, "download-file", one, str(target)]) for one in tries + tries)


def digest_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def version_in(found: Dict[str, Tuple[str, str]]) -> str:
    """The version of the source package that has these files; its epoch is not part of their names."""
    description = next(name for name in found if name.endswith(".dsc"))
    return re.sub(r"^[^_]*_|\.dsc$", "", description)


def as_offered(library: Dict[str, Any], found: Dict[str, Tuple[str, str]]) -> Dict[str, Any]:
    """A library as another version of Debian has it: nothing where that is another original source."""
    original, *debian = library["files"]
    if found.get(original, ("", ""))[1] != library["files"][original]:
        return {}
    patches = {name: digest for name, (_, digest) in found.items() if ".debian.tar." in name and debian}
    return dict(library, version=version_in(found), files={original: library["files"][original], **patches})


def absent(library: Dict[str, Any], files: Path) -> Dict[str, str]:
    """The files of a library that do not lie in a folder, or are not those that are meant, with their checksums."""
    return {name: digest for name, digest in library["files"].items() if not (files / name).exists() or digest_of(files / name) != digest}


def download(library: Dict[str, Any], files: Path, apt: Apt) -> Dict[str, Any]:
    """Brings the files of a library: at the version that is meant, else at the newest that is the same original source."""
    named = apt.versions(library["package"])
    for version in sorted(named, key=lambda one: bool(one != library["version"])):
        found = apt.addresses("%s=%s" % (library["package"], version))
        had = library if version == library["version"] else as_offered(library, found)
        if had and all(name in found and apt.fetch(found[name][0], files / name) for name in absent(had, files)):
            if had is not library:
                patches = "newer patches" if is_newer(version, library["version"]) else "OLDER patches (not for a release)"
                print("  NOTE     %s %s cannot be had: %s is taken, the same source under %s"
                      % (library["package"], library["version"], version, patches))
            return had
    stop("the sources of %s %s cannot be had, nor others of the same original (Debian names %s). Read what changed, then run"
                " python3 bindings/js/sources.py --accept, or name a folder that has them in SCALPTONE_SOURCES"
                % (library["package"], library["version"], ", ".join(named)))


def get(library: Dict[str, Any], files: Path, apt: List[Apt]) -> Dict[str, Any]:
    """Sees to it that all files of a library lie in a folder, and are those that the manifest means. Returns the library as it was had."""
    own = os.environ.get("SCALPTONE_SOURCES")
    for name in absent(library, files):
        if own and (Path(own) / name).exists():
            shutil.copy(Path(own) / name, files / name)
    if absent(library, files):
        apt[:] = apt or [Apt(files.parent / "apt")]
        library = download(library, files, apt[0])
    for name, digest in absent(library, files).items():
        stop("%s is not the file that bindings/js/sources.json means: SHA-256 %s, wanted %s" % (name, digest_of(files / name), digest))
    return library


def unpack(library: Dict[str, Any], files: Path, target: Path) -> None:
    """Lays a library out in a folder of its own, Debian's patches applied."""
    part = target.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    original, *debian = library["files"]
    subprocess.run(["tar", "xf", str(files / original), "-C", str(part), "--strip-components=1"], check=True)
    for name in debian:
        subprocess.run(["tar", "xf", str(files / name), "-C", str(part)], check=True)
        series = (part / "debian/patches/series").read_text().splitlines()
        for patch in (line.split("#")[0].strip() for line in series):
            if patch:
                with open(part / "debian/patches" / patch, "rb") as text:
                    subprocess.run(["patch", "-p1", "-s", "-f"], cwd=part, stdin=text, check=True)
    shutil.rmtree(target, ignore_errors=True)
    part.rename(target)


def main(folder: Path, names: List[str]) -> None:
    manifest = json.loads(MANIFEST.read_text())
    files, apt = folder / "files", []  # type: ignore[var-annotated]
    files.mkdir(parents=True, exist_ok=True)
    for name in names:
        library, stamp = manifest[name], folder / name / ".whole"
        meant = json.dumps(library, sort_keys=True)
        if stamp.exists() and stamp.read_text() == meant:
            continue
        library = get(library, files, apt)
        unpack(library, files, folder / name)
        stamp.write_text(meant)
        print("  SOURCE   %s %s" % (name, library["version"]))


def accept(folder: Path) -> None:
    """Takes over what Debian offers now; the difference is read as part of the change."""
    manifest, apt = json.loads(MANIFEST.read_text()), Apt(folder)
    for library in manifest.values():
        found = apt.addresses(library["package"])
        library["version"] = version_in(found)
        patched = len(library["files"]) > 1
        original = next(name for name in found if re.search(r"\.orig\.tar\.(gz|xz|bz2)$", name))
        kept = [original] + [name for name in found if ".debian.tar." in name and patched]
        library["files"] = {name: found[name][1] for name in kept}
    MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--accept"]:
        accept(HERE.parent.parent / "build/wasm/apt")
    elif len(sys.argv) > 2:
        main(Path(sys.argv[1]), sys.argv[2:])
    else:
        sys.exit("usage: sources.py FOLDER NAME... | --accept")
