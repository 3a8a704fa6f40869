"""Runs the tests of this folder, and prints a line for each as the suite's scripts do: "ok ...", "not ok ...", "skip ...".

    python3 run.py WORK PHANTOM PROGRAM

WORK is an empty folder, PHANTOM the program that renders sample photos, PROGRAM the command; PYTHONPATH leads to the package.
"""

from __future__ import annotations

import os
import sys
import time
import unittest
from pathlib import Path
from typing import Any

import support


class Result(unittest.TestResult):
    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self.since = time.perf_counter()

    def say(self, mark: str, test: unittest.TestCase, more: str = "") -> None:
        name = test.shortDescription() or str(test.id())
        print("%s python: %s (%.1f s)%s" % (mark, name.rstrip("."), time.perf_counter() - self.since, more), flush=True)

    def addSuccess(self, test: unittest.TestCase) -> None:
        super().addSuccess(test)
        self.say("ok", test)

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        super().addSkip(test, reason)
        self.say("skip", test, ": " + reason)

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:
        super().addFailure(test, err)
        self.say("not ok", test, "\n" + self.failures[-1][1])

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        super().addError(test, err)
        self.say("not ok", test, "\n" + self.errors[-1][1])


if __name__ == "__main__":
    support.begin(*sys.argv[1:4])
    started = time.perf_counter()
    suite = unittest.defaultTestLoader.discover(str(Path(__file__).parent))
    result = Result()
    suite.run(result)
    spent = sum(os.times()[:4])  # children, too
    print("figure: python tests took %.1f s, %.1f of the processor" % (time.perf_counter() - started, spent))
    sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)
