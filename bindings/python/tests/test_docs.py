"""Every example in the documentation runs and says what it says."""

from __future__ import annotations

import doctest
import importlib
import os
import unittest

import scalptone
import support


class Examples(unittest.TestCase):
    def test_docstrings(self):
        """the examples in docstrings."""
        tried = 0
        for room in scalptone._ROOMS:
            found = doctest.testmod(importlib.import_module("scalptone." + room), optionflags=doctest.ELLIPSIS)
            self.assertEqual(found.failed, 0, room)
            tried += found.attempted
        self.assertGreater(tried, 40)
        support.figure("%d lines of examples in docstrings" % tried)

    def test_readme(self):
        """the examples in the README."""
        here = os.getcwd()
        os.chdir(support.places["work"])
        try:
            if not os.path.exists("client.jpg"):
                os.symlink(support.jpeg_file(), "client.jpg")
            found = doctest.testfile(str(support.HERE.parent / "README.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
        finally:
            os.chdir(here)
        self.assertEqual(found.failed, 0)
        self.assertGreater(found.attempted, 20)
