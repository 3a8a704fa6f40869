#!/bin/sh
# Which sources the WebAssembly package is built from when Debian's archive has moved on: no network, a pretended archive.
command -v dpkg >/dev/null 2>&1 || { echo "skip the sources of the WebAssembly package: versions are compared by dpkg, which is not here"; exit 0; }
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=bindings/js "${PYTHON:-python3}" - <<'END'
import contextlib
import hashlib
import io
import json
import os
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
        version = (package.split("=") + list(self.named))[1].split(":")[-1]
        texts = {"it_1.orig.tar.gz": dict((one.split(":")[-1], text) for one, text in self.named.items())[version], "it_%s.debian.tar.xz" % version: "patches " + version, "it_%s.dsc" % version: "x"}
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


os.environ.pop("SCALPTONE_OLDER_SOURCES", None)
os.environ.pop("SCALPTONE_SOURCES", None)


def report(what, good, told):
    global failed
    failed |= not good
    print("%s %s%s" % ("ok" if good else "not ok", what, "" if good else ": " + told))


def check(what, archive, version, said, library=meant):
    """What is taken from an archive, and what is said of it; version None: the build stops."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            had = sources.get(dict(library), Path(folder), [archive])
            whole = not sources.absent(had, Path(folder))
            got, words = (had["version"] if whole else "not whole"), out.getvalue()
        except SystemExit as end:
            got, words = None, str(end)
    report(what, got == version and said in words and (said or not words), "%r, said %r" % (got, words))


check("the version that is named is taken, and nothing said", Archive({"1-1+deb12u4": "source", "1-1+deb12u3": "source"}), "1-1+deb12u3", "")
check("one that is gone is followed by the next of the same source", Archive({"1-1+deb12u10": "source", "1-1+deb12u2": "source"}),
      "1-1+deb12u10", "newer patches")
older = {"1-1+deb12u4": "source", "1-1+deb12u2": "source"}
gone = ["it_1-1+deb12u4.debian.tar.xz"]
check("an older one is not taken by itself: the build stops, and names what takes it", Archive(older, gone), None,
      "1-1+deb12u2 is older, and lacks Debian's later patches of security holes. SCALPTONE_OLDER_SOURCES=1")
os.environ["SCALPTONE_OLDER_SOURCES"] = "1"
check("the next one, named and not there, gives way to an older one where that is asked for, which is said",
      Archive(older, gone), "1-1+deb12u2", "OLDER patches")
check("a newer one goes before an older one that is asked for", Archive(older), "1-1+deb12u4", "newer patches")
os.environ["SCALPTONE_OLDER_SOURCES"] = "0"
check("0 asks for no older one", Archive(older, gone), None, "SCALPTONE_OLDER_SOURCES=1")
del os.environ["SCALPTONE_OLDER_SOURCES"]
check("another original source is never taken by itself", Archive({"2-1": "another"}), None, "--accept")
check("an archive without the package stops the build, with what to do", Archive({}), None, "SCALPTONE_SOURCES")

epoch = dict(meant, version="1:1-1+deb12u3")
check("an epoch is part of a version, and nothing said", Archive({"1:1-1+deb12u3": "source"}), "1:1-1+deb12u3", "", epoch)
check("and is kept in that of a newer one", Archive({"1:1-1+deb12u4": "source"}), "1:1-1+deb12u4", "newer patches", epoch)
with tempfile.TemporaryDirectory() as name:
    sources.Apt, sources.MANIFEST = (lambda folder: Archive({"1:1-1+deb12u3": "source"})), Path(name) / "sources.json"
    sources.MANIFEST.write_text(json.dumps({"it": dict(meant, version="0")}))
    sources.accept(Path(name))
    taken = json.loads(sources.MANIFEST.read_text())
report("--accept keeps an epoch", taken["it"] == epoch, str(taken))

sources.unpack = lambda library, files, target: target.mkdir(exist_ok=True)  # the pretended files are no archives
with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(io.StringIO()):
    folder, sources.MANIFEST = Path(name) / "out", Path(name) / "sources.json"
    sources.MANIFEST.write_text(json.dumps({"it": meant}))

    def lay_out(archive, asked):
        os.environ["SCALPTONE_OLDER_SOURCES"] = asked
        try:
            sources.Apt = lambda folder: archive
            sources.main(folder, ["it"])
        except SystemExit as end:
            return str(end)
        kept = json.loads((folder / "it/.whole").read_text())
        return kept.get("had", kept)["version"]

    first = lay_out(Archive(older, gone), "1")
    still = Archive(older, gone)
    again = lay_out(still, "1")
    unasked = lay_out(Archive(older, gone), "")
    newer = lay_out(Archive(older), "")
    kept = Archive(older)
    kept_newer = lay_out(kept, "")
report("the stamp holds what was really had", first == "1-1+deb12u2" and newer == "1-1+deb12u4", repr((first, newer)))
report("what was had is not fetched again", (again, kept_newer, still.asked, kept.asked) == (first, newer, [], []), repr((again, kept_newer)))
report("an older one that lies there is no longer good enough once nobody asks for it", "SCALPTONE_OLDER_SOURCES=1" in unasked, unasked)
sys.exit(failed)
END
