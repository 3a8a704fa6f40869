"""Lists what takes room in a WebAssembly file: its sections, its largest functions, and their sums by the beginning of their names.

    python3 sizes.py FILE [ROWS]

FILE needs its names (`make wasm-names` writes build/wasm/plain-names.wasm). Bytes are those of the file, before compression.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Dict, List, Tuple

SECTIONS = ["custom", "type", "import", "function", "table", "memory", "global", "export", "start", "element", "code", "data", "data count"]


class Reader:
    """Walks over the bytes of a module."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def text(self) -> str:
        length = self.number()
        self.at += length
        return self.data[self.at - length:self.at].decode("utf-8", "replace")


def sections(data: bytes) -> List[Tuple[int, int, int]]:
    found, reader = [], Reader(data, 8)
    while reader.at < len(data):
        kind = data[reader.at]
        reader.at += 1
        size = reader.number()
        found.append((kind, reader.at, size))
        reader.at += size
    return found


def imported_functions(data: bytes, at: int) -> int:
    reader, count = Reader(data, at), 0
    for _ in range(reader.number()):
        reader.text(), reader.text()
        kind = data[reader.at]
        reader.at += 1
        if kind == 0:
            count += 1
            reader.number()
        elif kind == 3:
            reader.at += 2
        else:
            reader.at += kind == 1
            flags = reader.number()
            reader.number()
            if flags & 1:
                reader.number()
    return count


def names(data: bytes, at: int, size: int) -> Dict[int, str]:
    reader, end = Reader(data, at), at + size
    if reader.text() != "name":
        return {}
    while reader.at < end:
        kind = data[reader.at]
        reader.at += 1
        length = reader.number()
        if kind == 1:
            rows = {}
            for _ in range(reader.number()):
                index = reader.number()
                rows[index] = reader.text()
            return rows
        reader.at += length
    return {}


def main(file: str, rows: int) -> None:
    data = Path(file).read_bytes()
    imports, named, bodies = 0, {}, []  # type: ignore[var-annotated]
    for kind, at, size in sections(data):
        print("%9d  section %s" % (size, SECTIONS[kind]))
        if kind == 2:
            imports = imported_functions(data, at)
        elif kind == 10:
            reader = Reader(data, at)
            for _ in range(reader.number()):
                length = reader.number()
                bodies.append(length)
                reader.at += length
        elif kind == 0:
            named.update(names(data, at, size))
    listed = sorted(((size, named.get(imports + i, "?")) for i, size in enumerate(bodies)), reverse=True)
    print("%9d  bytes in %d functions; the largest:" % (sum(bodies), len(bodies)))
    for size, name in listed[:rows]:
        print("%9d  %s" % (size, name))
    groups: Dict[str, List[int]] = {}
    for size, name in listed:
        groups.setdefault(name.split("_")[0] if "_" in name[1:] else name[:3] + "...", []).append(size)
    print("by the beginning of their names:")
    for name, sizes in sorted(groups.items(), key=lambda row: -sum(row[1]))[:rows]:
        print("%9d  %s (%d functions)" % (sum(sizes), name, len(sizes)))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: sizes.py FILE [ROWS]")
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 25)
