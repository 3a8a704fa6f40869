"""What people do wrong, and what files do to them: it raises, says what to do, and never crashes."""

from __future__ import annotations

import gc
import pickle
import unittest

import scalptone
import support


class Wrong(unittest.TestCase):
    def refuses(self, kind, function, *given, code=None, **named):
        with self.assertRaises(kind) as caught:
            function(*given, **named)
        if code:
            self.assertEqual(caught.exception.code, code)
        self.assertTrue(str(caught.exception))
        return caught.exception

    def test_hostile_photos(self):
        """hostile photos raise and never crash."""
        data = support.photo_file().read_bytes()
        self.refuses(scalptone.PhotoError, scalptone.Photo.open, b"", code="photo-format")
        for size in (8, 20, 33, 60, len(data) // 2):
            cut = data[:size]
            try:
                scalptone.Photo.open(cut).pixels()
                self.fail("a photo cut at %d bytes was taken" % size)
            except scalptone.PhotoError:
                pass
        for place in range(8, 200, 7):
            broken = bytearray(data)
            broken[place] ^= 0xFF
            try:
                scalptone.Photo.open(broken).pixels()
            except scalptone.Error:
                pass
        self.refuses(scalptone.PhotoError, scalptone.Photo.open, data, limits={"pixels": 1000}, code="photo-too-large")
        self.refuses(OSError, scalptone.Photo.open, "nowhere.jpg")
        for wrong in (None, 3, 1.5, [], [[1, 2], [3, 4]], object(), memoryview(b"")[:0], memoryview(bytes(8)).cast("d", [1, 1])):
            self.refuses(scalptone.Error, scalptone.Photo.open, wrong)
        self.refuses(scalptone.UseError, scalptone.Photo.open, bytes(10), width=4)
        self.refuses(scalptone.UseError, scalptone.Photo.open, bytes(12), width=0)
        self.refuses(scalptone.UseError, scalptone.Photo.open, memoryview(bytes(12)).cast("B", [1, 2, 6]))
        self.refuses(scalptone.Error, scalptone.Photo.open, memoryview(bytes(12)).cast("B", [2, 2, 3]), icc=b"no profile")
        self.refuses(scalptone.UseError, scalptone.Photo.open, memoryview(bytes(12)).cast("B", [2, 2, 3]), orientation=9)

    def test_hostile_options(self):
        """wrong options, shapes and texts raise, and say what there is instead."""
        client, photo = support.client(), scalptone.Photo.open(bytes(3 * 64 * 64), width=64)
        self.assertIn("did you mean 'batch_ml'", str(self.refuses(TypeError, client.match, batch_m=3)))
        self.assertIn("de2000", str(self.refuses(scalptone.UseError, client.match, metric="de3000")))
        for options in (dict(draws=-1), dict(draws=10 ** 30), dict(batch_ml=float("nan")), dict(batch_ml="much"), dict(seed=-1), dict(kL=None, kC=0)):
            self.refuses(scalptone.UseError, client.match, "generic-carbon", **options)
        for shape in ("rect:1,2,3", "rect:1,2,9999,3", "nonsense", "rect:\0", scalptone.Shape("rect", 1), scalptone.Shape("what", 1),
                      scalptone.Shape.rect(float("nan"), 0, 1, 1), memoryview(bytes(64)).cast("B", [8, 8]), 7, b"no png"):
            self.refuses(scalptone.Error, scalptone.measure, photo, skin=shape)
        self.refuses(OSError, scalptone.measure, photo, skin="mask:nowhere.png")
        self.refuses(scalptone.UseError, scalptone.measure, [])
        self.refuses(scalptone.UseError, scalptone.measure, [photo] * 17)
        self.refuses(scalptone.UseError, photo.pixels, "u9")
        self.refuses(scalptone.UseError, photo.pixels, channels=9)
        self.refuses(scalptone.UseError, photo.pixels, out=bytearray(5))
        self.refuses(scalptone.UseError, photo.pixels, out=bytes(3 * 64 * 64))
        self.refuses(scalptone.UseError, photo.pixels, space="xyz-d50")
        self.refuses(scalptone.UseError, scalptone.palette, "no-such-palette")
        self.assertIn("inks", self.refuses(scalptone.PaletteError, scalptone.palette, {"scalptone_palette": 1, "name": "x", "inks": [{}]}).reason)
        for source in ("{", b"\0" * 50, "{" * 5000, {"a": float("inf")}):
            for read in (scalptone.palette, scalptone.Measurement.from_json, scalptone.Chart.from_json, scalptone.Healed.from_json,
                         scalptone.FoundChart.from_json, scalptone.Record.open):
                self.refuses(scalptone.PaletteError, read, source)
        self.refuses(scalptone.NothingError, scalptone.Measurement.from_lab)
        self.refuses(scalptone.NothingError, scalptone.Measurement.from_lab, (0, 90, 0))
        self.refuses(scalptone.UseError, scalptone.Measurement.from_lab, (1, 2))
        self.refuses(scalptone.UseError, scalptone.Measurement.from_lab, "abc")
        self.refuses(scalptone.UseError, scalptone.InkOptics.from_composition, {"1" * 50: 0.1})
        self.refuses(scalptone.UseError, scalptone.InkOptics.from_drawdowns, [])
        self.refuses(scalptone.UseError, scalptone.InkOptics.from_drawdowns, [dict(reflectance=[0.5] * 3)])
        self.refuses(scalptone.UseError, scalptone.InkOptics.from_drawdowns, [dict(lab=(1, 2, 3))] * 17)
        self.refuses(scalptone.UseError, scalptone.heal, pigments={"77266": 5})
        self.refuses(scalptone.UseError, scalptone.heal, pigments={str(i): 0.01 for i in range(9)})
        self.refuses(scalptone.UseError, scalptone.de2000_many, (1, 2, 3), b"12345678", b"12345678", b"12345678")
        record = scalptone.record()
        self.refuses(scalptone.UseError, record.__setitem__, "sessions.9.date", "2026-11-29")
        self.refuses(scalptone.UseError, record.__setitem__, "created", "yesterday")
        self.refuses(scalptone.UseError, record.warnings, "2026-13-99")

    def test_after_close(self):
        """what is closed raises; what was made of it stays whole; nothing is made by its class alone."""
        photo = scalptone.Photo.open(support.photo_file())
        client = scalptone.measure(photo)
        inks = scalptone.palette("generic-carbon")
        ranking = client.match(inks, draws=20)
        look = ranking.look()
        shown = client.preview(photo, area="rect:5%,5%,40%,40%", mm_per_px=0.05)
        text, picture = ranking.json(), shown.png(look)
        photo.close()
        client.close()
        inks.close()
        del photo, client, inks
        gc.collect()
        self.assertEqual(ranking.json(), text)
        self.assertEqual(shown.png(look), picture)
        for thing in (ranking, look, shown):
            with thing:
                pass
            self.assertTrue(thing.closed)
            self.assertIn("closed", repr(thing))
        for use in (ranking.json, lambda: ranking[0], lambda: ranking.flags, lambda: look.info, lambda: shown.png(look), lambda: shown.info,
                    lambda: len(ranking), lambda: ranking.__enter__()):
            self.refuses(scalptone.UseError, use)
        for kind in (scalptone.Photo, scalptone.Measurement, scalptone.Ranking, scalptone.Palette, scalptone.Preview, scalptone.Record):
            self.assertRaises(TypeError, kind)
            self.refuses(scalptone.UseError, lambda kind=kind: kind.__new__(kind)._c)
        self.assertRaises(TypeError, pickle.dumps, look)

    def test_cycles(self):
        """what the garbage collector finds in a circle is freed whole, its memory last."""

        class Box:
            pass

        for _ in range(20):
            box = Box()
            box.photo = scalptone.Photo.open(memoryview(bytearray(12 * 12 * 3)).cast("B", [12, 12, 3]))
            box.shown = scalptone.preview(box.photo, area="rect:1,1,9,9", mm_per_px=0.05)
            box.view = box.photo.pixels()
            box.self = box
        del box
        gc.collect()

    def test_cancel(self):
        """what a progress callback raises stops the work and comes out; so does Ctrl-C."""
        class Enough(Exception):
            pass

        stages = []

        def told(stage, fraction):
            stages.append(stage)
            if stage == "region":
                raise Enough("seen enough")

        self.assertRaises(Enough, scalptone.measure, support.photo_file(), progress=told)
        self.assertEqual(stages[0], "photo")
        self.assertTrue(scalptone.measure(support.photo_file(), progress=lambda stage, fraction: None))
        done = support.python(
            "import signal, threading, time, scalptone, os\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n" # a shell's background jobs ignore it
            "client = scalptone.Measurement.from_lab((65, 13, 15), (27, 6, 8))\n"
            "threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
            "started = time.perf_counter()\n"
            "try:\n    for _ in range(20):\n        client.match(draws=100000)\n    print('not stopped')\n"
            "except KeyboardInterrupt:\n    print('stopped', time.perf_counter() - started < 10)\n")
        self.assertEqual((done.stdout.strip(), done.returncode), ("stopped True", 0), done.stderr)
