"""Writes what is to be changed in one file to make another of it.

    python3 delta.py FROM TO OUT

The engine without SIMD is nearly the one with it: carrying both would double what a page waits for, and this costs a few per cent.
OUT is a row of steps, each of three numbers and some bytes: how many bytes to copy, how far from where the last copy ended (zigzag),
and how many bytes follow that are new. Numbers are as WebAssembly writes them (LEB128). engine.js reads it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Dict, List

BLOCK = 12


def number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def run(one: bytes, at: int, other: bytes, to: int) -> int:
    """How many bytes agree from there on."""
    length, step = 0, 4096
    while step:
        if one[at + length:at + length + step] == other[to + length:to + length + step] and at + length + step <= len(one) and to + length + step <= len(other):
            length += step
        else:
            step //= 2
    return length


def delta(source: bytes, target: bytes) -> bytes:
    places: Dict[bytes, List[int]] = {}
    for at in range(0, len(source) - BLOCK, 4):
        places.setdefault(source[at:at + BLOCK], []).append(at)
    out, fresh, at, expected, copied, jump = bytearray(), bytearray(), 0, 0, 0, 0

    def step() -> None:
        nonlocal copied, jump
        out.extend(number(copied) + number(2 * jump if jump >= 0 else -2 * jump - 1) + number(len(fresh)) + fresh)
        fresh.clear()
        copied = jump = 0

    while at < len(target):
        best, where = run(source, expected, target, at), expected
        if best < 64:
            for place in places.get(target[at:at + BLOCK], [])[:40]:
                found = run(source, place, target, at)
                if found > best + 4:
                    best, where = found, place
        if best < (4 if where == expected else BLOCK):
            fresh.append(target[at])
            at += 1
            expected += 1  # most changes replace
            continue
        step()
        copied, jump = best, where - expected
        at, expected = at + best, where + best
    step()
    return number(len(target)) + bytes(out)


def apply(source: bytes, steps: bytes) -> bytes:
    """The same as engine.js does it, to be sure."""
    at, out, expected = 0, bytearray(), 0

    def read() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = steps[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    size = read()
    while len(out) < size:
        copied, jump, fresh = read(), read(), read()
        expected += jump >> 1 if jump & 1 == 0 else -(jump >> 1) - 1
        out += source[expected:expected + copied]
        out += steps[at:at + fresh]
        at += fresh
        expected += copied + fresh
    return bytes(out)


def main(source: Path, target: Path, out: Path) -> None:
    one, other = source.read_bytes(), target.read_bytes()
    steps = delta(one, other)
    if apply(one, steps) != other:
        sys.exit("delta.py: the steps do not lead from %s to %s" % (source, target))
    out.write_bytes(steps)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: delta.py FROM TO OUT")
    main(*map(Path, sys.argv[1:]))
