#!/usr/bin/env python3
"""Writes engine/draw/type_table.c: the outlines of the letters that pictures use, from the OpenType files of Inter.

    python3 engine/draw/make_type.py Inter-Regular.otf Inter-SemiBold.otf > engine/draw/type_table.c

Needs fontTools, and is run only when letters are added. The font is Inter 3.19 by The Inter Project Authors, under the SIL Open
Font License 1.1 (engine/draw/OFL.txt).
"""
import sys
from fontTools.ttLib import TTFont
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.cu2quPen import Cu2QuPen

UNITS = 1000  # to one em, in the table
# What Spanish, German, French, Portuguese and Turkish need besides English, and a few signs.
LETTERS = [chr(c) for c in [*range(0x20, 0x7F), *range(0xA0, 0x100)]] + list("ĞğİıŞşŒœ–—‘’“”…•€−×≈≤≥")


def quads(font, name):
    """The closed curves of a letter: lists of (x, y, on)."""
    pen = RecordingPen()
    scale = UNITS / font["head"].unitsPerEm
    font.getGlyphSet()[name].draw(Cu2QuPen(pen, 1.2 / scale, reverse_direction=False))
    curves, point = [], lambda p, on: (round(p[0] * scale), round(p[1] * scale), on)
    for step, args in pen.value:
        if step == "moveTo":
            curves.append([point(args[0], 1)])
        elif step == "lineTo":
            curves[-1].append(point(args[0], 1))
        elif step == "qCurveTo":
            curves[-1] += [point(p, 0) for p in args[:-1]] + [point(args[-1], 1)]
    for curve in curves:
        if len(curve) > 1 and curve[-1] == curve[0]:
            curve.pop()
    return [c for c in curves if len(c) > 2]


def table(path):
    font = TTFont(path)
    names, widths = font.getBestCmap(), font["hmtx"]
    letters, points = [], []
    for letter in sorted(set(LETTERS)):
        name = names[ord(letter)]
        letters.append((ord(letter), round(widths[name][0] * UNITS / font["head"].unitsPerEm), len(points)))
        for curve in quads(font, name):
            points += [(x, y, on, i + 1 == len(curve)) for i, (x, y, on) in enumerate(curve)]
    letters.append((0xFFFF, 0, len(points)))
    return letters, points


def rows(items, width=126):
    line = "   "
    for item in items:
        if len(line) + len(item) + 1 > width:
            print(line)
            line = "   "
        line += " " + item
    print(line)


def main():
    print("/*\n * engine/draw/type_table.c - the outlines of Inter Regular and SemiBold, for the words in pictures.\n *")
    print(" * Copyright 2016 The Inter Project Authors (https://github.com/rsms/inter). This Font Software is licensed\n"
          " * under the SIL Open Font License, Version 1.1: see OFL.txt beside this file. Written by make_type.py.\n */")
    print('#include "draw/draw_type.h"\n')
    for path, weight in zip(sys.argv[1:], ("regular", "bold")):
        letters, points = table(path)
        print("/* Code point, advance, first point. */")
        print(f"static const type_letter {weight}_letters[] = {{")
        rows([f"{{{c},{a},{p}}}," for c, a, p in letters])
        print("};")
        print("/* x, then y times 4, to which 1 is added on the curve and 2 at the end of a closed curve. */")
        print(f"static const int16_t {weight}_points[][2] = {{")
        rows([f"{{{x},{y * 4 + on + 2 * last}}}," for x, y, on, last in points])
        print("};\n")
    print("const type_face type_faces[2] = {")
    for weight in ("regular", "bold"):
        print(f"    {{{weight}_letters, sizeof {weight}_letters / sizeof {weight}_letters[0] - 1, {weight}_points}},")
    print("};")


main()
