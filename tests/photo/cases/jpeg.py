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
    return c.close()


if __name__ == "__main__":
    sys.exit(main())
