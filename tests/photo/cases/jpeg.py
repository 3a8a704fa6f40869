"""JPEG: profiles in pieces (ICC.1:2022 B.4), EXIF 3.0 and DCF 2.0, Adobe's marker, segments and ends in odd places.

The pictures are flat, written by libjpeg-turbo and ImageMagick 6; their segments but the picture's own are taken out, and
each case puts its own in. Pixels are what djpeg and Pillow decode.
"""
import base64
import struct
import sys

import lib
from lib import ADOBE, P3, SRGB, curve_gamma, lab

RGB = (201, 150, 131)
YCC = base64.b64decode(
    "/9j/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYH"
    "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAwADADAREAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA"
    "AAj/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAf/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCjE3WwAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB//9k=")
PROGRESSIVE = base64.b64decode(
    "/9j/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYH"
    "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wgARCAAwADADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA"
    "AAf/xAAVAQEBAAAAAAAAAAAAAAAAAAAABv/aAAwDAQACEAMQAAABowm7YAAAAAAAD//EABQQAQAAAAAAAAAAAAAAAAAAAFD/2gAIAQEAAQUCE//EABQRAQAA"
    "AAAAAAAAAAAAAAAAADD/2gAIAQMBAT8BH//EABQRAQAAAAAAAAAAAAAAAAAAADD/2gAIAQIBAT8BH//EABQQAQAAAAAAAAAAAAAAAAAAAFD/2gAIAQEABj8C"
    "E//EABQQAQAAAAAAAAAAAAAAAAAAAFD/2gAIAQEAAT8hE//aAAwDAQACAAMAAAAQAAAAAAAAA//EABQRAQAAAAAAAAAAAAAAAAAAADD/2gAIAQMBAT8QH//E"
    "ABQRAQAAAAAAAAAAAAAAAAAAADD/2gAIAQIBAT8QH//EABQQAQAAAAAAAAAAAAAAAAAAAFD/2gAIAQEAAT8QE//Z")
GREY = base64.b64decode(
    "/9j/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAwADABAREA/8QAFQAB"
    "AQAAAAAAAAAAAAAAAAAAAAj/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AKAAAAAAAAAAAAB//9k=")
INKS = base64.b64decode(
    "/9j/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAAUCAAwADAEQxEATREAWREA"
    "SxEA/8QAFwABAQEBAAAAAAAAAAAAAAAAAAkHCP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAOBEMATQBZAEsAAD8Aq46UaItYAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAD/2Q==")


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def app1(tiff, name=b"Exif\0\0"):
    return segment(0xE1, name + tiff)


def adobe(transform):
    return segment(0xEE, b"Adobe" + struct.pack(">HHHB", 100, 0, 0, transform))


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")


def pieces(data, count, numbers=None, total=None, first=1):
    step = -(-len(data) // count)
    numbers = numbers or [first + i for i in range(count)]
    return [segment(0xE2, b"ICC_PROFILE\0" + bytes([n, count if total is None else total]) + data[i * step:(i + 1) * step])
            for i, n in enumerate(numbers)]


def jpeg(before=(), base=YCC, scan=(), end=b"\xff\xd9"):
    """Segments behind SOI, and before the first scan (behind the frame header)."""
    at = base.index(b"\xff\xda")
    return base[:2] + b"".join(before) + base[2:at] + b"".join(scan) + base[at:-2] + end


def more(c, p3, rgb98, grey, r03, as_srgb, as_p3, as_adobe):
    """Further files of the same kinds: profiles of another use or cut, numbers of another EXIF type, markers that lie."""
    three, ext = pieces(p3, 3), lambda *tag: lib.exif(sub=[tag], interop="R03")
    for name, before, scan, wanted, ignored in (
            ("icc of a scanner", pieces(lib.profile(P3, klass=b"scnr"), 1), (), as_p3, False),
            ("icc of a space", pieces(lib.profile(P3, klass=b"spac"), 1), (), as_p3, False),
            ("icc links devices", [r03] + pieces(lib.profile(P3, klass=b"link"), 1), (), as_adobe, True),
            ("icc names colours", [r03] + pieces(lib.profile(P3, klass=b"nmcl"), 1), (), as_adobe, True),
            ("icc of inks", [r03] + pieces(lib.profile(space=b"CMYK"), 1), (), as_adobe, True),
            ("icc of Lab", [r03] + pieces(lib.profile(space=b"Lab "), 1), (), as_adobe, True),
            ("icc unsigned", [r03] + pieces(p3[:36] + b"\0\0\0\0" + p3[40:], 1), (), as_adobe, True),
            ("icc no tags", [r03] + pieces(p3[:128] + b"\0\0\0\0", 1), (), as_adobe, True),
            ("icc tags outside", [r03] + pieces(p3[:132] + (p3[132:136] + b"\x7f" * 8) * 9 + p3[240:], 1), (), as_adobe, True),
            ("icc one of two", [r03] + pieces(p3, 1, total=2), (), as_adobe, True),
            ("icc beyond its count", [r03] + pieces(p3, 1, numbers=[3], total=2), (), as_adobe, True),
            ("icc empty", [r03] + pieces(b"", 1), (), as_adobe, None),
            ("icc around sof backwards", [JFIF, three[2]], [three[0], three[1]], as_p3, False),
            ("icc around sof and exif", [three[1], r03], [three[0], three[2]], as_p3, False),
            ("icc around sof, one lost", [r03, three[0]], three[2:], as_adobe, True),
            ("exif space long", [app1(ext(0xA001, 4, 1, struct.pack("<I", 0xFFFF)))], (), as_adobe, False),
            ("exif space long 1", [app1(ext(0xA001, 4, 1, struct.pack("<I", 1)))], (), as_srgb, False),
            ("exif twice", [r03, app1(lib.exif(sub=[(0xA001, 3, 1, lib.short(1))], interop="R98"))], (), as_adobe, False),
            ("photoshop before", [segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4\0\0\0\0\0\0"), r03], (), as_adobe, False),
            ("adobe marker cut", [segment(0xEE, b"Adobe\0d")], (), as_srgb, False),
            ("adobe 2", [adobe(2)], (), as_srgb, False)):
        c.photo("more-%s.jpg" % name.replace(" ", "-").replace(",", ""), jpeg(before, scan=scan), wanted, ignored=ignored)
    for name, tiff, turned in (
            ("slong", lib.exif([(0x0112, 9, 1, struct.pack("<i", 7))]), 7), ("zero", lib.exif([(0x0112, 3, 1, lib.short(0))]), 1),
            ("undefined", lib.exif([(0x0112, 7, 1, b"\6\0\0\0")]), 6), ("sbyte", lib.exif([(0x0112, 6, 1, b"\4\0\0\0")]), 4),
            ("text big", lib.exif([(0x0112, 2, 2, b"8\0\0\0")], order=">"), 8),
            ("far text", lib.exif([(0x0112, 2, 2, b"x\0\0\0")]), 1),
            ("wrong half", lib.exif([(0x0112, 3, 1, struct.pack(">I", 6))], order=">"), 1),
            ("minus", lib.exif([(0x0112, 8, 1, struct.pack("<hH", -6, 0))]), 1)):
        c.photo("more-turned-%s.jpg" % name.replace(" ", "-"), jpeg([app1(tiff)]), as_srgb, orientation=turned)
    c.photo("more-progressive-around-sof.jpg", jpeg([JFIF, three[0]], base=PROGRESSIVE, scan=three[1:]), as_p3)
    c.photo("more-progressive-end-missing.jpg", jpeg(pieces(p3, 1), base=PROGRESSIVE, end=b""), as_p3)
    c.photo("more-grey-end-missing.jpg", jpeg(pieces(grey, 1), base=GREY, end=b""), lab([160] * 3, SRGB, curve_gamma(461 / 256)))
    c.photo("more-grey-with-rgb.jpg", jpeg(pieces(rgb98, 1), base=GREY),
            lab([160] * 3, ADOBE, curve_gamma(563 / 256)), ignored=False)  # no standard says: it serves as r = g = b
    c.photo("more-end-half.jpg", jpeg([r03], end=b"\xff"), as_adobe)
    c.photo("more-end-fill.jpg", jpeg([r03], end=b"\xff\xff\xff\xd9"), as_adobe)
    c.photo("more-profile-behind-the-end.jpg", jpeg(end=b"\xff\xd9" + pieces(p3, 1)[0]), as_srgb, ignored=False)
    for name, before in (("adobe-0", [adobe(0)]), ("adobe-2", [adobe(2)]), ("rgb-profile", pieces(p3, 1))):
        c.photo("more-inks-%s.jpg" % name, jpeg(before, base=INKS), 3)


def main():
    c = lib.Cases("JPEG: colours and orientation")
    p3, rgb98 = lib.profile(P3), lib.profile(ADOBE, lib.tag_gamma(563 / 256), version=2)
    grey = lib.profile(trc=lib.tag_gamma(1.8), space=b"GRAY")
    as_srgb, as_p3, as_adobe = lab(RGB), lab(RGB, P3), lab(RGB, ADOBE, curve_gamma(563 / 256))
    r03, r98 = app1(lib.R03), app1(lib.exif(sub=[(0xA001, 3, 1, lib.short(1))], interop="R98"))
    three = pieces(p3, 3)
    colours = [
        ("icc one", [JFIF] + pieces(p3, 1), (), as_p3, False),
        ("icc three", [JFIF] + three, (), as_p3, False),
        ("icc backwards", [JFIF] + three[::-1], (), as_p3, False),
        ("icc around exif", [three[0], r03] + three[1:], (), as_p3, False),
        ("icc before scan", [JFIF], pieces(p3, 2), as_p3, False),
        ("icc around sof", [JFIF, three[0]], three[1:], as_p3, False),
        ("icc twice", [JFIF] + pieces(p3, 1) + pieces(p3, 1), (), as_p3, False),
        ("icc piece missing", [r03, three[0], three[2]], (), as_adobe, True),
        ("icc counts from 0", [r03] + pieces(p3, 2, first=0), (), as_adobe, True),
        ("icc counts differ", [r98] + pieces(p3, 2)[:1] + pieces(p3, 2, total=3)[1:], (), as_srgb, True),
        ("icc count 0", [r03] + pieces(p3, 1, total=0), (), as_adobe, True),
        ("icc short", [r03] + pieces(p3[:-40], 1), (), as_adobe, True),
        ("icc very short", [r03] + pieces(p3[:90], 1), (), as_adobe, True),
        ("icc padded", [JFIF] + pieces(p3 + b"\0" * 100, 1), (), as_p3, False),
        ("icc of greys", [r03] + pieces(grey, 1), (), as_adobe, True),
        ("icc above exif", [r03] + pieces(p3, 1), (), as_p3, False),
        ("icc adobe", [r98] + pieces(rgb98, 1), (), as_adobe, False),
        ("icc other name", [segment(0xE2, b"ICC_PROFIL\0\0\1\1" + p3), r03], (), as_adobe, False),
        ("mpf before icc", [segment(0xE2, b"MPF\0II*\0" + b"\0" * 20)] + pieces(p3, 1), (), as_p3, False),
        ("exif r03", [r03], (), as_adobe, False),
        ("exif r98", [r98], (), as_srgb, False),
        ("exif srgb with r03", [app1(lib.exif(sub=[(0xA001, 3, 1, lib.short(1))], interop="R03"))], (), as_srgb, False),
        ("exif 2", [app1(lib.exif(sub=[(0xA001, 3, 1, lib.short(2))]))], (), as_adobe, False),
        ("exif uncalibrated", [app1(lib.exif(sub=[(0xA001, 3, 1, lib.short(0xFFFF))]))], (), as_srgb, False),
        ("exif big endian", [app1(lib.exif(sub=[(0xA001, 3, 1, lib.short(0xFFFF, ">"))], interop="R03", order=">"))], (),
         as_adobe, False),
        ("exif behind xmp", [app1(b"<x:xmpmeta/>", b"http://ns.adobe.com/xap/1.0/\0"), r03], (), as_adobe, False),
        ("exif behind comment", [segment(0xFE, b"made by a phone"), JFIF, r03], (), as_adobe, False),
        ("exif empty, then whole", [app1(b""), r03], (), as_adobe, False),
        ("exif broken, then whole", [app1(b"XX*\0\10\0\0\0"), r03], (), as_adobe, False),
        ("exif odd name", [app1(lib.R03, b"Exif\0\xff")], (), as_adobe, False),
        ("fill bytes", [b"\xff\xff\xff" + r03], (), as_adobe, False),
    ]
    for name, before, scan, wanted, ignored in colours:
        c.photo(name.replace(" ", "-") + ".jpg", jpeg(before, scan=scan), wanted, ignored=ignored)
    six = lib.exif([(0x0112, 3, 1, lib.short(6))])
    for name, tiff, turned in (
            ("short", six, 6), ("long", lib.exif([(0x0112, 4, 1, struct.pack("<I", 8))]), 8),
            ("byte", lib.exif([(0x0112, 1, 1, b"\3\0\0\0")]), 3), ("text", lib.exif([(0x0112, 2, 2, b"6\0\0\0")]), 6),
            ("sshort big", lib.exif([(0x0112, 8, 1, b"\0\5\0\0")], order=">"), 5), ("nine", lib.exif([(0x0112, 3, 1, lib.short(9))]), 1),
            ("float", lib.exif([(0x0112, 11, 1, struct.pack("<f", 6))]), 1),
            ("thumbnail's own", lib.exif([(0x0112, 3, 1, lib.short(6))])[:-4] + struct.pack("<I", 26)
             + struct.pack("<HHHIII", 1, 0x0112, 3, 1, 3, 0), 6)):
        c.photo("turned-%s.jpg" % name.replace(" ", "-"), jpeg([app1(tiff)]), as_srgb, orientation=turned)
    # Kinds of picture: Adobe's marker, components that are called R, G and B, greys, progressive, data behind the end.
    ids = YCC.replace(b"\x03\x01\x11\x00\x02\x11\x01\x03\x11\x01", b"\x03R\x11\x00G\x11\x01B\x11\x01")
    scan = ids.index(b"\xff\xda")
    as_rgb = ids[:scan] + ids[scan:].replace(b"\x03\x01\x00\x02\x11\x03\x11", b"\x03R\x00G\x11B\x11", 1)
    raw = (163, 110, 155)  # Y, Cb, Cr of the picture, read as red, green and blue
    c.photo("named-rgb.jpg", jpeg(base=as_rgb), lab(raw))
    c.photo("adobe-0.jpg", jpeg([adobe(0)]), lab(raw))
    c.photo("adobe-1.jpg", jpeg([adobe(1)]), as_srgb)
    c.photo("jfif-and-adobe-0.jpg", jpeg([JFIF, adobe(0)]), as_srgb)  # libjpeg: JFIF goes before
    c.photo("progressive.jpg", jpeg([JFIF] + pieces(p3, 1), base=PROGRESSIVE), as_p3)
    c.photo("grey.jpg", jpeg(pieces(grey, 1), base=GREY), lab([160] * 3, SRGB, curve_gamma(461 / 256)))
    c.photo("end-missing.jpg", jpeg(pieces(p3, 1), end=b""), as_p3)
    c.photo("end-followed.jpg", jpeg(pieces(p3, 1), end=b"\xff\xd9" + jpeg(pieces(rgb98, 1))), as_p3)
    c.photo("end-zeros.jpg", jpeg([r03], end=b"\xff\xd9" + b"\0" * 5000), as_adobe)
    c.photo("cut.jpg", jpeg([r03])[:-20], 3)
    c.photo("inks.jpg", jpeg(base=INKS), 3)  # four inks mean nothing without a profile
    more(c, p3, rgb98, grey, r03, as_srgb, as_p3, as_adobe)
    return c.close()


if __name__ == "__main__":
    sys.exit(main())
