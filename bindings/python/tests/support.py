"""What the tests share: a client, sample photos, and the command."""

from __future__ import annotations

import functools
import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import List

import scalptone

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
places = {}


def begin(work: str, phantom: str, program: str) -> None:
    places.update(work=Path(work), phantom=phantom, program=program)


def figure(text: str) -> None:
    print("figure: " + text, flush=True)


@functools.lru_cache(None)
def photo_file() -> Path:
    """A rendered client without a chart, 480 x 360."""
    return rendered("plain", "--size", "480,360", "--png8")


@functools.lru_cache(None)
def small_file() -> Path:
    """The same, 160 x 120."""
    return rendered("small", "--size", "160,120", "--png8")


@functools.lru_cache(None)
def chart_file() -> Path:
    """A rendered client beside a ColorChecker, 720 x 560."""
    return rendered("chart", "--size", "720,560", "--card", "colorchecker", "--png8")


@functools.lru_cache(None)
def jpeg_file() -> Path:
    """The same as a JPEG, 900 x 700."""
    return rendered("jpeg", "--size", "900,700", "--card", "colorchecker")


def by_camera(jpeg: bytes) -> bytes:
    """The same JPEG with EXIF data that name a camera and its lens."""
    make, model = b"Tester\0\0", b"Phone 1\0"
    tail = 8 + 2 + 3 * 12 + 4
    exif = tail + 16
    ifd = struct.pack("<2sHIH", b"II", 42, 8, 3) + b"".join(struct.pack("<HHII", *entry) for entry in (
        (0x010F, 2, 8, tail), (0x0110, 2, 8, tail + 8), (0x8769, 4, 1, exif))) + struct.pack("<I", 0) + make + model
    ifd += struct.pack("<HHHIII", 1, 0x920A, 5, 1, exif + 18, 0) + struct.pack("<II", 42, 10)
    body = b"Exif\0\0" + ifd
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def rendered(name: str, *options: str) -> Path:
    folder = places["work"] / name
    folder.mkdir()
    subprocess.run([places["phantom"], "--out", str(folder), *options], check=True, stdout=subprocess.DEVNULL)
    return next(file for file in folder.iterdir() if file.name in ("photo.png", "photo.jpg"))


def command(*words: str) -> bytes:
    """What the command prints."""
    return subprocess.run([places["program"], *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def python(code: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Runs a few lines in another Python."""
    return subprocess.run([sys.executable, "-c", code], env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True)


@functools.lru_cache(None)
def client() -> scalptone.Measurement:
    return scalptone.Measurement.from_lab(skin=(65.1, 13.4, 15.7), hair=(26.9, 6.1, 8.5))


@functools.lru_cache(None)
def inks() -> scalptone.Palette:
    """One ink at three dilutions, which is ranked in a moment."""
    palette = json.loads(scalptone.palette("generic-carbon").json())
    palette["inks"][0]["dilution"].update(min_parts_water=20, max_parts_water=24, step=2)
    return scalptone.palette(dict(palette, inks=palette["inks"][:1]))


def resident_kb() -> int:
    """Memory of this process that belongs to it alone."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Private_Dirty:"):
            return int(line.split()[1])
    return 0


def exported() -> List[str]:
    text = (ROOT / "engine" / "api" / "exports.map").read_text()
    return sorted({word.strip(" ;\n") for word in text.split("\n") if word.strip().startswith("sct_")})
