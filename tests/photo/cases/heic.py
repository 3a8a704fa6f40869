"""HEIC: which of its colour boxes is right (ISO/IEC 23000-22, 7.3.6.4; code points of H.273).

The picture is that of tests/support/mini_heic.c: one colour, Y 168, Cb 112, Cr 150. Where a build reads no HEIC this says so.
"""
import os
import re
import struct
import sys

import lib
from lib import ADOBE, BT2020, P3, SRGB, curve_gamma, lab


def box(kind, data):
    return struct.pack(">I", len(data) + 8) + kind + data


def tables():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../support/mini_heic.c")) as f:
        text = f.read()
    return [bytes(int(v, 16) for v in re.findall(r"0x([0-9a-f]{2})", re.search(name + r"\[\] = \{(.*?)\};", text, re.S)[1]))
            for name in ("front", "configuration", "picture")]


FRONT, CONFIGURATION, PICTURE = tables()


def nclx(primaries, transfer, matrix=6, full=1):
    return box(b"colr", b"nclx" + struct.pack(">HHHB", primaries, transfer, matrix, full << 7))


def prof(data, kind=b"prof"):
    return box(b"colr", kind + data)


def heic(*properties):
    n = 3 + len(properties)
    ipma = box(b"ipma", struct.pack(">IIHB", 0, 1, 1, n) + bytes([0x81]) + bytes(range(2, n + 1)))
    iprp = box(b"iprp", box(b"ipco", CONFIGURATION + b"".join(properties)) + ipma)
    meta = len(FRONT) - 24 + 30 + len(iprp)
    iloc = box(b"iloc", struct.pack(">IBBHHHHII", 0, 0x44, 0, 1, 1, 0, 1, 24 + meta + 8, len(PICTURE)))
    return FRONT[:24] + struct.pack(">I", meta) + FRONT[28:] + iloc + iprp + box(b"mdat", PICTURE)


def rgb_of(ycc, red, blue, full=True):
    """H.273, 8.3, of 8 bits: kr and kb are the shares of red and blue in the luma."""
    y, cb, cr = ((v - (0, 128, 128)[i]) / 255 for i, v in enumerate(ycc)) if full else (
        (ycc[0] - 16) / 219, (ycc[1] - 128) / 224, (ycc[2] - 128) / 224)
    r, b = y + 2 * (1 - red) * cr, y + 2 * (1 - blue) * cb
    return [round(255 * v) for v in (r, (y - red * r - blue * b) / (1 - red - blue), b)]


def main():
    c = lib.Cases("HEIC: colours by its boxes")
    if c.run("measure", c.path("any.heic", heic(nclx(1, 13))), "--chart", "none", "--skin", "rect:0,0,100%,100%",
             "--no-config").stderr.find("reads no HEIC") >= 0:
        print("skip %s: this build reads no HEIC" % c.title)
        return 0
    p3, rgb98 = lib.profile(P3), lib.profile(ADOBE, lib.tag_gamma(563 / 256), version=2)
    seen = rgb_of(YCC, 0.299, 0.114)
    as_srgb, as_p3, as_adobe = lab(seen), lab(seen, P3), lab(seen, ADOBE, curve_gamma(563 / 256))
    grey = lib.profile(trc=lib.tag_gamma(1.8), space=b"GRAY")
    for name, properties, wanted, ignored, assumed in (
            ("p3", [nclx(12, 13)], as_p3, False, False),
            ("srgb", [nclx(1, 13)], as_srgb, False, False),
            ("bt2020", [nclx(9, 14)], lab(seen, BT2020, lib.curve_bt709), False, False),
            ("gamma 2.2", [nclx(1, 4)], lab(seen, SRGB, curve_gamma(2.2)), False, False),
            ("nothing", [], as_srgb, False, True),
            ("all unspecified", [nclx(2, 2)], as_srgb, False, True),
            ("transfer unspecified", [nclx(12, 2)], as_p3, False, False),
            ("primaries unspecified", [nclx(2, 4)], lab(seen, SRGB, curve_gamma(2.2)), False, False),
            ("reserved primaries", [nclx(3, 13)], as_srgb, None, None),
            ("profile alone", [prof(rgb98)], as_adobe, False, False),
            ("profile before code points", [prof(rgb98), nclx(12, 13)], as_adobe, False, False),
            ("code points before profile", [nclx(12, 13), prof(rgb98)], as_adobe, False, False),
            ("restricted profile", [prof(rgb98, b"rICC"), nclx(12, 13)], as_adobe, False, False),
            ("broken profile", [prof(p3[:150]), nclx(12, 13)], as_p3, True, False),
            ("broken profile behind", [nclx(12, 13), prof(p3[:36] + b"nope" + p3[40:])], as_p3, True, False),
            ("profile of greys", [prof(grey), nclx(12, 13)], as_p3, True, False),
            ("broken profile, unspecified", [prof(p3[:150]), nclx(12, 2)], as_p3, True, False),
            ("broken profile alone", [prof(p3[:150])], as_srgb, True, None),
            ("profile without its mark", [prof(p3[:36] + b"\0\0\0\0" + p3[40:]), nclx(1, 13)], as_srgb, True, False),
            ("profile without a head", [prof(p3[:60]), nclx(12, 13)], as_p3, True, False),
            ("profile of inks", [prof(lib.profile(space=b"CMYK")), nclx(12, 13)], as_p3, True, False),
            ("profile of Lab", [nclx(12, 13), prof(lib.profile(space=b"Lab "))], as_p3, True, False),
            ("profile linking", [prof(lib.profile(P3, klass=b"link")), nclx(1, 4)], lab(seen, SRGB, curve_gamma(2.2)), True, False),
            ("profile without tags", [prof(p3[:128] + b"\0\0\0\0"), nclx(9, 14)], lab(seen, BT2020, lib.curve_bt709), True, False),
            ("profile and unspecified", [prof(rgb98), nclx(2, 2)], as_adobe, False, False),
            ("broken restricted", [prof(p3[:150], b"rICC"), nclx(12, 13)], as_p3, True, False),
            ("broken and all unspecified", [prof(p3[:150]), nclx(2, 2)], as_srgb, True, None),
            ("bt709", [nclx(1, 1)], lab(seen, SRGB, lib.curve_bt709), False, False),
            ("bt601 curve", [nclx(12, 6)], lab(seen, P3, lib.curve_bt709), False, False),
            ("gamma 2.8", [nclx(1, 5)], lab(seen, SRGB, curve_gamma(2.8)), False, False),
            ("linear", [nclx(12, 8)], lab(seen, P3, lambda v: v), False, False),
            ("bt470bg", [nclx(5, 13)], lab(seen, ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06))), False, False),
            ("smpte 170", [nclx(6, 13)], lab(seen, ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070))), False, False),
            ("matrix unspecified", [nclx(12, 13, 2)], as_p3, None, False)):
        c.photo(name.replace(" ", "-").replace(",", "") + ".heic", heic(*properties), wanted, 0.5, ignored, assumed=assumed)
    c.photo("matrix-709.heic", heic(nclx(12, 13, 1)), lab(rgb_of(YCC, 0.2126, 0.0722), P3), near=0.5)
    c.photo("narrow.heic", heic(nclx(12, 13, 6, 0)), lab(rgb_of(YCC, 0.299, 0.114, False), P3), near=0.7)  # libheif rounds twice
    c.photo("cut.heic", heic(nclx(12, 13))[:-20], 3)
    return c.close()


YCC = (168, 112, 150)

if __name__ == "__main__":
    sys.exit(main())
