#!/usr/bin/env python3
"""How much stack the functions of the built library take: the largest frames, and the deepest ways from a public call.

    python3 tests/stack.py [build/libscalptone.so.0]

Read from the machine code of x86-64 (objdump). Calls through pointers are not followed: what they reach comes on top.
"""
import re
import subprocess
import sys

library = sys.argv[1] if len(sys.argv) > 1 else "build/libscalptone.so.0"
code = subprocess.run(["objdump", "-d", "--no-show-raw-insn", library], capture_output=True, text=True, check=True).stdout
size, calls, name, frame, pushed = {}, {}, "", 0, 0
for line in code.split("\n"):
    head = re.match(r"^[0-9a-f]+ <(.*)>:$", line)
    if head:
        name = head.group(1)
        size[name], calls[name], frame, pushed = 8, set(), 0, 0
    elif name:
        grown = re.search(r"\bsub +\$0x([0-9a-f]+),%rsp", line) or re.search(r"\blea +-0x([0-9a-f]+)\(%rsp\),%r11", line)
        if grown and int(grown.group(1), 16) < 1 << 31:
            frame = max(frame, int(grown.group(1), 16))  # a function that is parted has several, one at a time
        pushed += 8 * bool(re.search(r"\bpush ", line))
        size[name] = 8 + frame + pushed
        other = re.search(r"\b(?:call|jmp) +[0-9a-f]+ <([^+>@]*)(?:@plt)?>", line)
        if other and other.group(1) != name:
            calls[name].add(other.group(1))

known = {}


def deepest(function, above=()):
    """Bytes, and the functions on the way."""
    if function in above or function not in size:
        return 0, []
    if function not in known:
        below = max((deepest(called, above + (function,)) for called in calls[function]), default=(0, []), key=lambda way: way[0])
        known[function] = size[function] + below[0], [function] + below[1]
    return known[function]


sys.setrecursionlimit(10000)
print("largest frames, bytes")
for function in sorted(size, key=lambda f: -size[f])[:10]:
    print("  %7d %s" % (size[function], function))
print("deepest ways")
for function in sorted((f for f in size if f.startswith("sct_")), key=lambda f: -deepest(f)[0])[:5]:
    print("  %7d %s" % (deepest(function)[0], " > ".join(f for f in deepest(function)[1] if size[f] > 1500)))
