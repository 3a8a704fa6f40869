"""python -m scalptone: the command-line program that comes beside this package, else the one that is installed."""

from __future__ import annotations

import os
import shutil
import sys


def main() -> None:
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "native", "scalptone")
    program = beside if os.access(beside, os.X_OK) else shutil.which("scalptone")
    # The script that a wheel installs has the same name: it must not call itself for ever.
    if program is None or os.path.exists(sys.argv[0]) and os.path.samefile(program, sys.argv[0]):
        sys.exit("scalptone: the command-line program is not beside this package nor on the PATH; install a wheel that carries it")
    os.execv(program, [program] + sys.argv[1:])


if __name__ == "__main__":
    main()
