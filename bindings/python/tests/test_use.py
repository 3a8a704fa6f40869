"""What people do with the package, and what that costs."""

from __future__ import annotations

import copy
import gc
import json
import math
import pickle
import threading
import time
import unittest

import scalptone
import support


class Same(unittest.TestCase):
    def test_match(self):
        """one photo and one palette: the same JSON as the command, byte for byte."""
        file = support.photo_file()
        said = support.command("match", str(file), "--palette", "generic-carbon", "--json")
        client = scalptone.measure(str(file))
        self.assertEqual(client.match("generic-carbon").json().encode(), said.rstrip(b"\n"))
        said = support.command("measure", str(file), "--json").rstrip(b"\n")
        self.assertEqual(client.json().encode(), said)

    def test_chart(self):
        """a chart, the overlay and the labels: the same bytes as the command."""
        file, work = support.chart_file(), support.places["work"]
        photo = scalptone.Photo.open(file)
        found = scalptone.chart(photo)
        said = support.command("chart", str(file), "--json", "--overlay", str(work / "chart.png"))
        self.assertEqual(found.json().encode(), said.rstrip(b"\n"))
        self.assertEqual(found.overlay_png(photo), (work / "chart.png").read_bytes())
        self.assertEqual((len(found.patches), found.info.name), (24, "colorchecker-classic"))
        client = scalptone.measure(photo)
        support.command("measure", str(file), "--overlay", str(work / "seen.png"), "--masks", str(work / "masks.png"))
        self.assertEqual(client.overlay_png(photo), (work / "seen.png").read_bytes())
        self.assertEqual(client.labels_png(), (work / "masks.png").read_bytes())
        self.assertEqual(client.correction.kind, "chart")
        self.assertEqual(client.labels[0].shape, (560, 720))

    def test_heal(self):
        """a healed ink: the same JSON as the command."""
        said = support.command("heal", "--skin", "65,9.4,15.8", "--ink", "generic-carbon", "--dilution", "20", "--json")
        healed = scalptone.heal((65, 9.4, 15.8), "generic-carbon", parts_water=20, band=True)
        self.assertEqual(healed.json().encode(), said.rstrip(b"\n"))
        again = scalptone.Healed.from_json(healed.json())
        self.assertEqual(again.json(), healed.json())
        self.assertEqual(len(healed.reflectance()), 31)

    def test_preview(self):
        """a preview: the same bytes as the command."""
        file, out = support.photo_file(), support.places["work"] / "preview.png"
        support.command("preview", str(file), "--scale", "0.05", "--area", "rect:5%,5%,40%,40%", "-o", str(out), "--ink", "generic-carbon",
                        "--dilution", "20")
        client = scalptone.measure(str(file), mm_per_px=0.05)
        shown = client.preview(str(file), area="rect:5%,5%,40%,40%", mm_per_px=0.05)
        look = client.look("default", "generic-carbon", 20)
        self.assertEqual(shown.png(look), out.read_bytes())
        self.assertEqual(shown.results[0].dots, json.loads(shown.json(client))["options"][0]["dots"])
        self.assertEqual(shown.pixels(look).shape, (360, 480, 3))
        self.assertTrue(shown.jpeg(look).startswith(b"\xff\xd8"))
        self.assertTrue(shown.before_after_jpeg(look).startswith(b"\xff\xd8"))
        self.assertTrue(shown.sheet_png([look, look]).startswith(b"\x89PNG"))

    def test_verify(self):
        """a verification: the same bytes as the command."""
        before, after = support.photo_file(), support.places["work"] / "healed.png"
        area = "rect:5%,5%,40%,60%"
        support.command("preview", str(before), "--scale", "0.05", "--area", area, "-o", str(after), "--ink", "generic-carbon",
                        "--dilution", "8", "--no-watermark")
        plan = {"planned_area_lab": (55, 8, 9), "planned_dot_lab": (35, 5, 6), "planned_skin_lab": (65, 13, 15)}
        found = scalptone.verify(before, after, area=area, before_state="bare", mm_per_px=0.05, **plan)
        told = support.command("verify", str(before), str(after), "--area", area, "--before", "bare", "--scale", "0.05", "--json",
                               "--planned-area-lab", "55,8,9", "--planned-skin-lab", "65,13,15", "--planned-dot-lab", "35,5,6")
        self.assertEqual(found.json(), told.decode().strip())
        self.assertTrue(found.info.planned and found.info.before_state == "bare")
        self.assertTrue(found.info.dot_de00 > 0 and found.info.dot_lab.L == found.info.dot_dl + 35)
        self.assertTrue(found.lines.result and found.png().startswith(b"\x89PNG") and found.jpeg().startswith(b"\xff\xd8"))
        page = found.page_html(name="anna <b>", language="de")
        self.assertTrue(page.startswith("<!DOCTYPE html>") and "anna &lt;b&gt;" in page and "Abgeheiltes Ergebnis" in page)
        record = scalptone.record(support.client().match(support.inks(), draws=10))
        planned = scalptone.verify(before, after, area=area, record=record, mm_per_px=0.05)
        self.assertTrue(planned.info.planned)
        planned.keep(record, after, "2026-11-29")
        self.assertEqual((record.rows("results"), record["results.1.date"]), (1, "2026-11-29"))
        record["chosen.ink"] = "another"
        self.assertRaises(scalptone.NothingError, scalptone.verify, before, after, area=area, record=record)


class Whole(unittest.TestCase):
    def test_ranking(self):
        """a ranking: rows, plan, verdict, page, record, and what is kept of them."""
        client = support.client()
        ranking = client.match("generic-carbon", draws=50, batch_ml=10)
        self.assertEqual([row.rank for row in ranking], list(range(1, len(ranking) + 1)))
        self.assertEqual(ranking[-1].rank, len(ranking))
        self.assertRaises(IndexError, lambda: ranking[len(ranking)])
        self.assertTrue(ranking.assumptions and ranking.plan and ranking.verdict.recipe)
        self.assertIn("from-values", [flag.name for flag in ranking.flags])
        self.assertIn("<html", ranking.page_html(name="anna <b>"))
        self.assertNotIn("anna <b>", ranking.page_html(name="anna <b>"))
        for kept in (pickle.loads(pickle.dumps(ranking)), scalptone.Ranking.from_json(ranking.to_dict(), client, "generic-carbon")):
            self.assertEqual(kept.json(), ranking.json())
        self.assertIs(copy.deepcopy(client), client)
        self.assertEqual(pickle.loads(pickle.dumps(client)).match("generic-carbon", draws=50, batch_ml=10).json(), ranking.json())
        record = scalptone.record(ranking, client="anna")
        record["chosen.lot"] = "A17"
        record.add_photo(support.photo_file(), date="2026-11-29")
        file = support.places["work"] / "record.json"
        record.save(file)
        self.assertEqual(scalptone.Record.open(file), record)
        if scalptone.has("passphrase"):
            record.save(file.with_suffix(".sealed"), "gr\u00fcne Tinte 7")
            self.assertEqual(scalptone.Record.open(file.with_suffix(".sealed"), "gr\u00fcne Tinte 7".encode()), record)
            for word in (None, "another one"):
                self.assertRaises(scalptone.PassphraseError, scalptone.Record.open, file.with_suffix(".sealed"), word)
        self.assertRaises(scalptone.PassphraseError, record.sealed, "short")
        self.assertEqual(json.loads(file.read_text()), json.loads(support.command("record", "show", str(file), "--json")))
        self.assertEqual((record["chosen.lot"], record.rows("photos"), record.distance(record)), ("A17", 1, 0))
        self.assertIn("photos.1.sha256", set(record))
        self.assertRaises(KeyError, lambda: record["nothing"])
        self.assertTrue(record.warnings("2026-11-29"))

    def test_not_sure(self):
        """where no ink may be picked, best() raises with the flag and the one thing to do."""
        ranking = scalptone.match(str(support.photo_file()), "generic-carbon", draws=50)
        self.assertFalse(ranking.pick)
        with self.assertRaises(scalptone.NotSure) as caught:
            ranking.best()
        self.assertIn(caught.exception.flag, [flag.name for flag in ranking.flags])
        self.assertTrue(caught.exception.fix)
        flags = ranking.flags
        for language in scalptone.languages():
            told = ranking.flags_in(language)
            self.assertEqual([flag.code for flag in told], [flag.code for flag in flags])

    def test_inks(self):
        """palettes, inks, optics, tissues, cards."""
        self.assertIn("default", scalptone.palettes())
        inks = scalptone.palette()
        for ink in inks:
            self.assertEqual(len(inks.pigments(ink.id)), ink.pigment_count)
            self.assertEqual(len(inks.colours(ink.id)), ink.colour_count)
            self.assertIn(ink.id, inks)
            self.assertTrue(inks.title(ink.id) and json.loads(inks.ink_json(ink.id)))
        self.assertEqual(scalptone.palette(json.loads(inks.json())).info.fingerprint, inks.info.fingerprint)
        self.assertRaises(KeyError, lambda: inks["nothing"])
        swatches, lost = scalptone.convert_palette(inks, to="gpl", from_="json")
        self.assertTrue(swatches.startswith(b"GIMP Palette") and lost)
        self.assertRaises(scalptone.PaletteError, scalptone.convert_palette, b"\0nothing", from_="ase")
        self.assertRaises(scalptone.UseError, scalptone.convert_palette, inks, to="pdf")
        optics = inks.optics("generic-carbon")
        self.assertEqual({len(row) for row in optics.curves.values()}, {31})
        films = [dict(lab=(30, 1, 1), parts_water=20, backing=0.85, wet_um=30), dict(lab=(20, 1, 1), parts_water=20, backing=0.03, wet_um=30)]
        self.assertTrue(scalptone.InkOptics.from_drawdowns(films, pigments={"77266": 0.1}).info.film_count)
        skin = scalptone.fit_skin((65, 9.4, 15.8), cov=[[1, 0, 0], [0, 1, 0], [0, 0, 1]]).tissue
        self.assertLess(scalptone.predict_shadow(skin, (25, 3, 4)).lab.L, 65)
        self.assertGreater(scalptone.dot_blur_mm(skin).r, 0)
        self.assertTrue(scalptone.heal(skin, pigments={"77266": 0.005}, band=True, streams=4).band)
        card = scalptone.Chart.card()
        self.assertEqual((card.facts.tier, scalptone.Chart.from_json(card.json()).json()), ("unmeasured", card.json()))
        self.assertIn("<svg", scalptone.card_svg(sheet="a4", print_run="x"))

    def test_colours(self):
        """colours go there and back."""
        lab = (62.1, 10.4, 16.8)
        for there, back in ((scalptone.lch_from_lab, scalptone.lab_from_lch), (scalptone.xyz_from_lab, scalptone.lab_from_xyz)):
            for seen, given in zip(back(there(lab)), lab):
                self.assertAlmostEqual(seen, given)
        xyz = scalptone.xyz_from_lab(lab)
        self.assertAlmostEqual(scalptone.ucs_from_cam16(scalptone.cam16(xyz)).J, scalptone.ucs(xyz).J)
        self.assertEqual(scalptone.ucs_difference((1, 2, 3), (1, 2, 3)), 0)
        rgb = scalptone.rgb_encode(scalptone.rgb_decode((0.2, 0.4, 0.6), "display-p3"), "display-p3")
        self.assertAlmostEqual(rgb.g, 0.4)
        self.assertAlmostEqual(scalptone.rgb_from_xyz(scalptone.xyz_from_rgb((0.2, 0.4, 0.6))).b, 0.6)
        self.assertEqual(scalptone.lab_from_srgb8(scalptone.srgb8_from_lab(lab)).L // 1, 62 // 1)
        self.assertEqual([metric for metric in scalptone._native.words("sct_metric") if scalptone.difference(lab, (60, 11, 16), metric) > 0],
                         ["de2000", "de76", "de94", "cmc", "cam16ucs"])
        self.assertTrue(math.isnan(scalptone.de2000((float("nan"), 0, 0), lab)))
        self.assertEqual(scalptone.undertone(lab)[0], "warm")
        self.assertEqual(scalptone.monk(scalptone.lab_from_srgb8(scalptone.monk_srgb8(4))).tone, 4)
        lo, hi = scalptone.ita_interval(scalptone.lab_d65(lab), scalptone.cov_d65(lab, [[1, 0, 0], [0, 1, 0], [0, 0, 1]]))
        self.assertTrue(lo < scalptone.ita(scalptone.lab_d65(lab)) < hi)
        self.assertAlmostEqual(scalptone.xyz_from_spectrum([1] * 41, 380, 10).Y, 1, places=3)

    def test_photos(self):
        """a photo comes by path, bytes or array, and its pixels go out again, into memory of one's own."""
        file = support.photo_file()
        photos = [scalptone.Photo.open(source) for source in (file, str(file), file.read_bytes(), bytearray(file.read_bytes()))]
        with open(file, "rb") as opened:
            photos.append(scalptone.Photo.open(opened))
        with open(__file__) as opened:
            self.assertRaises(scalptone.UseError, scalptone.Photo.open, opened)
        rows = [bytes(photo.pixels()) for photo in photos]
        self.assertEqual(len(set(rows)), 1)
        again = scalptone.Photo.open(photos[0].pixels())
        self.assertEqual(bytes(again.pixels()), rows[0])
        mine = bytearray(480 * 360 * 4 * 4)
        self.assertEqual(photos[0].pixels("f32", "xyz-d50", 4, out=mine).shape, (360, 480, 4))
        self.assertTrue(any(mine))
        client = scalptone.measure([photos[0], photos[1]], skin="rect:3%,5%,30%,40%")
        self.assertEqual((client.info.photo_count, len(client.agreements)), (2, 2))
        one = scalptone.measure(scalptone.View(again, skin=scalptone.Shape.rect(3, 5, 30, 40, percent=True), roles=["skin"]))
        self.assertIsNone(one.hair)
        self.assertEqual(one.regions[0].role, "skin")
        self.assertEqual(one.pixels(again).shape, (360, 480, 3))
        self.assertEqual(len(one.transform()["matrix"]), 3)
        camera = scalptone.Photo.open(support.jpeg_file())
        told = json.loads(scalptone.measure(camera, chart_mode="off").json())["photos"][0]["profile"]["name"]
        self.assertEqual((camera.info.profile_name, bool(told)), (told, True))

    def test_numpy(self):
        """NumPy arrays come and go without a copy."""
        try:
            import numpy
        except ImportError:
            self.skipTest("NumPy is not here")
        photo = scalptone.Photo.open(support.photo_file())
        array = photo.array()
        self.assertEqual((array.shape, array.dtype), ((360, 480, 3), numpy.uint8))
        crop = array[10:200, 20:400]
        small = scalptone.Photo.open(crop)
        self.assertTrue((small.array() == crop).all())
        crop[0, 0] = (1, 2, 3)
        self.assertEqual(small.array()[0, 0].tolist(), [1, 2, 3])  # the photo reads the array itself
        self.assertTrue((scalptone.Photo.open(array[::-1]).array() == array[::-1]).all())
        self.assertTrue((scalptone.Photo.open(array[..., 0]).array()[..., 1] == array[..., 0]).all())
        deep = scalptone.Photo.open(array.astype(numpy.uint16) * 257)
        self.assertEqual(deep.info.bit_depth, 16)
        mask = numpy.zeros((360, 480), bool)
        mask[20:150, 20:150] = True
        self.assertEqual(scalptone.measure(photo, skin=mask, roles=["skin"]).regions[0].box[2], 130)
        lab = numpy.random.default_rng(1).uniform(0, 60, (3, 1000))
        out = numpy.empty(1000)
        self.assertIs(scalptone.de2000_many((50, 1, 2), *lab, out=out), out)
        self.assertAlmostEqual(out[7], scalptone.de2000((50, 1, 2), lab[:, 7]))

    def test_camera(self):
        """a camera that a photo of a chart told of corrects photos that show none."""
        chart = support.jpeg_file().read_bytes()
        with self.assertRaises(scalptone.UseError) as caught:
            scalptone.Camera.from_chart(chart)
        self.assertIn("camera", caught.exception.reason)
        camera = scalptone.Camera.from_chart(support.by_camera(chart))
        self.assertEqual((camera.info.make, camera.info.focal_mm), ("Tester", 4.2))
        self.assertEqual(pickle.loads(pickle.dumps(camera)).json(), camera.json())
        client = scalptone.measure(support.by_camera(chart), camera=camera, chart_mode="off", hair_kind="stubble")
        self.assertEqual(client.correction.kind, "camera")

    def test_many(self):
        """many clients at once: in order, and one that fails stops no other."""
        rows = [{"skin_lab": (65.1, 13.4, 15.7), "hair_lab": (26.9 + i, 6.1, 8.5)} for i in range(4)]
        rows.insert(2, {"photo": "nowhere.jpg"})
        answers = scalptone.rank_many(rows, support.inks(), draws=20)
        self.assertEqual([isinstance(answer, scalptone.Error) for answer in answers], [False, False, True, False, False])
        self.assertEqual(answers[2].code, "io")
        again = scalptone.rank_many(rows, support.inks(), draws=20, threads=1)
        self.assertEqual([answer.json() for answer in again if isinstance(answer, scalptone.Ranking)],
                         [answer.json() for answer in answers if isinstance(answer, scalptone.Ranking)])
        try:
            import pandas
        except ImportError:
            return
        flat = pandas.DataFrame({"skin_L": [65.1], "skin_a": [13.4], "skin_b": [15.7], "hair_lab": ["26.9,6.1,8.5"]})
        self.assertEqual(scalptone.rank_many(flat, support.inks(), draws=20).de00[0], answers[0][0].de00)
        frame = pandas.DataFrame(rows, index=list("abcde"))
        table = scalptone.rank_many(frame, support.inks(), draws=20)
        self.assertEqual(list(table.index), list("abcde"))
        self.assertEqual(table.loc["a", "ink"], "generic-carbon")
        self.assertIn("nowhere.jpg", table.loc["c", "error"])


class Runs(unittest.TestCase):
    def test_import(self):
        """the import loads nothing before it is used, neither cffi's compiler nor NumPy ever."""
        done = support.python(
            "import sys, time; before = set(sys.modules); started = time.process_time(); import scalptone\n"
            "took = time.process_time() - started; early = sorted(set(sys.modules) - before - {'scalptone', '__future__'})\n"
            "scalptone.Measurement.from_lab((65, 13, 15), (27, 6, 8)).match('generic-carbon', draws=10)[0]\n"
            "late = [m for m in set(sys.modules) - before if m in ('cffi', 'pycparser', 'numpy', 'pandas', 'dataclasses', 'inspect')]\n"
            "print(1000 * took, early, late, sep='|')")
        took, early, late = done.stdout.strip().split("|")
        self.assertEqual((early, late), ("[]", "[]"), done.stderr)
        self.assertLess(float(took), 50)
        support.figure("import scalptone takes %.1f ms of the processor" % float(took))

    def test_memory(self):
        """100 photos, measured and ranked in a row, leave no memory behind, and nothing waits for the garbage collector."""
        photo, client = support.small_file().read_bytes(), support.client()

        def once():
            with scalptone.Photo.open(photo) as opened:
                scalptone.measure(opened, skin="rect:5%,5%,10%,10%", roles=["skin"], chart_mode="off")
                opened.pixels()
            ranking = client.match(support.inks(), draws=10)
            ranking.json(), ranking[0], ranking.flags

        for _ in range(3):
            once()
        gc.collect()
        before = support.resident_kb()
        gc.disable()
        self.addCleanup(gc.enable)
        for _ in range(100):
            once()
        grown = support.resident_kb() - before
        support.figure("100 photos and rankings in a row: %d KB more memory" % grown)
        self.assertLess(grown, 3000)

    def test_threads(self):
        """other threads of Python run while the library works."""
        client, inks = support.client(), scalptone.palette("generic-carbon")
        answers, ticks = [], 0
        worker = threading.Thread(target=lambda: answers.append(client.match(inks, draws=2000).json()))
        worker.start()
        longest, last = 0.0, time.perf_counter()
        while worker.is_alive():
            ticks += 1
            time.sleep(0.0005)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now
        self.assertGreater(ticks, 20)
        support.figure("%d turns of another thread during one match, the longest wait %.0f ms" % (ticks, 1000 * longest))
        workers = [threading.Thread(target=lambda: answers.append(client.match(inks, draws=2000).json())) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual(len(answers), 4)
        self.assertEqual(len(set(answers)), 1)

    def test_overhead(self):
        """a call costs little."""
        lab, other = scalptone.Lab(62.1, 10.4, 16.8), (60, 11, 16)
        rows = []
        for name, call, count in (("de2000", lambda: scalptone.de2000(lab, other), 2000), ("skin", lambda: support.client().skin, 500),
                                  ("from_lab", lambda: scalptone.Measurement.from_lab(lab, (27, 6, 8)), 20)):
            started = time.perf_counter()
            for _ in range(count):
                call()
            rows.append("%s %.0f us" % (name, 1e6 * (time.perf_counter() - started) / count))
        support.figure("one call: " + ", ".join(rows))

    def test_library(self):
        """a library that is missing or of another version is told in one line."""
        done = support.python("import scalptone; scalptone.palette()", SCALPTONE_LIBRARY="/nowhere/libscalptone.so.0")
        last = done.stderr.strip().splitlines()[-1]
        self.assertIn("LibraryError: the library of scalptone was not found", last)
        self.assertIn("SCALPTONE_LIBRARY", last)

    def test_command(self):
        """python -m scalptone is the command."""
        done = support.python("import sys, runpy; sys.argv = ['x', '--version']; runpy.run_module('scalptone', run_name='__main__')")
        self.assertEqual(done.stdout, support.command("--version").decode(), done.stderr)
