#!/usr/bin/env python3
"""Photographs sheets of drawdowns that nobody laid, and asks the command what ink they are.

    photograph_sheets.py SCALPTONE DATA [INKS] [--keep FOLDER] [--photos N] [--seed N] [--films SD] [--cups N]

The photo shares no code with the program: numpy spectra of 380 to 730 nm, measured sensitivities of real cameras
(DATA/camera-sensitivities), measured lights and ColorChecker (DATA/colorimetry), pigments by their Mie tables
(DATA/optics), two-flux films after Kubelka and Munk (1931) in a body with Saunderson's surface. A film is laid over
white and over black at four dilutions, beside a ColorChecker; the camera balances, turns its colours by a matrix that
was fitted to surfaces and not to this chart, bends its tone, blurs, sharpens, adds noise and writes JPEG; light falls
off over the sheet. `palette measure` reads it, and `heal` says what the ink of the films, and what the label alone,
become in three other skins. What really heals is the program's own skin model with what is really in the bottle.
Every second ink is held out: other cameras and other lights, and nothing was chosen by it. After that N mixes of the ink (1)
are photographed and corrected by what `palette cup` says: by the palette alone, beside four strips of known dilution (two of
the mix), and with as many strips more as it asked for, up to a sheet of twelve. Films of a hand differ by SD in thickness
(0.034, as sct_cup_options has it). Needs numpy and Pillow. Exits with 1 where a promise is broken.
"""
import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile

import numpy
from PIL import Image, ImageFilter

BANDS = numpy.arange(400, 701, 10)
SKINS = ("68,9,15", "55,13,18", "42,13,17")
WATERS = (6, 10, 16, 26)
WHITE, BLACK, THICKEST_UM = 0.86, 0.045, 24.0
DENSITY = {"77266": 1.8, "77491": 5.2, "77499": 5.2, "77891": 4.2}
COLUMN = {"77266": "CB_77266_d100", "77491": "hematite_77491_d200", "77499": "magnetite_77499_d200",
          "77891": "rutile_77891_d250"}
LIGHTS = (("D65", "LED-B3"), ("D50", "LED-B5"))
WIDTH, HEIGHT, PITCH = 2400, 1700, 150


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.reader(line.lstrip("#").lstrip() for line in file) if row]
    return rows[0], rows[1:]


def at_bands(wavelengths, values):
    return numpy.interp(BANDS, numpy.asarray(wavelengths, float), numpy.asarray(values, float))


class World:
    """What was measured by others."""

    def __init__(self, data):
        head, rows = table(os.path.join(data, "optics", "pigments_mie_per_volfraction.csv"))
        columns = {name.split(" ")[0]: numpy.array([float(r[i]) for r in rows]) for i, name in enumerate(head[:len(rows[0])])}
        self.pigments = {ci: tuple(columns[f"{c}_{part}"] for part in ("mua_cm-1", "mus_cm-1", "g"))
                         for ci, c in COLUMN.items()}
        head, rows = table(os.path.join(data, "colorimetry", "colorchecker_babelcolor_average_reflectance_400_700_10nm.csv"))
        self.chart = numpy.array([[float(v) for v in r[1:]] for r in rows])
        self.lights = {}
        for name in sum(LIGHTS, ()):
            _, rows = table(os.path.join(data, "colorimetry", f"illuminant_{name}_5nm.csv"))
            rows = [r for r in rows if r[0].replace(".", "").isdigit()]
            self.lights[name] = at_bands([r[0] for r in rows], [r[1] for r in rows])
        folder = os.path.join(data, "camera-sensitivities")
        names = sorted(n for n in os.listdir(folder) if n.endswith(".json"))
        self.cameras = (names[0::2], names[1::2])
        self.folder = folder
        _, rows = table(os.path.join(data, "colorimetry", "cie1931_2deg_cmf_5nm.csv"))
        rows = [r for r in rows if r[0].replace(".", "").isdigit()]
        self.cmf = numpy.array([at_bands([r[0] for r in rows], [r[k] for r in rows]) for k in (1, 2, 3)])

    def camera(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            main = json.load(file)["spectral_data"]["data"]["main"]
        wavelengths = sorted(int(k) for k in main)
        values = numpy.array([main[str(w)] for w in wavelengths], float)
        return numpy.array([at_bands(wavelengths, values[:, k]) for k in range(3)])


def film(world, bottle, wet_um, share, card):
    """Reflectance of a dry film in air, specular excluded, over a card."""
    k1, k2 = 0.04, 0.596
    absorb = scatter = 0.0
    volume = 1 - sum(f * (1 - 1 / DENSITY[ci]) for ci, f in bottle["pigments"].items())
    for ci, fraction in bottle["pigments"].items():
        mua, mus, g = world.pigments[ci]
        part = share * fraction / DENSITY[ci] / volume * wet_um * 1e-4
        absorb = absorb + 2 * numpy.maximum(mua, 0) * part
        scatter = scatter + 0.75 * mus * (1 - g) * bottle["dry_scatter"] * part
    under = card / ((1 - k1) * (1 - k2) + k2 * card)
    scatter = numpy.maximum(scatter, 1e-9)
    a = 1 + absorb / scatter
    root = numpy.sqrt(a * a - 1)
    coth = 1 / numpy.tanh(numpy.maximum(root * scatter, 1e-9))
    inside = (1 - under * (a - root * coth)) / (a - under + root * coth)
    return (1 - k1) * (1 - k2) * inside / (1 - k2 * inside)


def bottle_of(rng):
    pigments = {"77266": 0.02 * float(numpy.exp(2 * rng.random()))}
    if rng.random() < 0.6:
        pigments[("77491", "77499")[int(rng.random() * 2)]] = 0.01 * float(numpy.exp(1.5 * rng.random()))
        if rng.random() < 0.6:
            pigments["77891"] = 0.01 * float(numpy.exp(1.5 * rng.random()))
    return {"pigments": pigments, "dry_scatter": 1 + 0.3 * rng.random(), "bar": float(numpy.exp(0.03 * rng.normal()))}


def choose_bar(world, bottle, water):
    """The thickest of the bars 24, 12 and 6 um through which the sheet's black half shows."""
    um = THICKEST_UM
    while um > 6 and (film(world, bottle, um, 1 / (1 + water), WHITE) - film(world, bottle, um, 1 / (1 + water), BLACK))[15] < 0.02:
        um /= 2
    return um


def sheet(world, rng, bottle, um, waters, sd):
    """Spectra of films over white and over black."""
    fields = []
    for water in waters:
        wet = um * bottle["bar"] * float(numpy.exp(sd * rng.normal()))
        fields.append([film(world, bottle, wet, 1 / (1 + water), card) for card in (WHITE, BLACK)])
    return fields


def boxes(waters):
    """Where fields lie, in pixels: x, y, width, height; the columns of the sheet from left to right."""
    step = 640 // max(len(waters), 1)
    return [(1250 + step * i, 150, max(step - 40, step * 6 // 10), 420) for i in range(len(waters))]


def photograph(world, rng, fields, half):
    """A JPEG's pixels of chart and sheet, as this half's phones see them."""
    sensitivities = world.camera(world.cameras[half][int(rng.random() * len(world.cameras[half]))])
    light = world.lights[LIGHTS[half][int(rng.random() * 2)]]
    response = sensitivities * light
    wall, frame = numpy.full(31, 0.45), numpy.full(31, 0.06)
    spectra = [wall, frame, numpy.full(31, WHITE), numpy.full(31, BLACK)]
    index = numpy.zeros((HEIGHT, WIDTH), numpy.uint8)
    index[120:HEIGHT - 120, 1200:2340] = 2
    index[590:1100, 1200:2340] = 3
    left, top = 120, 300
    index[top - 30:top + 4 * PITCH + 30, left - 30:left + 6 * PITCH + 30] = 1
    for k in range(24):
        x, y = left + k % 6 * PITCH + 15, top + k // 6 * PITCH + 15
        spectra.append(world.chart[k])
        index[y:y + PITCH - 30, x:x + PITCH - 30] = len(spectra) - 1
    for (x, y, w, h), pair in zip(boxes(fields), fields):
        for spectrum, down in zip(pair, (0, 500)):
            spectra.append(spectrum)
            index[y + down:y + down + h, x:x + w] = len(spectra) - 1
    raw = numpy.array(spectra) @ response.T
    raw = (raw / (numpy.ones(31) @ response.T)).astype(numpy.float32)
    picture = raw[index]
    yy, xx = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    slope = 0.1 * (rng.random(2) - 0.5)
    picture *= (1 + slope[0] * (xx / WIDTH - 0.5) + slope[1] * (yy / HEIGHT - 0.5))[..., None]
    return develop(world, rng, picture, response, light)


def develop(world, rng, picture, response, light):
    """White balance, a matrix fitted to smooth spectra, exposure, tone, blur, sharpening, noise, eight bits."""
    xyz_to_rgb = numpy.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]])
    basis = []
    for centre in range(400, 701, 20): # surfaces that are no chart's: smooth bumps and edges
        bump = numpy.exp(-((BANDS - centre) / 60.0) ** 2)
        basis += [0.1 + 0.6 * bump, 0.8 - 0.6 * bump, 0.05 + 0.8 / (1 + numpy.exp(-(BANDS - centre) / 20.0))]
    basis = numpy.array(basis)
    seen = basis @ response.T / (numpy.ones(31) @ response.T)
    white = numpy.ones(31) @ (world.cmf * light).T
    xyz = basis @ (world.cmf * light).T / white * numpy.array([0.9505, 1.0, 1.089])
    matrix = numpy.linalg.lstsq(seen, xyz @ xyz_to_rgb.T, rcond=None)[0]
    matrix /= (numpy.ones(3) @ matrix)
    cast = numpy.exp(0.03 * rng.normal(size=3))
    linear = numpy.clip((picture * cast) @ matrix * (0.85 + 0.2 * rng.random()), 0, 1)
    bend = 0.15 * rng.random()
    linear = linear + bend * linear * (1 - linear) * (2 * linear - 1)
    linear = numpy.clip(linear, 0, 1)
    linear = linear.astype(numpy.float32)
    grain = rng.standard_normal(size=linear.shape, dtype=numpy.float32)
    linear = numpy.clip(linear + grain * numpy.sqrt(1e-5 + 4e-5 * linear), 0, 1)
    coded = numpy.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    image = Image.fromarray(numpy.round(255 * coded).astype(numpy.uint8))
    return image.filter(ImageFilter.GaussianBlur(1.5)).filter(ImageFilter.UnsharpMask(1.5, 60, 0))


def run(command, *words, good=(0,)):
    done = subprocess.run([command, *words], capture_output=True, text=True, check=False)
    if done.returncode not in good:
        raise RuntimeError(f"{' '.join(words)}: exit {done.returncode}: {done.stderr.strip()[:400]}")
    return done.stdout


def lab_healed(command, palette, skin):
    words = ["heal", "--skin", skin, "--palette", palette, "--ink", "ink", "--dilution", "14", "--json"]
    return json.loads(run(command, *words))["lab"]


def de2000(a, b, command):
    return float(json.loads(run(command, "diff", ",".join(map(str, a)), ",".join(map(str, b)), "--json"))["difference"])


def shape(box, down=0):
    x, y, w, h = box
    return f"rect:{x + w // 6},{y + down + h // 6},{w * 2 // 3},{h * 2 // 3}"


def stated(command, path, pigments):
    parts = ";".join(f"{ci}={100 * f:.5g}%" for ci, f in pigments.items())
    if os.path.exists(path):
        os.unlink(path)
    run(command, "palette", "new", path, "--name", "Ink", "--id", "ink", "--kind", "dilutable", "--composition", parts)


def measure(command, world, rng, folder, bottle, um, half, photos, sd):
    words = ["palette", "measure"]
    for k in range(photos):
        path = os.path.join(folder, f"sheet{k}.jpg")
        photograph(world, rng, sheet(world, rng, bottle, um, WATERS, sd), half).save(path, quality=92)
        words.append(path)
        words += fields_of(WATERS, [str(w) for w in WATERS])
    films = os.path.join(folder, "films.json")
    run(command, *words, "--name", "Ink", "--id", "ink", "--kind", "dilutable", "--film", str(um), "--chart",
        "colorchecker-classic", "-o", films, "--force")
    return films


def fields_of(waters, names):
    """The words that name films on white and on black, and bare paper."""
    words = []
    for water, name, box in zip(waters, names, boxes(waters)):
        told = name if name.startswith("mix") else f"s{name}={water}"
        words += ["--field", f"{told}:{shape(box)}", "--field", f"{told}:{shape(box, 500)}@black"]
    return words + ["--field", f"paper=bare:rect:1300,{HEIGHT - 500},800,250", "--field", "dark=bare:rect:1900,650,350,400@black"]


class Cup:
    """A mix, the strips that are drawn of it, and what comes of the advice."""

    want, batch, sheet_holds = 12.0, 5.0, 12

    def __init__(self, command, world, rng, folder, bottle, um, half, films, sd):
        self.all = command, world, rng, folder, bottle, um, half, films, sd
        self.have = self.want * float(numpy.exp(0.35 * rng.normal()))
        self.waters, self.names, self.fields = [], [], []

    def draw(self, waters, kind):
        _, world, rng, _, bottle, um, _, _, sd = self.all
        for water in waters[:self.sheet_holds - len(self.waters)]:
            self.waters.append(water)
            self.names.append(("mix" if kind == "mix" else "") + str(len(self.waters)))
            self.fields += sheet(world, rng, bottle, um, (water,), sd)

    def ask(self):
        command, world, rng, folder, _, um, half, films, _ = self.all
        path = os.path.join(folder, "cup.jpg")
        photograph(world, rng, self.fields, half).save(path, quality=92)
        return json.loads(run(command, "palette", "cup", path, "--palette", films, "--ink", "ink", "--want", str(self.want), "--batch",
                              str(self.batch), *fields_of(self.waters, self.names), "--film", str(um), "--chart",
                              "colorchecker-classic", "--json"))["cup"]

    def outcome(self, said):
        ink = self.batch / (1 + self.have)
        after = (self.batch - ink + (said["water_ml"] or 0)) / (ink + (said["ink_ml"] or 0))
        ratio, (lo, hi) = (1 + self.want) / (1 + self.have), said["ratio_interval"]
        wrong_way = said["verdict"] == "add-water" and ratio < min(1, lo) or said["verdict"] == "add-ink" and ratio > max(1, hi)
        return {"before": ratio, "after": (1 + self.want) / (1 + after), "verdict": said["verdict"], "wrong": wrong_way,
                "inside": lo <= ratio <= hi, "strips": len(self.waters)}


def try_cup(*everything):
    """Outcomes by the palette alone, beside four strips, and with as many more as were asked for."""
    cup, found = Cup(*everything), []
    cup.draw((cup.have,), "mix")
    found.append(cup.outcome(cup.ask()))
    cup.draw((cup.have,), "mix")
    cup.draw((8, 11, 15, 20), "known")
    said = cup.ask()
    found.append(cup.outcome(said))
    while said["more_of_mix"] + said["more_known"] > 0 and len(cup.waters) < cup.sheet_holds:
        cup.draw((cup.have,) * said["more_of_mix"], "mix")
        cup.draw(((8, 11, 15, 20) * said["more_known"])[:said["more_known"]], "known")
        said = cup.ask()
    found.append(cup.outcome(said))
    return found


def main():
    words = argparse.ArgumentParser()
    words.add_argument("command")
    words.add_argument("data")
    words.add_argument("inks", nargs="?", type=int, default=10)
    words.add_argument("--keep")
    words.add_argument("--photos", type=int, default=1)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--films", type=float, default=0.034)
    words.add_argument("--cups", type=int, default=1)
    o = words.parse_args()
    world, status = World(o.data), 0
    folder = o.keep or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    for half in (0, 1):
        films_away, label_away, cups, refused = [], [], [[], [], []], 0
        for i in range(o.inks):
            rng = numpy.random.default_rng([o.seed, 2 * i + half])
            bottle = bottle_of(rng)
            um = choose_bar(world, bottle, WATERS[2])
            truth, label = os.path.join(folder, "truth.json"), os.path.join(folder, "label.json")
            stated(o.command, truth, bottle["pigments"])
            stated(o.command, label, {ci: f * float(numpy.exp(0.3 * rng.normal())) for ci, f in bottle["pigments"].items()})
            try:
                films = measure(o.command, world, rng, folder, bottle, um, half, o.photos, o.films)
            except RuntimeError as error:
                print(f"  ink {i}: {error}", file=sys.stderr)
                refused += 1
                continue
            for _ in range(o.cups):
                for kind, one in zip(cups, try_cup(o.command, world, rng, folder, bottle, um, half, films, o.films)):
                    kind.append(one)
            for skin in SKINS:
                real = lab_healed(o.command, truth, skin)
                films_away.append(de2000(real, lab_healed(o.command, films, skin), o.command))
                label_away.append(de2000(real, lab_healed(o.command, label, skin), o.command))
        median, p95 = numpy.quantile(films_away, 0.5), numpy.quantile(films_away, 0.95)
        print(f"{('working', 'held out')[half]}: {o.inks} inks, {o.photos} photos of each, refused {refused}; healed on three other "
              f"skins dE00 {median:.2f} (median), {p95:.2f} (p95); by the label {numpy.quantile(label_away, 0.5):.2f}, "
              f"{numpy.quantile(label_away, 0.95):.2f}", flush=True)
        for name, found in zip(("by the palette alone", "beside four strips", "with the strips that were asked for"), cups):
            near = [abs(numpy.log(c["after"])) <= numpy.log(1.05) for c in found]
            told = [c["verdict"] != "unsure" for c in found]
            print(f"  {len(found)} cups {name} ({numpy.mean([c['strips'] for c in found]):.1f} strips): within 5 % before "
                  f"{100 * numpy.mean([abs(numpy.log(c['before'])) <= numpy.log(1.05) for c in found]):.0f} %, after one correction "
                  f"{100 * numpy.mean(near):.0f} %; told {100 * numpy.mean(told):.0f} %; intervals hold the truth "
                  f"{100 * numpy.mean([c['inside'] for c in found]):.0f} %; the wrong way outside them "
                  f"{sum(c['wrong'] for c in found)}", flush=True)
        status |= not (median <= 1.5 and p95 <= 3.0)
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
