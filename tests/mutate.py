#!/usr/bin/env python3
"""Mutation sampling: do the tests notice when a line of the engine is wrong?

    make test-build && python3 tests/mutate.py COUNT [--seed N] [--rooms colour,num] [--build build]

Changes one operator, comparison or constant of a file of engine/ at a time, drawn by chance, builds the room's test programs in a
copy of the tree and runs those that tests/<room>/tests.mk names. A mutant that every one of them passes has survived: it is printed
with its line, and is either the same program in other words, or a test that is missing. Nothing here is part of the suite.
"""
import argparse
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile

# A change of one token into another, by what stands there. Each keeps the file a valid one, mostly; what does not compile is no mutant.
CHANGES = [
    (r"(?<![<>=!-])<=(?!=)", ["<"]), (r"(?<![<>=!-])>=(?!=)", [">"]), (r" < ", [" <= ", " > "]), (r" > ", [" >= ", " < "]),
    (r" == ", [" != "]), (r" != ", [" == "]), (r" && ", [" || "]), (r" \|\| ", [" && "]),
    (r" \+ ", [" - "]), (r" - ", [" + "]), (r" \* ", [" / "]), (r" / ", [" * "]),
    (r"\+\+", ["--"]), (r" \+= ", [" -= "]), (r" -= ", [" += "]),
    (r"(?<![\w.])0(?![\w.])", ["1"]), (r"(?<![\w.])1(?![\w.])", ["0", "2"]), (r"(?<![\w.])2(?![\w.])", ["1", "3"]),
    (r"(?<![\w.])\d+\.\d+(?![\w.])", ["times 1.3"]), (r"\bfmin\(", ["fmax("]), (r"\bfmax\(", ["fmin("]), (r"\breturn ([^;]+);", ["return 0;"]),
]


def places(text):
    """Places in code: not in comments, texts, preprocessor lines, tables of numbers or declarations of functions."""
    code = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)
    for pattern, news in CHANGES:
        for found in re.finditer(pattern, code):
            line = text[text.rfind("\n", 0, found.start()) + 1:text.find("\n", found.end())]
            if line.startswith(("#", "static const", "enum", "typedef", "SCT_")) or not line.startswith(" "):
                continue
            for new in news:
                if new.startswith("times"):
                    new = repr(float(found.group()) * 1.3)
                if new != found.group():
                    yield found.start(), found.end(), new


# Rooms that are tested where they are used.
ELSEWHERE = {"table": ["card/test_card_readings", "palette/test_exchange"], "words": ["report/test_page"]}
SECONDS = 300  # of processor time that a test may take: a loop without end has failed, a busy machine has not


def tests_of(room, build):
    if room in ELSEWHERE:
        return ["%s/tests/%s" % (build, name) for name in ELSEWHERE[room]]
    make = open("tests/%s/tests.mk" % room).read() if os.path.exists("tests/%s/tests.mk" % room) else ""
    return ["%s/%s" % (build, name[:-2]) for name in re.findall(r"tests/%s/test_\w+\.c" % room, make)]


def run(command, tree, seconds):
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        return subprocess.run(command, cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=limit,
                              timeout=20 * seconds).returncode
    except subprocess.TimeoutExpired:
        return 124


def main():
    ask = argparse.ArgumentParser(description="mutation sampling over engine/")
    ask.add_argument("count", type=int)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--rooms", default="base,num,colour,table,match,record")
    ask.add_argument("--cc", default=os.environ.get("CC", "gcc"))
    ask.add_argument("--build", default="build")
    o = ask.parse_args()
    draw = random.Random(o.seed)
    rooms = o.rooms.split(",")
    tree = tempfile.mkdtemp(prefix="mutants-")
    unneeded = (os.path.join(".", ".git"), *(os.path.join(".", o.build, kind) for kind in ("asan", "tsan", "fuzz", "cover", "js")))
    shutil.copytree(".", tree, dirs_exist_ok=True, symlinks=True,
                    ignore=lambda folder, names: [n for n in names if os.path.join(folder, n) in unneeded])
    files = {}
    for room in rooms:
        for folder, _, names in os.walk("engine/" + room):
            for name in names:
                if name.endswith(".c") and not name.endswith("_table.c"):
                    path = os.path.join(folder, name)
                    files[path] = (room, open(path).read())
    every = [(path, place) for path in sorted(files) for place in places(files[path][1])]
    make = ["make", "-s", "CC=" + o.cc, "BUILD=" + o.build]
    killed = survived = invalid = 0
    # Whether the tests pass at all, and how long they take, before anything is changed.
    patience = {}
    for room in rooms:
        tests = tests_of(room, o.build)
        if run(make + tests, tree, 3600) != 0:
            sys.exit("the tests of %s do not build" % room)
        patience[room] = [t for t in tests if run(["./" + t], tree, SECONDS) == 0]
    try:
        while killed + survived < o.count and every:
            path, (start, end, new) = every.pop(draw.randrange(len(every)))
            room, text = files[path]
            target = os.path.join(tree, path)
            open(target, "w").write(text[:start] + new + text[end:])
            line = text.count("\n", 0, start) + 1
            if run(make + patience[room], tree, 600) != 0:
                invalid += 1
            else:
                dead = next((t for t in patience[room] if run(["./" + t], tree, SECONDS) != 0), None)
                killed += dead is not None
                survived += dead is None
                if (killed + survived) % 10 == 0:
                    print("so far    %d of %d killed" % (killed, killed + survived), flush=True)
                if dead is None:
                    whole = text[text.rfind("\n", 0, start) + 1:text.find("\n", end)].strip()
                    print("survived  %s:%d  %s -> %s   %s" % (path, line, text[start:end].strip(), new.strip(), whole), flush=True)
            open(target, "w").write(text)
    finally:
        shutil.rmtree(tree)
    made = killed + survived
    print("%d mutants of %s: %d killed (%.0f %%), %d survived; %d did not compile" %
          (made, ", ".join(rooms), killed, 100 * killed / max(made, 1), survived, invalid))


main()
