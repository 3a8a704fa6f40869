#!/usr/bin/env python3
"""Do the stated bounds hold the truth? Photos rendered by code that shares nothing with the engine or its simulations.

    python3 tests/correct/independent.py build/scalptone --scenes 300 --half held
    python3 tests/correct/independent.py build/scalptone --scenes 300 --half fit --keep photos

Needs numpy and Pillow, and the reference data in $SCALPTONE_DATA. It is no part of the suite: a scene takes a second. Each
scene is one skin of a known spectrum beside a ColorChecker (1 to 10 pitches away, of either batch, tilted up to 10
degrees against the skin) and a grey card, in light that falls off by up to 20 %, with up to 3 % of veil, photographed by a
measured camera with a tone curve, a white balance and a matrix of its own, and kept as a JPEG. The program measures the
skin by the chart, by the grey card, by nothing, and by what an earlier photo of a chart told of the camera; what it says
is compared with the Lab (D50, 2 degrees) of the spectrum. `--half fit` takes the even cameras and skins, `--half held`
the odd ones, to which no constant of the engine was fitted. One thing is
shared: how far tone curves go down in the darks (`toe`) was set after the same photographed charts as the engine's term
`tone`, so that grey and nothing are not judged by strangers there. Lights that no constant was fitted to: --lights strange. Light that falls to
a quarter over the chart alone: --fall steep. A camera that brings each place toward the middle of its brightness, by up to
that exponent: --local 0.25.
"""
import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image

DATA = os.environ.get("SCALPTONE_DATA", "")
NM = np.arange(400, 701, 5.0)
CLASSES = ["very light", "light", "intermediate", "tan", "brown", "dark"]
USUAL = ["D50", "D65", "A", "FL2", "FL11", "LED-B3"]
STRANGE = ["FL12", "LED-B1", "LED-B5", "LED-V1"]
MODES = ["chart", "grey", "greys", "nothing", "camera grey", "camera"]

# ---- colorimetry ---------------------------------------------------------------------------------


def table(name):
    with open(os.path.join(DATA, name), newline="") as f:
        return list(csv.reader(f))


def on_grid(nm, values):
    return np.interp(NM, nm, values)


def light_named(name):
    rows = table("colorimetry/illuminant_%s_5nm.csv" % name)[1:]
    spd = on_grid([float(r[0]) for r in rows], [float(r[1]) for r in rows])
    return spd / spd.mean()


CMF = np.array([[float(x) for x in r] for r in table("colorimetry/cie1931_2deg_cmf_5nm.csv")[1:]]) if DATA else None
OBSERVER = np.stack([on_grid(CMF[:, 0], CMF[:, k]) for k in (1, 2, 3)], 1) if DATA else None


def xyz_under(reflectance, spd):
    weights = OBSERVER * spd[:, None]
    return reflectance @ weights / weights[:, 1].sum()


def lab_of(xyz, white):
    t = xyz / white
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)


def lab_under(reflectance, name):
    spd = light_named(name)
    return lab_of(xyz_under(reflectance, spd), xyz_under(np.ones_like(NM), spd))


def de2000(p, q):
    """Sharma, Wu & Dalal 2005; main() tries it on the pairs of the reference data first."""
    l1, a1, b1 = p
    l2, a2, b2 = q
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 1.5 - 0.5 * np.sqrt(mean ** 7 / (mean ** 7 + 25.0 ** 7))
    c1, c2 = np.hypot(a1 * g, b1), np.hypot(a2 * g, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1 * g)) % 360, np.degrees(np.arctan2(b2, a2 * g)) % 360
    dh = 0 if c1 * c2 == 0 else h2 - h1 - (360 if h2 - h1 > 180 else -360 if h2 - h1 < -180 else 0)
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + dh / 2) % 360
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    t = (1 - 0.17 * np.cos(np.radians(hm - 30)) + 0.24 * np.cos(np.radians(2 * hm)) + 0.32 * np.cos(np.radians(3 * hm + 6))
         - 0.20 * np.cos(np.radians(4 * hm - 63)))
    sl = 1 + 0.015 * (lm - 50) ** 2 / np.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -np.sin(np.radians(60 * np.exp(-((hm - 275) / 25) ** 2))) * 2 * np.sqrt(cm ** 7 / (cm ** 7 + 25.0 ** 7))
    x, y = (l2 - l1) / sl, (c2 - c1) / sc
    z = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2)) / sh
    return float(np.sqrt(max(x * x + y * y + z * z + rt * y * z, 0)))


def check_de2000():
    for row in table("colorimetry/sharma2005_ciede2000_34pairs.csv"):
        try:
            v = [float(x) for x in row[-7:]]
        except ValueError:
            continue
        assert row[0] == "14" or abs(de2000(v[0:3], v[3:6]) - v[6]) < 1e-4, row  # 14: hues apart by 180 degrees


# ---- surfaces ------------------------------------------------------------------------------------


def skins():
    """Spectra of faces and forearms, the reflection of their surface taken off, and the class of each."""
    rows = table("skin-spectra/issa_face_reflectance_400_700_10nm.csv")
    nm = [float(x) for x in rows[0][1:]]
    out = [on_grid(nm, [float(x) for x in r[1:]]) for r in rows[1:]]
    rows = table("skin-spectra/nist_skin_10nm.csv")
    nist = np.array([[float(x) for x in r] for r in rows[1:]])
    out += [on_grid(nist[:, 0], nist[:, k]) for k in range(1, nist.shape[1])]
    out = np.maximum(np.array(out) - 0.0278, 0.002)
    lab = lab_under(out, "D65")
    ita = np.degrees(np.arctan2(lab[:, 0] - 50, lab[:, 2]))
    return out, np.digitize(-ita, [-55, -41, -28, -10, 30])


def bent(spectrum, target, white, spd):
    """The spectrum, multiplied by a smooth curve so that its Lab under D50 is the target."""
    basis = np.stack([np.exp(-((NM - m) / 75.0) ** 2 / 2) for m in (445, 545, 625)])
    k = np.zeros(3)
    for _ in range(40):
        off = target - lab_of(xyz_under(spectrum * np.exp(k @ basis), spd), white)
        J = np.stack([(lab_of(xyz_under(spectrum * np.exp((k + 1e-4 * e) @ basis), spd), white)
                       - lab_of(xyz_under(spectrum * np.exp(k @ basis), spd), white)) / 1e-4 for e in np.eye(3)], 1)
        k = k + np.clip(np.linalg.lstsq(J, off, rcond=None)[0], -0.3, 0.3)
    return spectrum * np.exp(k @ basis)


def charts():
    """24 spectra each: the mean of 30 charts, brought to the maker's Lab of before and of after November 2014."""
    rows = table("colorimetry/colorchecker_babelcolor_average_reflectance_400_700_10nm.csv")
    nm = [float(x) for x in rows[0][1:]]
    mean = [on_grid(nm, [float(x) for x in r[1:]]) for r in rows[1:]]
    spd = light_named("D50")
    white = xyz_under(np.ones_like(NM), spd)
    lab = np.array([[float(x) for x in r[1:]] for r in table("colorimetry/colorchecker24_lab_D50.csv")[1:]])
    return [np.array([bent(s, lab[i, 3 * b:3 * b + 3], white, spd) for i, s in enumerate(mean)]) for b in (0, 1)]


def printed(rng, chart):
    """One chart of a batch: the greys of a batch err together, each patch by itself."""
    tilt = (NM - 550) / 150
    level = rng.normal(0, 0.012, 24)
    level[18:] = rng.normal(0, 0.01) + rng.normal(0, 0.005, 6)
    return chart * np.exp(level[:, None] + rng.normal(0, 0.008, (24, 1)) * tilt)


# ---- cameras -------------------------------------------------------------------------------------

SRGB = np.array([[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560],
                 [0.0556434, -0.2040259, 1.0572252]])  # XYZ D65 -> linear sRGB, IEC 61966-2-1


class Camera:
    def __init__(self, path):
        with open(path) as f:
            text = json.load(f)
        main = text["spectral_data"]["data"]["main"]
        nm = sorted(main, key=float)
        v = np.array([main[x] for x in nm], float)
        self.name = os.path.basename(path).replace("_380_780_5.json", "")
        self.s = np.stack([on_grid([float(x) for x in nm], v[:, k]) for k in range(3)], 1)
        rng = np.random.default_rng(5)  # surfaces for its maker's matrices: smooth, of every colour
        smooth = np.exp(-((NM[:, None] - NM[None]) / 70.0) ** 2 / 2)
        root = np.linalg.cholesky(smooth + 1e-6 * np.eye(len(NM)))
        self.surfaces = 1 / (1 + np.exp(-(rng.normal(-0.6, 1, (250, 1)) + 1.2 * (rng.normal(size=(250, len(NM))) @ root.T))))
        self.anchors = [self.anchor("A"), self.anchor("D65")]

    def raw(self, reflectance, spd):
        return reflectance @ (self.s * spd[:, None])

    def anchor(self, name):
        """What the maker calibrates for a light: its grey, and the matrix from balanced raw to linear sRGB."""
        spd = light_named(name)
        grey = self.raw(np.ones_like(NM), spd)
        raw = self.raw(self.surfaces, spd) / grey
        xyz, white = xyz_under(self.surfaces, spd), xyz_under(np.ones_like(NM), spd)
        wanted = (xyz / white * np.array([0.95047, 1, 1.08883])) @ SRGB.T
        weight = 1 / np.cbrt(np.maximum(xyz[:, 1:2], 0.01)) ** 2
        m = np.linalg.lstsq(raw * weight, wanted * weight, rcond=None)[0].T
        return grey, m / m.sum(1, keepdims=True)  # white stays white

    def matrix(self, grey):
        """Between the anchors, by how warm the light looks to the camera."""
        warm = [np.log(g[0] / g[2]) for g, _ in self.anchors]
        t = np.clip((np.log(grey[0] / grey[2]) - warm[1]) / (warm[0] - warm[1]), 0, 1)
        return t * self.anchors[0][1] + (1 - t) * self.anchors[1][1]


class Settings:
    """What an automatic camera decides for one photo."""

    def __init__(self, rng, contrast, seen, local=0):
        self.contrast = np.clip(contrast + rng.normal(0, 0.04), 0.9, 1.4)
        self.adaptation = rng.uniform(0.85, 1)
        self.slip = np.exp(rng.normal(0, 0.04, 3))
        # What a grey of 18 % becomes. 17 photos of charts by one telephone have it at exp(-0.17) times that, sd 0.35. Part of
        # it is that cameras bring dark scenes and faces up, and light ones down.
        self.middle = 0.18 * np.exp(np.clip(rng.normal(-0.15, 0.28), -0.9, 0.6) + rng.uniform(0, 0.5) * np.log(0.18 / seen))
        self.middle = np.clip(self.middle, 0.05, 0.40)
        self.saturation = rng.choice([1.0, rng.uniform(1, 1.15)])
        self.shoulder = rng.uniform(0.5, 0.8)
        self.noise = rng.uniform(0.001, 0.004)
        self.quality = int(rng.choice([88, 92, 95, 97]))
        # Telephones bend what is darker than the middle once more: in 32 photos of charts of seven public sources black was
        # darker than it should be beside the middle grey by 0.3 to 0.8 of ln(Y).
        self.toe = rng.uniform(1, 1.35)
        self.local = local * rng.uniform()


def surroundings(x):
    """How bright it is around each place: the mean of ln(luma), a tenth of the width to either side."""
    dark = np.log(np.maximum(x @ np.array([0.2126, 0.7152, 0.0722]), 1e-3))
    reach = x.shape[1] // 10
    for axis in (0, 1):
        padded = np.pad(dark, [(reach + 1, reach) if a == axis else (0, 0) for a in (0, 1)], mode="edge")
        total = np.cumsum(padded, axis)
        n = dark.shape[axis]
        dark = (np.take(total, np.arange(n) + 2 * reach + 1, axis) - np.take(total, np.arange(n), axis)) / (2 * reach + 1)
    return np.exp(dark)


def develop(camera, settings, spd, raw, rng):
    """Raw values, 1 for a white in full light -> 8 bit sRGB."""
    grey = camera.raw(np.ones_like(NM), spd)
    day = camera.anchors[1][0]
    gain = (grey / grey[1]) ** -settings.adaptation * (day / day[1]) ** -(1 - settings.adaptation) * settings.slip
    x = raw / grey[1] * gain
    x = x @ camera.matrix(grey).T
    luma = x @ np.array([0.2126, 0.7152, 0.0722])
    x = luma[..., None] + settings.saturation * (x - luma[..., None])
    x = np.maximum(x, 0) * settings.middle / 0.18
    if settings.local:
        x = x * (surroundings(x) / settings.middle)[..., None] ** -settings.local
    x = x + rng.normal(0, 1, x.shape) * settings.noise * np.sqrt(np.maximum(x, 0.01))
    x = np.maximum(x, 1e-6) / settings.middle
    x = settings.middle * x ** (settings.contrast * np.where(x < 1, settings.toe, 1))
    k = settings.shoulder
    x = np.where(x > k, k + (1 - k) * (1 - np.exp(-np.maximum(x - k, 0) / (1 - k))), x)
    x = np.clip(x, 0, 1)
    return np.round(255 * np.where(x <= 0.0031308, 12.92 * x, 1.055 * x ** (1 / 2.4) - 0.055)).astype(np.uint8)


# ---- scenes --------------------------------------------------------------------------------------

WIDTH, HEIGHT = 600, 430


def facing(rng, incidence, diffuse):
    """Light on a surface tilted by up to 10 degrees, over that on the skin."""
    tilt, turn = np.radians(rng.uniform(0, 10)), rng.uniform(0, 2 * np.pi)
    cos = np.cos(incidence) * np.cos(tilt) + np.sin(incidence) * np.sin(tilt) * np.cos(turn)
    return diffuse + (1 - diffuse) * cos / np.cos(incidence)


def blurred(image, sd):
    r = np.arange(-4, 5)
    k = np.exp(-(r / sd) ** 2 / 2)
    k /= k.sum()
    for axis in (0, 1):
        padded = np.pad(image, [(4, 4) if a == axis else (0, 0) for a in range(3)], mode="edge")
        image = sum(k[i] * np.take(padded, np.arange(image.shape[axis]) + i, axis) for i in range(9))
    return image


class Scene:
    """Places of a photo, and light on them. `skin` None: an earlier photo, of the chart alone."""

    def __init__(self, rng, away, tilted=True, steep=False):
        self.pitch = rng.uniform(17.5, 19.5)
        turn = np.radians(rng.uniform(-6, 6))
        self.axis = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        self.flip = rng.random() < 0.5  # the greys toward the skin, or away from it
        p = self.pitch
        self.chart = np.array([40 + 4 * p, rng.uniform(0.4, 0.6) * HEIGHT])
        self.card = self.chart + np.array([rng.uniform(-1, 1) * p, -4.4 * p if self.chart[1] > HEIGHT / 2 else 4.4 * p])
        self.upright = rng.random() < 0.5  # rows run down the photo
        reach = (2 if self.upright else 3) * p
        angle = np.radians(rng.uniform(-25, 25))
        self.skin = self.chart + np.array([reach + (away + 2.2) * p, 0])
        self.skin[1] += np.tan(angle) * (away + 2) * p
        self.skin[1] = np.clip(self.skin[1], 3 * p, HEIGHT - 3 * p)
        incidence, diffuse = np.radians(rng.uniform(10, 55)), rng.uniform(0.2, 0.7)
        self.facing = [facing(rng, incidence, diffuse) if tilted else 1 for _ in range(2)]
        # A lamp: the light falls by up to a fifth over the photo's width, as the inverse square of the distance does.
        fall, way = rng.uniform(0, 0.2), rng.uniform(0, 2 * np.pi)
        far = 1 / (1 / np.sqrt(1 - fall) - 1) if fall > 1e-3 else 1e3  # distance of the lamp, in photo widths
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
        along = ((x - WIDTH / 2) * np.cos(way) + (y - HEIGHT / 2) * np.sin(way)) / WIDTH
        self.light = (far / (far + along)) ** 2
        if steep:  # a window close by: 1.5 to 4 times from end to end of the chart; behind it the light goes on or levels off
            slope, on = np.log(rng.uniform(1.5, 4)) / (6 * p), p * (3 + rng.choice([rng.uniform(0, 3), 20]))
            along = (x - self.chart[0]) * np.cos(way) + (y - self.chart[1]) * np.sin(way)
            self.light = np.exp(-slope * np.clip(along, -on, on))
            self.light /= self.light[int(self.chart[1]), int(self.chart[0])]
        self.back = rng.uniform(0.1, 0.5)
        self.veil = rng.uniform(0, 0.03)
        self.sd = rng.uniform(0.6, 1.3)

    def corners(self, place, size):
        return [int(place[0] - size / 2), int(place[1] - size / 2), int(size), int(size)]

    def raw(self, rng, camera, spd, chart, card, skin):
        p = self.pitch
        back = np.full(len(NM), self.back) * np.exp(rng.normal(0, 0.25) * (NM - 550) / 150)
        surfaces = [back, np.full(len(NM), 0.03), card] + list(chart) + ([skin] if skin is not None else [])
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
        which, light = np.zeros((HEIGHT, WIDTH), int), self.light.copy()
        d = np.stack([x - self.chart[0], y - self.chart[1]], -1) @ self.axis.T / p
        col, row = (d[..., 1], -d[..., 0]) if self.upright else (d[..., 0], d[..., 1])
        if self.flip:
            col, row = -col, -row
        col, row = col + 3, row + 2
        frame = (col > -0.4) & (col < 6.4) & (row > -0.4) & (row < 4.4)
        inside = (col >= 0) & (col < 6) & (row >= 0) & (row < 4)
        inside &= (np.abs(col % 1 - 0.5) < 0.43) & (np.abs(row % 1 - 0.5) < 0.43)
        which[frame] = 1
        which[inside] = 3 + 6 * np.floor(row[inside]).astype(int) + np.floor(col[inside]).astype(int)
        light[frame] *= self.facing[0]
        d = np.stack([x - self.card[0], y - self.card[1]], -1) @ self.axis.T / p
        on_card = (np.abs(d[..., 0]) < 1.5) & (np.abs(d[..., 1]) < 1.3)
        which[on_card] = 2
        light[on_card] *= self.facing[1]
        if skin is not None:
            r = np.hypot((x - self.skin[0]) / (2.1 * p), (y - self.skin[1]) / (2.4 * p))
            which[r < 1] = len(surfaces) - 1
            light[r < 1] *= (1 - 0.1 * r[r < 1] ** 2)  # a head is round
        seen = camera.raw(np.array(surfaces), spd)[which] * light[..., None]
        return blurred(seen + self.veil * seen.mean((0, 1)), self.sd)

    def chart_grey(self, k):
        """The middle of grey k, 0 the white, in pixels."""
        col, row = k + 0.5 - 3, 3.5 - 2
        if self.flip:
            col, row = -col, -row
        d = np.array([-row, col] if self.upright else [col, row])
        return self.chart + self.pitch * (d @ self.axis)


def keep_photo(path, pixels, camera, quality, number):
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Measured", camera.name
    exif[0x0132] = "2025:01:01 10:%02d:%02d" % (number // 60 % 60, number % 60)
    Image.fromarray(pixels).save(path, quality=quality, subsampling=0 if quality > 92 else 2, exif=exif)


# ---- what the program says -----------------------------------------------------------------------


def program(args, *words):
    run = subprocess.run([args.program, *words], capture_output=True, text=True)
    return run


def ask(args, photo, skin, *words):
    run = program(args, "measure", *([photo] if photo else []), "--skin", "rect:%d,%d,%d,%d" % tuple(skin), "--json", "--no-config", *words)
    if run.returncode not in (0, 1):
        return None, run.stderr.strip().splitlines()[-1:] or ["?"]
    return json.loads(run.stdout), []


def render_scene(args, number, cameras, all_skins, batches):
    rng = np.random.default_rng(1000 * number + (0 if args.half == "fit" else 500))
    spectra, classes = all_skins
    light, camera = args.names[number % len(args.names)], cameras[number * 5 % len(cameras)]
    kind = int(rng.integers(0, 6))
    of_kind = [i for i in range(len(spectra)) if classes[i] == kind]
    of_kind = of_kind[(0 if args.half == "fit" else 1)::2]
    skin = spectra[of_kind[int(rng.integers(0, len(of_kind)))]]
    away, batch = rng.uniform(1, 10), int(rng.integers(0, 2))
    scene = Scene(rng, away, steep=args.fall == "steep")
    spd = light_named(light)
    contrast = rng.uniform(1, 1.3)
    chart = printed(rng, batches[batch])
    card = 0.18 * np.exp(rng.normal(0, 0.015) + rng.normal(0, 0.01) * (NM - 550) / 150)
    settings = Settings(rng, contrast, xyz_under(skin, spd)[1] / 2 + scene.back / 2, args.local)
    photo = os.path.join(args.keep, "%s-%05d.jpg" % (args.half, number))
    pixels = develop(camera, settings, spd, scene.raw(rng, camera, spd, chart, card, skin), rng)
    keep_photo(photo, pixels, camera, settings.quality, number)
    # The earlier photo: another day, half of the time in another light, another chart of either batch.
    other = light if rng.random() < 0.5 else args.names[int(rng.integers(0, len(args.names)))]
    spd = light_named(other)
    before = Scene(rng, 3)
    settings = Settings(rng, contrast, before.back, args.local)
    settings.saturation = 1.0
    chart = printed(rng, batches[int(rng.integers(0, 2))])
    earlier = photo.replace(".jpg", "-chart.jpg")
    keep_photo(earlier, develop(camera, settings, spd, before.raw(rng, camera, spd, chart, card, None), rng), camera,
               settings.quality, number + 7)
    facts = dict(number=number, camera=camera.name, light=light, kind=CLASSES[kind], away=away, batch=batch,
                 rect=scene.corners(scene.skin, 1.6 * scene.pitch), facing=float(scene.facing[0]), card_facing=float(scene.facing[1]), earlier=other)
    return photo, earlier, scene, skin, facts


def answers(args, photo, earlier, scene, truth):
    p = scene.pitch
    skin = scene.corners(scene.skin, 1.6 * p)
    card = "rect:%d,%d,%d,%d@18%%" % tuple(scene.corners(scene.card, 1.4 * p))
    profile = earlier.replace(".jpg", ".json")
    if os.path.exists(profile):
        os.remove(profile)
    saved = program(args, "chart", earlier, "--save", profile, "--quiet", "--no-config").returncode == 0
    white_lab = (96.5, 81.2, 66.8, 50.9, 35.7, 20.5)
    greys = []
    for k, L in enumerate(white_lab):
        Y = ((L + 16) / 116) ** 3
        greys += ["--grey", "rect:%d,%d,%d,%d@%.1f%%" % (*scene.corners(scene.chart_grey(k), 0.5 * p), 100 * Y)]
    ways = {"chart": [], "grey": ["--chart", "none", "--grey", card], "greys": ["--chart", "none", *greys],
            "nothing": ["--chart", "none"]}
    if saved:
        ways["camera grey"] = ["--chart", "none", "--camera", profile, "--grey", card]
        ways["camera"] = ["--chart", "none", "--camera", profile]
    out = {}
    for mode, words in ways.items():
        if args.modes and mode not in args.modes:
            continue
        said, why = ask(args, photo, skin, *words)
        if said is None:
            out[mode] = dict(refused=why[0])
            continue
        got, by = said["skin"], said["photos"][0]["correction"]
        lab = [got["lab"][k] for k in "Lab"] if isinstance(got["lab"], dict) else list(got["lab"])
        out[mode] = dict(lab=lab, de00=de2000(truth, lab), u95=got["u95_de00"], by=by)
    return out


# ---- shares --------------------------------------------------------------------------------------


def share(rows, mode):
    """How many of 100 truths lie within u95, and the standard error of that, cameras being what differs."""
    inside = {}
    for r in rows:
        a = r["answers"].get(mode)
        if a and "u95" in a:
            inside.setdefault(r["camera"], []).append(a["de00"] <= a["u95"])
    n = sum(len(v) for v in inside.values())
    if n == 0:
        return float("nan"), float("nan"), 0
    all_in = sum(sum(v) for v in inside.values()) / n
    off = [sum(v) - all_in * len(v) for v in inside.values()]
    return 100 * all_in, 100 * np.sqrt(np.sum(np.square(off))) / n, n


def report(rows, names):
    for mode in MODES:
        told = [r["answers"][mode] for r in rows if mode in r["answers"] and "u95" in r["answers"][mode]]
        refused = [r["answers"][mode]["refused"] for r in rows if mode in r["answers"] and "refused" in r["answers"][mode]]
        if not told:
            continue
        e, u = [a["de00"] for a in told], [a["u95"] for a in told]
        print("%-12s n %d, refused %d: dE00 median %.2f, p95 %.2f; u95 median %.2f; within %.1f %% (se %.1f)"
              % (mode, len(told), len(refused), np.median(e), np.quantile(e, 0.95), np.median(u), *share(rows, mode)[:2]))
        for what, values in (("light", names), ("kind", CLASSES)):
            print("   " + what.ljust(6) + "  ".join("%s %.0f (%.0f; u %.1f)" % (
                v, *share([r for r in rows if r[what] == v], mode)[:2],
                np.median([r["answers"][mode]["u95"] for r in rows if r[what] == v and "u95" in r["answers"].get(mode, {})]
                          or [float("nan")])) for v in values))
        for text in sorted(set(refused)):
            print("   refused %d: %s" % (refused.count(text), text[:150]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--scenes", type=int, default=120)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--half", choices=["fit", "held"], default="held")
    parser.add_argument("--lights", choices=["usual", "strange"], default="usual")
    parser.add_argument("--fall", choices=["usual", "steep"], default="usual", help="of the light over the photo")
    parser.add_argument("--local", type=float, default=0, help="most of the exponent by which places are evened out")
    parser.add_argument("--modes", nargs="*", help="of: " + ", ".join(MODES))
    parser.add_argument("--keep", help="folder for the photos, which stay")
    parser.add_argument("--rows", help="write every answer to this file, as JSON")
    args = parser.parse_args()
    if not DATA:
        sys.exit("SCALPTONE_DATA is not set")
    check_de2000()
    args.kept = args.keep is not None
    args.keep = args.keep or tempfile.mkdtemp()
    os.makedirs(args.keep, exist_ok=True)
    args.names = USUAL if args.lights == "usual" else STRANGE
    folder = os.path.join(DATA, "camera-sensitivities")
    files = sorted(f for f in os.listdir(folder) if f.endswith(".json"))[(0 if args.half == "fit" else 1)::2]
    cameras, all_skins, batches = [Camera(os.path.join(folder, f)) for f in files], skins(), charts()
    rows = []
    try:
        judge(args, cameras, all_skins, batches, rows)
    except KeyboardInterrupt:
        print("stopped after %d scenes" % len(rows))
    report(rows, args.names)
    if args.rows:
        with open(args.rows, "w") as f:
            json.dump(rows, f)


def judge(args, cameras, all_skins, batches, rows):
    for number in range(args.first, args.first + args.scenes):
        photo, earlier, scene, skin, facts = render_scene(args, number, cameras, all_skins, batches)
        truth = lab_under(skin, "D50")
        rows.append(dict(facts, truth=list(truth), answers=answers(args, photo, earlier, scene, truth)))
        if not args.kept:
            for path in (photo, earlier, earlier.replace(".jpg", ".json")):
                if os.path.exists(path):
                    os.remove(path)


if __name__ == "__main__":
    main()
