"""Fetches the sources of the libraries that the WebAssembly package is made of, and lays them out to be compiled.

    python3 sources.py FOLDER NAME...     unpacks the named libraries of sources.json into FOLDER/NAME
    python3 sources.py --accept           writes into sources.json the versions that Debian offers now

They are Debian's source packages, at the versions and with the SHA-256 checksums that sources.json names, and Debian's patches (the
mended security holes) are applied. apt fetches them, with lists and caches of its own under FOLDER: nothing of the system's apt is
changed. Where there is no apt, or no network, SCALPTONE_SOURCES names a folder in which the files lie.

Debian takes a package away as soon as its next security fix is out, and not every mirror has that one's sources at once. Then the newest
version that can be had is taken, and said, if its original source is the one that sources.json names: only Debian's patches differ, and
apt has checked whose they are. An older version lacks patches of security holes, so it is taken only where SCALPTONE_OLDER_SOURCES=1
asks for it; what is built of it is not for a release.
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


def older_wanted() -> bool:
    return os.environ.get("SCALPTONE_OLDER_SOURCES", "") not in ("", "0")


def digest_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def version_in(found: Dict[str, Tuple[str, str]]) -> str:
    """The version of the source package that has these files, without its epoch, which is not part of their names."""
    description = next(name for name in found if name.endswith(".dsc"))
    return re.sub(r"^[^_]*_|\.dsc$", "", description)


def with_epoch(version: str, named: List[str]) -> str:
    """A version that files are named by, as the lists name it: with its epoch ("1:2.1.5-2"), if it has one."""
    return next((one for one in named if re.sub(r"^\d+:", "", one) == version), version)


def as_offered(library: Dict[str, Any], version: str, found: Dict[str, Tuple[str, str]]) -> Dict[str, Any]:
    """A library as another version of Debian has it: nothing where that is another original source."""
    original, *debian = library["files"]
    if found.get(original, ("", ""))[1] != library["files"][original]:
        return {}
    patches = {name: digest for name, (_, digest) in found.items() if ".debian.tar." in name and debian}
    return dict(library, version=version, files={original: library["files"][original], **patches})


def absent(library: Dict[str, Any], files: Path) -> Dict[str, str]:
    """The files of a library that do not lie in a folder, or are not those that are meant, with their checksums."""
    return {name: digest for name, digest in library["files"].items() if not (files / name).exists() or digest_of(files / name) != digest}


def download(library: Dict[str, Any], files: Path, apt: Apt) -> Dict[str, Any]:
    """Brings the files of a library: at the version that is meant, else at the newest that is the same original source."""
    package, meant = library["package"], library["version"]
    named, refused = apt.versions(package), []
    for version in sorted(named, key=lambda one: bool(one != meant)):
        found = apt.addresses("%s=%s" % (package, version))
        had = library if version == meant else as_offered(library, version, found)
        older = version != meant and not is_newer(version, meant)
        if had and older and not older_wanted():
            refused.append(version)
        elif had and all(name in found and apt.fetch(found[name][0], files / name) for name in absent(had, files)):
            if had is not library:
                patches = "OLDER patches (not for a release)" if older else "newer patches"
                print("  NOTE     %s %s cannot be had: %s is taken, the same source under %s" % (package, meant, version, patches))
            return had
    if refused:
        stop("the sources of %s %s cannot be had, nor newer ones of the same original; %s is older, and lacks Debian's later patches of"
             " security holes. SCALPTONE_OLDER_SOURCES=1 takes it, for what is not released; or name a folder that has the files in"
             " SCALPTONE_SOURCES" % (package, meant, refused[0]))
    stop("the sources of %s %s cannot be had, nor others of the same original (Debian names %s). Read what changed, then run"
         " python3 bindings/js/sources.py --accept, or name a folder that has them in SCALPTONE_SOURCES"
         % (package, meant, ", ".join(named)))


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


def is_laid_out(library: Dict[str, Any], stamp: Path) -> bool:
    """Whether a folder has what is meant, or what was had in its place and may still stand there."""
    try:
        kept = json.loads(stamp.read_text())
        meant, had = kept["meant"], kept["had"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if library == had:
        return True
    return bool(library == meant) and (older_wanted() or is_newer(had["version"], meant["version"]))


def lay_out(name: str, library: Dict[str, Any], folder: Path, apt: List[Apt]) -> None:
    """Unpacks a library, unless it is there, and stamps it with what was meant and what was really had."""
    files, stamp = folder / "files", folder / name / ".whole"
    files.mkdir(parents=True, exist_ok=True)
    if is_laid_out(library, stamp):
        return
    had = get(library, files, apt)
    unpack(had, files, folder / name)
    stamp.write_text(json.dumps({"meant": library, "had": had}, sort_keys=True))
    print("  SOURCE   %s %s" % (name, had["version"]))


def main(folder: Path, names: List[str]) -> None:
    manifest, apt = json.loads(MANIFEST.read_text()), []  # type: ignore[var-annotated]
    for name in names:
        lay_out(name, manifest[name], folder, apt)


def accept(folder: Path) -> None:
    """Takes over what Debian offers now; the difference is read as part of the change."""
    manifest, apt = json.loads(MANIFEST.read_text()), Apt(folder)
    for library in manifest.values():
        found = apt.addresses(library["package"])
        library["version"] = with_epoch(version_in(found), apt.versions(library["package"]))
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
