#!/usr/bin/env python3
"""Lets one call after the other fail in every command: memory (also within the libraries), open, read, write, mkstemp, fsync,
rename, close.

    python3 tests/faults.py [--each N] [COMMAND...]

Needs the build and `make demo`. Of each kind of call at most N are tried (default 12; 0: all), spread from the first to the
last. Looked at: no signal ends the program, its exit code is a documented one, it says one line or gives the same answer,
no file that was there is changed, each file that it wrote is whole, and nothing is left beside them.
"""
import argparse
import errno
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath("build/scalptone")
DEMO = os.path.abspath("build/demo")
KINDS = {"malloc": errno.ENOMEM, "open": errno.EACCES, "read": errno.EIO, "write": errno.ENOSPC, "mkstemp": errno.ENOSPC,
         "fsync": errno.EIO, "rename": errno.EXDEV, "close": errno.EIO, "fchmod": errno.EPERM}
# A command, and what it changes of the files that lie there; OUT is its own folder.
COMMANDS = {
    "match": (["match", "client.jpg", "--overlay", "OUT/overlay.png", "--json"], []),
    "measure": (["measure", "client.jpg", "--overlay", "OUT/overlay.png", "--json"], []),
    "chart": (["chart", "card-and-chart.jpg", "--overlay", "OUT/chart.png"], []),
    "preview": (["preview", "client.jpg", "--scale", "0.018", "--area", "rect:3%,5%,38%,55%", "--sheet", "OUT/sheet.png",
                 "-o", "OUT/preview.jpg"], []),
    "consult": (["consult", "client.jpg", "--scale", "0.018", "--no-pdf", "-o", "OUT/visit"], []),
    "verify": (["verify", "client.jpg", "client.jpg", "--area", "rect:3%,5%,38%,55%", "--before", "bare", "-o", "OUT/pair.png"], []),
    "heal": (["heal", "--skin", "65,9.4,15.8", "--ink", "generic-carbon", "--ladder", "--plot", "OUT/plot.svg"], []),
    "diff": (["diff", "50,2,0", "51,2,0"], []),
    "card": (["card", "-o", "OUT/card.svg", "--description", "OUT/card.json"], []),
    "card measure": (["card", "measure", "card-readings.csv", "-o", "OUT/card.json"], []),
    "card transfer": (["card", "transfer", "card-and-chart.jpg", "-o", "OUT/card.json"], []),
    "palette check": (["palette", "check", "mine.json"], []),
    "palette new": (["palette", "new", "mine.json", "--name", "Onyx", "--maker", "Ours", "--kind", "dilutable"], ["mine.json"]),
    "palette stock": (["palette", "stock", "mine.json", "*", "--in-stock", "no"], ["mine.json"]),
    "palette convert": (["palette", "convert", "mine.json", "--to", "ase", "-o", "OUT/mine.ase"], []),
    "palette merge": (["palette", "merge", "mine.json", "mine.json", "-o", "OUT/all.json"], []),
    "palette substitute": (["palette", "substitute", "generic-carbon"], []),
    "record new": (["record", "new", "OUT/anna.json", "--name", "anna"], []),
    "record set": (["record", "set", "visit.json", "--set", "chosen.lot=A17"], ["visit.json"]),
    "record show": (["record", "show", "visit.json"], []),
    "record mix": (["record", "mix", "visit.json", "--mix", "10ml"], []),
    "record list": (["record", "list", ".", "--like", "visit.json"], []),
    "config": (["config", "set", "mix=20"], []),
}
VARIES = (".json", ".html", ".svg", ".jpg", ".png")


def contents(folder):
    """Every file below a folder: its path, and its bytes."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def run(place, arguments, fault=None, count=None):
    """Runs a command in a fresh copy of the place; what came of it, and the files."""
    work = tempfile.mkdtemp(prefix="faults")
    try:
        here = os.path.join(work, "here")
        shutil.copytree(place, here)
        os.mkdir(os.path.join(here, "OUT"))
        env = dict(os.environ, LC_ALL="C", XDG_CONFIG_HOME=os.path.join(here, "OUT", "settings"), SOURCE_DATE_EPOCH="1")
        if fault:
            env.update(LD_PRELOAD=SHIM, FAIL_CALL="%s:%d:%d" % (fault[0], fault[1], KINDS[fault[0]]))
        if count:
            env["FAIL_COUNT"] = count
        done = subprocess.run([PROGRAM] + arguments, cwd=here, env=env, capture_output=True, timeout=120, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout.replace(here.encode(), b"HERE"), done.stderr.decode("utf-8", "replace"), contents(here)
    finally:
        shutil.rmtree(work)


def wrong(name, good, now, changes, before):
    """What is wrong about a run with a fault, or ""."""
    code, answer, said, files = now
    lines = [line for line in said.split("\n") if line]
    if code < 0 or code > 7:
        return "ended with %d" % code
    if code in (2, 3, 4, 5, 6, 7) and code != good[0] and sum(line.startswith("scalptone: ") for line in lines) != 1:
        return "exit %d said %r" % (code, said[:200])
    if code == good[0] and answer != good[1] and not said:
        return "gave another answer, in silence"
    for path, data in files.items():
        if path in before and path not in changes and data != before[path]:
            return "changed %s" % path
        if path in changes and data not in (before[path], good[3].get(path)):
            return "damaged %s" % path
        if path not in before and path not in good[3]:
            return "left %s" % path
        if path not in before and path in good[3] and not data:
            return "left an empty %s" % path
        if path not in before and path.endswith(VARIES) and abs(len(data) - len(good[3][path])) > len(good[3][path]) // 2:
            return "left %s with %d bytes instead of %d" % (path, len(data), len(good[3][path]))
    for path in before:
        if path not in files:
            return "lost %s" % path
    return ""


def spread(count, each):
    """At most `each` of 1 to count, the first and the last among them."""
    if not each or count <= each:
        return range(1, count + 1)
    return sorted({1 + round(i * (count - 1) / (each - 1)) for i in range(each)})


def prepare(place):
    """The files that the commands read."""
    os.mkdir(place)
    for name in ("client.jpg", "card-and-chart.jpg", "card-readings.csv"):
        shutil.copy(os.path.join(DEMO, name), place)
    shutil.copy("palettes/ready-shades.json", os.path.join(place, "mine.json"))
    shutil.copy(os.path.join(DEMO, "consultation", "record.json"), os.path.join(place, "visit.json"))
    with open(os.path.join(place, "client.json"), "wb") as file:
        subprocess.run([PROGRAM, "measure", os.path.join(DEMO, "client.jpg"), "--json"], stdout=file, check=True)
    os.chmod(os.path.join(place, "visit.json"), 0o600)


parser = argparse.ArgumentParser()
parser.add_argument("--each", type=int, default=12)
parser.add_argument("commands", nargs="*")
asked = parser.parse_args()
scratch = tempfile.mkdtemp(prefix="faults")
SHIM = os.path.join(scratch, "fail_call.so")
subprocess.run([os.environ.get("CC", "cc"), "-std=c11", "-shared", "-fPIC", "-o", SHIM, "tests/cli/fail_call.c", "-ldl"], check=True)
failures = runs = 0
try:
    place = os.path.join(scratch, "place")
    prepare(place)
    before = contents(place)
    for name in asked.commands or COMMANDS:
        arguments, changes = COMMANDS[name]
        good, injected, refused, broken = run(place, arguments), 0, 0, []
        if good[0] not in (0, 1):
            print("not ok %s: exit %d without a fault: %s" % (name, good[0], good[2].strip()))
            failures += 1
            continue
        for kind in KINDS:
            tally = os.path.join(scratch, "count")
            run(place, arguments, (kind, 1 << 40), tally)
            with open(tally) as file:
                count = int(file.read())
            for n in spread(count, asked.each):
                now = run(place, arguments, (kind, n))
                injected += 1
                refused += now[0] != good[0]
                problem = wrong(name, good, now, changes, before)
                if problem:
                    broken.append("%s %d of %d %s" % (kind, n, count, problem))
        runs += injected
        failures += bool(broken)
        print("%s %s: %d calls failed, %d of them told, the others survived%s" %
              ("not ok" if broken else "ok", name, injected, refused, "".join("\n    " + line for line in broken)), flush=True)
finally:
    shutil.rmtree(scratch)
print("%d calls failed in turn; %d commands broken" % (runs, failures))
sys.exit(failures > 0)
