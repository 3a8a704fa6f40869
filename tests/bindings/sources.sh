#!/bin/sh
# Which sources the WebAssembly package is built from when Debian's archive has moved on: no network, a pretended archive.
command -v dpkg >/dev/null 2>&1 || { echo "skip the sources of the WebAssembly package: versions are compared by dpkg, which is not here"; exit 0; }
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=bindings/js "${PYTHON:-python3}" - <<'END'
import contextlib
import hashlib
import io
import sys
import tempfile
from pathlib import Path

import sources


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Archive:
    """A pretended archive: what its lists name, and which of the files it really has."""

    def __init__(self, versions, lost=()):
        self.named, self.lost, self.asked = versions, lost, []

    def versions(self, package):
        return list(self.named)

    def addresses(self, package):
        version = package.split("=")[1]
        texts = {"it_1.orig.tar.gz": self.named[version], "it_%s.debian.tar.xz" % version: "patches " + version, "it_%s.dsc" % version: "x"}
        return {name: (name + "|" + text, sha(text)) for name, text in texts.items()}

    def fetch(self, address, target):
        name, text = address.split("|")
        self.asked.append(name)
        if name not in self.lost:
            target.write_text(text)
        return name not in self.lost


meant = {"package": "it", "version": "1-1+deb12u3",
         "files": {"it_1.orig.tar.gz": sha("source"), "it_1-1+deb12u3.debian.tar.xz": sha("patches 1-1+deb12u3")}}
failed = 0


def check(what, archive, version, said):
    """What is taken from an archive, and what is said of it; version None: the build stops."""
    global failed
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            had = sources.get(dict(meant), Path(folder), [archive])
            whole = not sources.absent(had, Path(folder))
            got, words = (had["version"] if whole else "not whole"), out.getvalue()
        except SystemExit as end:
            got, words = None, str(end)
    good = got == version and said in words and (said or not words)
    failed |= not good
    print("%s %s%s" % ("ok" if good else "not ok", what, "" if good else ": %r, said %r" % (got, words)))


check("the version that is named is taken, and nothing said", Archive({"1-1+deb12u4": "source", "1-1+deb12u3": "source"}), "1-1+deb12u3", "")
check("one that is gone is followed by the next of the same source", Archive({"1-1+deb12u10": "source", "1-1+deb12u2": "source"}),
      "1-1+deb12u10", "newer patches")
check("the next one, named and not there, gives way to an older one, which is said",
      Archive({"1-1+deb12u4": "source", "1-1+deb12u2": "source"}, ["it_1-1+deb12u4.debian.tar.xz"]), "1-1+deb12u2", "OLDER patches")
check("another original source is never taken by itself", Archive({"2-1": "another"}), None, "--accept")
check("an archive without the package stops the build, with what to do", Archive({}), None, "SCALPTONE_SOURCES")
sys.exit(failed)
END
