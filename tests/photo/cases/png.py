"""PNG: what a picture's colours are, by the third edition (W3C 2025), 4.3 and 11.3.2: cICP, iCCP, sRGB, then gAMA and cHRM."""
import struct
import sys
import zlib

import lib
from lib import P3, SRGB, ADOBE, BT2020, curve_gamma, curve_srgb, lab

RGB = (200, 150, 130)


def chunk(name, data=b"", spoil=False):
    crc = zlib.crc32(name + data) ^ (1 if spoil else 0)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)


def png(before=(), behind=(), kind=2, depth=8, pixel=None, side=48, late=()):
    """A flat picture; chunks before PLTE and IDAT, behind PLTE (late), and behind IDAT."""
    row = b"\0" + (pixel if pixel is not None else bytes(RGB)) * side
    ends = chunk(b"PLTE", bytes(RGB)) if kind == 3 else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, depth, kind, 0, 0, 0))
            + b"".join(before) + ends + b"".join(late) + chunk(b"IDAT", zlib.compress(row * side)) + b"".join(behind)
            + chunk(b"IEND"))


def indexed(rows, depth, entries, alpha=None, interlaced=False, side=48):
    """Indexes into a palette whose last entry is RGB; rows of bytes as they are packed, of the passes one after the other."""
    colours = bytes(i % 256 for i in range(3 * entries - 3)) + bytes(RGB)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, depth, 3, 0, 0, int(interlaced)))
            + chunk(b"PLTE", colours) + (chunk(b"tRNS", bytes(alpha)) if alpha else b"")
            + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows))) + chunk(b"IEND"))


def pack(indexes, depth):
    """The bits behind the last index are set: they belong to no pixel."""
    bits = "".join(format(i, "0%db" % depth) for i in indexes)
    bits += "1" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def palettes(c, as_srgb):
    """11.2.2: an index that the palette lacks is an error, wherever it stands; a palette shorter than its depth is none."""
    adam7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    for depth, entries in ((1, 1), (2, 3), (4, 5), (4, 15), (8, 2), (8, 255)):
        for side in (48, 51):
            whole = [[entries - 1] * side for _ in range(side)]
            name = "palette-%d-%d-%d" % (depth, entries, side)
            passes = lambda p: [pack(r[x::dx], depth) for x, y, dx, dy in adam7 for r in p[y::dy]]  # noqa: E731
            c.photo(name + ".png", indexed([pack(r, depth) for r in whole], depth, entries, side=side), as_srgb)
            c.photo(name + "-adam7.png", indexed(passes(whole), depth, entries, interlaced=True, side=side), as_srgb)
            for x, y in ((0, 0), (side - 1, side // 2)):  # within the rows that are read
                spoilt = [list(r) for r in whole]
                spoilt[y][x] = entries
                c.photo("%s-%d.png" % (name, x), indexed([pack(r, depth) for r in spoilt], depth, entries, side=side), 3)
                c.photo("%s-%d-adam7.png" % (name, x), indexed(passes(spoilt), depth, entries, interlaced=True, side=side), 3)
    rows = [pack([1] * 48, 2)] * 48
    c.photo("palette-alpha.png", indexed(rows, 2, 2, alpha=[0]), as_srgb)
    c.photo("palette-alpha-beyond.png", indexed([pack([1] * 47 + [3], 2)] * 48, 2, 2, alpha=[0, 255]), 3)


def iccp(data, name=b"x", method=0, **how):
    return chunk(b"iCCP", name + b"\0" + bytes([method]) + zlib.compress(data), **how)


def gama(g, **how):
    return chunk(b"gAMA", struct.pack(">I", round(100000 * g)), **how)


def chrm(primaries, white=lib.D65, **how):
    flat = [v for c in (white, *primaries) for v in c]
    return chunk(b"cHRM", struct.pack(">8I", *(round(100000 * v) for v in flat)), **how)


def cicp(*v, **how):
    return chunk(b"cICP", bytes(v), **how)


def srgb(intent=0, **how):
    return chunk(b"sRGB", bytes([intent]), **how)


def raw_text(profile, keyword=b"exif", name=b"exif", upper=False, end=b"\n", packed=True):
    digits = profile.hex().upper() if upper else profile.hex()
    lines = end.join(digits[i:i + 72].encode() for i in range(0, len(digits), 72))
    text = end + name + end + b"%8d" % len(profile) + end + lines + end
    if packed:
        return chunk(b"zTXt", b"Raw profile type " + keyword + b"\0\0" + zlib.compress(text))
    return chunk(b"tEXt", b"Raw profile type " + keyword + b"\0" + text)


def main():
    c = lib.Cases("PNG: colours and orientation by the standard's order")
    as_srgb, as_p3 = lab(RGB), lab(RGB, P3)
    adobe, gamma18 = lab(RGB, ADOBE, curve_gamma(563 / 256)), lab(RGB, SRGB, curve_gamma(1.8))
    p3, rgb98 = lib.profile(P3), lib.profile(ADOBE, lib.tag_gamma(563 / 256), version=2)
    grey = lib.profile(trc=lib.tag_gamma(1.8), space=b"GRAY")
    good = [
        ("cicp above all", [srgb(), iccp(rgb98), gama(1), chrm(ADOBE), cicp(12, 13, 0, 1)], as_p3, False, False),
        ("cicp linear", [cicp(1, 8, 0, 1)], lab(RGB, SRGB, curve_gamma(1)), False, False),
        ("cicp bt2020", [cicp(9, 14, 0, 1)], lab(RGB, BT2020, lib.curve_bt709), False, False),
        ("cicp bt709", [cicp(1, 1, 0, 1), srgb()], lab(RGB, SRGB, lib.curve_bt709), False, False),
        ("cicp gamma 2.2", [cicp(1, 4, 0, 1)], lab(RGB, SRGB, curve_gamma(2.2)), False, False),
        ("cicp matrix", [cicp(12, 13, 1, 1), srgb()], as_srgb, True, False),
        ("cicp reserved primaries", [cicp(3, 13, 0, 1), iccp(p3)], as_p3, True, False),
        ("cicp reserved transfer", [cicp(12, 3, 0, 1), gama(1 / 1.8)], gamma18, True, False),
        ("cicp full range 2", [cicp(12, 13, 0, 2), srgb()], as_srgb, True, False),
        ("cicp broken sum", [cicp(12, 13, 0, 1, spoil=True), iccp(rgb98)], adobe, True, False),
        ("cicp of five bytes", [cicp(12, 13, 0, 1, 0), iccp(p3), srgb()], as_p3, True, False),
        ("iccp above srgb", [srgb(), iccp(p3)], as_p3, False, False),
        ("iccp above gamma", [gama(1), chrm(ADOBE), iccp(p3)], as_p3, False, False),
        ("iccp version 2", [iccp(rgb98)], adobe, False, False),
        ("iccp no name", [iccp(p3, name=b""), srgb()], as_srgb, True, False),
        ("iccp long name", [iccp(p3, name=b"n" * 80), gama(1 / 1.8)], gamma18, True, False),
        ("iccp other packing", [iccp(p3, method=1), srgb()], as_srgb, True, False),
        ("iccp of greys in colours", [iccp(grey), srgb()], as_srgb, True, False),
        ("iccp of inks", [iccp(lib.profile(space=b"CMYK", klass=b"prtr")), gama(1 / 1.8)], gamma18, True, False),
        ("iccp short", [iccp(p3[:200]), gama(1 / 1.8)], gamma18, True, False),
        ("iccp padded", [iccp(p3 + b"\0" * 333)], as_p3, False, False),
        ("iccp claims more", [iccp(struct.pack(">I", len(p3) + 4) + p3[4:]), srgb()], as_srgb, True, False),
        ("iccp cut stream", [chunk(b"iCCP", b"x\0\0" + zlib.compress(p3)[:-60]), chrm(P3), gama(1 / 2.2)],
         lab(RGB, P3, curve_gamma(2.2)), True, False),
        ("iccp empty", [chunk(b"iCCP", b"x\0\0"), srgb()], as_srgb, True, False),
        ("iccp signature", [iccp(p3.replace(b"acsp", b"abcd")), srgb()], as_srgb, True, False),
        ("srgb above gamma", [gama(1), chrm(ADOBE), srgb(3)], as_srgb, False, False),
        ("srgb intent", [srgb(4), gama(1 / 1.8)], gamma18, True, False),
        ("srgb twice", [srgb(0), srgb(1), gama(1)], as_srgb, False, False),
        ("gamma alone", [gama(1 / 1.8)], gamma18, False, False),
        ("gamma 45455 is 2.2", [gama(1 / 2.2), chrm(SRGB)], lab(RGB, SRGB, curve_gamma(1 / 0.45455)), False, False),
        ("chromaticities alone", [chrm(P3)], as_p3, False, False),
        ("white of 5000 K", [gama(1 / 2.2), chrm(P3, (0.34567, 0.35850))], lab(RGB, P3, curve_gamma(1 / 0.45455), white=(0.34567, 0.35850)), False, False),
        ("gamma 0", [gama(0)], as_srgb, True, None),
        ("white of no light", [gama(1 / 1.8), chrm(SRGB, (0.3127, 0))], gamma18, None, False),
        ("gamma broken sum", [gama(1, spoil=True), chrm(P3)], as_p3, None, False),
        ("nothing", [], as_srgb, False, True),
        ("exif below all", [chunk(b"eXIf", lib.exif(sub=[(0xA001, 3, 1, lib.short(1))])), iccp(p3)], as_p3, False, False),
        ("exif r03", [chunk(b"eXIf", lib.R03)], adobe, False, False),
        ("mastering", [chunk(b"mDCV", b"\0" * 24), chunk(b"cLLI", b"\0" * 8), srgb()], as_srgb, False, False),
    ]
    for name, before, wanted, ignored, assumed in good:
        c.photo(name.replace(" ", "-") + ".png", png(before), wanted, ignored=ignored, assumed=assumed)
    # Full range is 1; with 0 black is 16 and white 235 (H.273, 8.3).
    narrow = [(v - 16) * 255 / 219 for v in RGB]
    c.photo("cicp-narrow.png", png([cicp(12, 13, 0, 0)]), lab(narrow, P3), ignored=False)
    # What stands behind the picture says nothing of its colours.
    for name, late in (("cicp", cicp(12, 13, 0, 1)), ("iccp", iccp(p3)), ("gama", gama(1)), ("srgb", srgb())):
        c.photo("late-%s.png" % name, png(behind=[late]), as_srgb, assumed=True)
    # Kinds of picture.
    c.photo("palette.png", png([iccp(p3)], kind=3, pixel=b"\0"), as_p3, ignored=False)
    c.photo("grey-gamma.png", png([gama(1 / 1.8)], kind=0, pixel=b"\xa0"), lab([160] * 3, SRGB, curve_gamma(1.8)))
    c.photo("grey-profile.png", png([iccp(grey)], kind=0, pixel=b"\xa0"), lab([160] * 3, SRGB, curve_gamma(461 / 256)),
            ignored=False)
    c.photo("grey-colours.png", png([iccp(p3), gama(1 / 1.8)], kind=0, pixel=b"\xa0"), lab([160] * 3, SRGB, curve_gamma(1.8)))
    c.photo("sixteen.png", png([iccp(p3)], depth=16, pixel=struct.pack(">3H", 51400, 38550, 33410)), as_p3)
    c.photo("animated.png", png([chunk(b"acTL", struct.pack(">II", 2, 0)), chunk(b"fcTL", struct.pack(">5IHHBB", 0, 48, 48, 0, 0, 1, 1, 0, 0)), iccp(p3)]), as_p3)
    c.photo("alpha.png", png([srgb()], kind=6, pixel=bytes(RGB) + b"\xff"), as_srgb)
    # EXIF in texts, as ImageMagick, exiftool and older converters leave it.
    six = lib.exif([(0x0112, 3, 1, lib.short(6))])
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"
    for name, chunks, turned in (
            ("hex", [raw_text(six)], 6), ("upper", [raw_text(six, upper=True)], 6), ("crlf", [raw_text(six, end=b"\r\n", packed=False)], 6),
            ("app1", [raw_text(b"Exif\0\0" + six, b"APP1", b"generic profile", packed=False)], 6),
            ("xmp", [raw_text(xmp, b"APP1", b"generic profile")], 1),
            ("xmp-first", [raw_text(xmp, b"APP1", b"generic profile"), raw_text(six)], 6),
            ("iptc-first", [raw_text(b"8BIM" * 9, b"iptc", b"iptc"), raw_text(six)], 6),
            ("own-first", [raw_text(six), chunk(b"eXIf", lib.exif([(0x0112, 3, 1, lib.short(3))]))], 3),
            ("own-empty", [chunk(b"eXIf", b""), raw_text(six)], 6),
            ("own-named", [chunk(b"eXIf", b"Exif\0\0" + six)], 6)):
        c.photo("text-%s.png" % name, png(chunks), as_srgb, orientation=turned)
    palettes(c, as_srgb)
    c.photo("late-exif.png", png(behind=[chunk(b"eXIf", six)]), as_srgb, orientation=6)
    return c.close()


if __name__ == "__main__":
    sys.exit(main())
