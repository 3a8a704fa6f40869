#!/usr/bin/env python3
"""Close-ups of scalps beside a ColorChecker, rendered by code that shares nothing with the engine or tests/phantom.

    python3 tests/region/closeups.py build/scalptone --scenes 96 --half fit
    python3 tests/region/closeups.py build/scalptone --scenes 96 --half held --keep photos

Needs numpy and Pillow, and the reference data in $SCALPTONE_DATA. It is no part of the suite: a scene takes some five seconds.
Skins of measured spectra, cameras of measured sensitivities and charts of both batches are those of tests/correct/independent.py,
halved alike. Hairs are drawn one by one as tapered, bent, round fibres, alone or in twos and threes, of six colours, at 0.01 to
0.1 mm a pixel and 2 to 15 % of the area; the skin has freckles, blood, pores and furrows, light falls off and shines, a fifth
of the photos ends in cloth, and a phone blurs, maps tones by place, smooths, sharpens and compresses. The program gets the photo
and its scale. An answer is right where what it took for hair is stubble by 97 %, and where hair grows by 70 %.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "correct"))
import independent as ind  # noqa: E402
from independent import CLASSES, NM, de2000, lab_under, light_named, xyz_under  # noqa: E402

HAIRS = ["black", "dark brown", "brown", "blond", "grey", "red"]
COVERS = [(2, 4), (4, 7), (7, 10), (10, 15)]
SCALES = [(0.01, 0.02), (0.02, 0.04), (0.04, 0.07), (0.07, 0.1)]


def gauss(image, sd, axes=(0, 1)):
    if sd < 0.2:
        return image
    if sd > 12:  # coarse, then bigger
        k = int(sd // 5)
        h, w = image.shape[:2]
        small = resize(image, (max(w // k, 2), max(h // k, 2)))
        return resize(gauss(small, sd / k), (w, h))
    r = int(np.ceil(3 * sd))
    t = np.arange(-r, r + 1)
    k = np.exp(-(t / sd) ** 2 / 2).astype(np.float32)
    k /= k.sum()
    for axis in axes:
        n = image.shape[axis]
        pad = [(r, r) if a == axis else (0, 0) for a in range(image.ndim)]
        p = np.pad(image, pad, mode="edge")
        out = np.zeros_like(image)
        for i in range(2 * r + 1):
            sl = [slice(None)] * image.ndim
            sl[axis] = slice(i, i + n)
            out += k[i] * p[tuple(sl)]
        image = out
    return image


def resize(image, size):
    if image.ndim == 3:
        return np.stack([resize(image[..., c], size) for c in range(image.shape[2])], -1)
    return np.asarray(Image.fromarray(image.astype(np.float32), "F").resize(size, Image.BICUBIC))


def clouds(rng, h, w, size):
    """Smooth noise of unit sd whose features are `size` pixels."""
    size = max(size, 1.0)
    gh, gw = int(h / size) + 4, int(w / size) + 4
    small = rng.normal(0, 1, (gh, gw)).astype(np.float32)
    x = resize(small, (int(gw * size) + 1, int(gh * size) + 1))[:h, :w]
    if x.shape != (h, w):
        x = np.pad(x, [(0, h - x.shape[0]), (0, w - x.shape[1])], mode="edge")
    return x / max(x.std(), 1e-6)


def stamp(field, x, y, r, value, soft=0.5):
    """Adds a soft disc."""
    h, w = field.shape
    b = 2.3 * r + 2
    x0, x1, y0, y1 = int(x - b), int(x + b + 1), int(y - b), int(y + b + 1)
    x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, w), min(y1, h)
    if x0 >= x1 or y0 >= y1:
        return
    yy, xx = np.mgrid[y0:y1, x0:x1]
    d = np.hypot(xx - x, yy - y) / max(r, 0.3)
    field[y0:y1, x0:x1] += value * np.exp(-d ** 2 / (2 * soft)) * min(1.0, (r / 0.6) ** 2)


def hair_spectrum(rng, kind):
    """Smooth spectra: a melanin-like rise towards the red, set so that L* is what such hair has."""
    L, slope = {"black": (rng.uniform(11.5, 17), rng.uniform(0.05, 0.22)), "dark brown": (rng.uniform(17, 22), rng.uniform(0.2, 0.55)),
                "brown": (rng.uniform(22, 30), rng.uniform(0.4, 0.75)), "blond": (rng.uniform(36, 48), rng.uniform(0.35, 0.55)),
                "grey": (rng.uniform(48, 62), rng.uniform(0.03, 0.15)), "red": (rng.uniform(28, 39), rng.uniform(0.65, 0.9))}[kind]
    s = np.exp(slope * (NM - 560) / 100)
    s = s / (1 + 0.15 * (s - 1)) if slope > 1 else s
    Y = ((L + 16) / 116) ** 3
    return s * Y / ind.xyz_under(s, light_named("D50"))[1]


def hairs(rng, h, w, mm, density, length, thick, mask, lie, follicles):
    """Draws hairs as tapered cylinders. -> cover (0..1), along the width -1..1 weighted by cover, roots."""
    cover = np.zeros((h, w), np.float32)
    across = np.zeros((h, w), np.float32)
    roots = []
    per_unit = 1.0 if not follicles else 1.6
    n = rng.poisson(density / per_unit * (h * mm / 10) * (w * mm / 10))
    drawn = 0
    flow = rng.uniform(0, 2 * np.pi)
    for _ in range(n):
        cx, cy = rng.uniform(-0.02 * w, 1.02 * w), rng.uniform(-0.02 * h, 1.02 * h)
        yy, xx = int(np.clip(cy, 0, h - 1)), int(np.clip(cx, 0, w - 1))
        if rng.random() > mask[yy, xx]:
            continue
        together = 1 if not follicles else int(rng.choice([1, 2, 3], p=[0.5, 0.4, 0.1]))
        for _ in range(together):
            x, y = cx + rng.normal(0, 0.09 / mm) * (together > 1), cy + rng.normal(0, 0.09 / mm) * (together > 1)
            d = thick * np.clip(rng.lognormal(0, 0.15), 0.6, 1.5) / mm / 2
            l = length * np.clip(rng.lognormal(0, 0.25), 0.4, 2) / mm
            seen = l * (np.cos(lie) if rng.random() < 0.9 else rng.uniform(0.05, 1))
            a = flow + rng.normal(0, 0.35)
            bend = rng.normal(0, 0.12) * seen
            p0, p2 = np.array([x, y]), np.array([x + seen * np.cos(a), y + seen * np.sin(a)])
            p1 = (p0 + p2) / 2 + bend * np.array([-np.sin(a), np.cos(a)])
            t = np.linspace(0, 1, max(2, int(seen / max(3, d)) + 2))[:, None]
            line = (1 - t) ** 2 * p0 + 2 * t * (1 - t) * p1 + t ** 2 * p2
            r = d + 2
            x0, y0 = np.floor(line.min(0) - r).astype(int)
            x1, y1 = np.ceil(line.max(0) + r).astype(int) + 1
            x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, w), min(y1, h)
            if x0 >= x1 or y0 >= y1:
                continue
            gy, gx = np.mgrid[y0:y1, x0:x1].astype(np.float32)
            best = np.full(gx.shape, 1e9, np.float32)
            side = np.zeros(gx.shape, np.float32)
            width = np.full(gx.shape, d, np.float32)
            for i in range(len(line) - 1):
                ax, ay = line[i]
                bx, by = line[i + 1] - line[i]
                q = bx * bx + by * by + 1e-6
                u = np.clip(((gx - ax) * bx + (gy - ay) * by) / q, 0, 1)
                ex, ey = gx - ax - u * bx, gy - ay - u * by
                dist = np.hypot(ex, ey)
                nearer = dist < best
                best = np.where(nearer, dist, best)
                side = np.where(nearer, (bx * ey - by * ex) / np.sqrt(q), side)
                width = np.where(nearer, d * (1 - 0.35 * (i + u) / (len(line) - 1)), width)
            c = np.clip(width + 0.5 - best, 0, np.minimum(1, 2 * width))
            old = cover[y0:y1, x0:x1]
            new = 1 - (1 - old) * (1 - c)
            across[y0:y1, x0:x1] = np.where(c > 0.05, np.clip(side / np.maximum(width, 0.5), -1, 1), across[y0:y1, x0:x1])
            cover[y0:y1, x0:x1] = new
            drawn += 1
            roots.append((x, y, d))
    return cover, across, roots, drawn


def skin_texture(rng, h, w, mm, kind):
    """Melanin and blood as multiples of the optical density of each, surface lines, gloss weight."""
    melanin = 0.05 * clouds(rng, h, w, 3 / mm) + 0.03 * clouds(rng, h, w, 0.6 / mm)
    area = h * w * mm * mm / 100
    freckles = rng.poisson(area * [3, 5, 3, 2, 1.5, 1][kind] * rng.uniform(0, 1))
    for _ in range(freckles):
        stamp(melanin, rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0.15, 0.9) / mm, rng.uniform(0.1, 0.5))
    blood = 0.08 * clouds(rng, h, w, 4 / mm) + 0.04 * clouds(rng, h, w, 0.5 / mm)
    surface = np.zeros((h, w), np.float32)
    for _ in range(rng.poisson(area * rng.uniform(40, 110))):  # pores
        stamp(surface, rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0.03, 0.07) / mm, -rng.uniform(0.03, 0.12))
    spacing, depth = rng.uniform(0.25, 0.6) / mm, rng.uniform(0.01, 0.04)
    for k in range(3):  # furrows: the zero crossings of stretched noise
        n = clouds(rng, h, w, max(spacing, 1.5))
        surface -= depth * np.exp(-(n / 0.18) ** 2)
    grain = clouds(rng, h, w, max(0.05 / mm, 1)) * rng.uniform(0.004, 0.015)
    return melanin, blood, surface + grain


def chart_place(rng, h, w, pitch):
    turn = np.radians(rng.uniform(-8, 8)) + rng.choice([0, np.pi / 2])
    ax = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    half = np.abs(ax.T) @ np.array([3.5 * pitch, 2.5 * pitch])
    corner = rng.integers(0, 4)
    cx = half[0] * rng.uniform(0.9, 1.1) if corner % 2 == 0 else w - half[0] * rng.uniform(0.9, 1.1)
    cy = half[1] * rng.uniform(0.9, 1.1) if corner // 2 == 0 else h - half[1] * rng.uniform(0.9, 1.1)
    cx = np.clip(cx, half[0] + 2, w - half[0] - 2)
    cy = np.clip(cy, half[1] + 2, h - half[1] - 2)
    return np.array([cx, cy]), ax


class Phone:
    def __init__(self, rng):
        self.blur = rng.uniform(0.5, 1.1)
        self.noise = rng.uniform(0.002, 0.012)
        self.denoise = rng.uniform(0.3, 0.9)
        self.radius, self.amount = rng.uniform(0.8, 2.0), rng.uniform(0.2, 1.3)
        self.local = rng.uniform(0, 0.25)
        self.quality = int(rng.choice([85, 90, 94, 96]))


def edge_keeping(x, noise, strength):
    """Self-guided filter on luma, colour smoothed wider."""
    luma = x @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    m = gauss(luma, 1.3)
    v = gauss(luma * luma, 1.3) - m * m
    a = v / (v + (2.0 * noise) ** 2)
    y = a * luma + (1 - a) * m
    y = strength * y + (1 - strength) * luma
    chroma = gauss(x - luma[..., None], 1.2)
    return y[..., None] + chroma


def photograph(rng, camera, settings, phone, spd, raw):
    grey = camera.raw(np.ones_like(NM), spd)
    day = camera.anchors[1][0]
    gain = (grey / grey[1]) ** -settings.adaptation * (day / day[1]) ** -(1 - settings.adaptation) * settings.slip
    x = gauss((raw / grey[1] * gain).astype(np.float32), phone.blur)
    x = x * settings.middle / 0.18
    x = x + rng.normal(0, 1, x.shape).astype(np.float32) * phone.noise * np.sqrt(np.maximum(x, 0.01))
    x = x @ camera.matrix(grey).T.astype(np.float32)
    x = np.maximum(x, 1e-5)
    code = lambda v: np.where(v <= 0.0031308, 12.92 * v, 1.055 * np.maximum(v, 1e-6) ** (1 / 2.4) - 0.055)
    luma = x @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    # local tone mapping: dark surroundings are lifted
    wide = gauss(np.log(np.maximum(luma, 1e-3)), 60)
    x = x * np.exp(-phone.local * (wide - wide.mean()))[..., None]
    x = settings.middle * (x / settings.middle) ** settings.contrast
    k = settings.shoulder
    x = np.where(x > k, k + (1 - k) * (1 - np.exp(-np.maximum(x - k, 0) / (1 - k))), x)
    y = code(np.clip(x, 0, 1)).astype(np.float32)
    y = edge_keeping(y, phone.noise * 1.5, phone.denoise)
    luma = y @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    y = y + (phone.amount * (luma - gauss(luma, phone.radius)))[..., None]
    return np.round(255 * np.clip(y, 0, 1)).astype(np.uint8)


def scene(number, half, cameras, all_skins, batches, folder):
    rng = np.random.default_rng(7000 + 2 * number + (half == "held"))
    spectra, classes = all_skins
    kind = number % 6
    hair = HAIRS[(number // 6) % 6] if (number // 6) % 2 else ["black", "dark brown", "brown"][(number // 12) % 3]
    if kind >= 4 and hair in ("blond", "red"):
        hair = "black"
    of_kind = [i for i in range(len(spectra)) if classes[i] == kind][(0 if half == "fit" else 1)::2]
    skin = spectra[of_kind[int(rng.integers(0, len(of_kind)))]]
    cov_band = COVERS[int(rng.integers(0, 4))]
    scale_band = SCALES[int(rng.integers(0, 4))]
    mm = np.exp(rng.uniform(*np.log(scale_band)))
    aim = rng.uniform(*cov_band) / 100
    w, h = [(1200, 900), (1600, 1200), (2400, 1800)][int(rng.choice(3, p=[0.6, 0.34, 0.06]))]
    thick = rng.uniform(0.055, 0.095)
    lie = np.radians(rng.uniform(10, 75))
    density = rng.uniform(120, 280)
    length = aim / (density / 100 * thick * 0.83) / np.cos(lie)  # mm
    if length > 2.5:
        length = 2.5
        density = min(aim * 100 / (thick * 0.83 * length * np.cos(lie)), 320)
    light = ind.USUAL[int(rng.integers(0, 6))] if rng.random() < 0.4 else str(rng.choice(["D50", "D65", "LED-B3"]))
    spd = light_named(light)
    camera = cameras[int(rng.integers(0, len(cameras)))]
    hair_s = hair_spectrum(rng, hair)
    # Where hair grows: a soft hairline, or everywhere, at times thinning out.
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    way = rng.uniform(0, 2 * np.pi)
    along = ((x - w / 2) * np.cos(way) + (y - h / 2) * np.sin(way)) / w
    bald = rng.random() < 0.7
    edge = rng.uniform(-0.18, 0.12)
    soft = rng.uniform(0.01, 0.08)
    wobble = 0.03 * clouds(rng, h, w, w / 6)
    mask = 1 / (1 + np.exp(-(along + wobble - edge) / soft)) if bald else np.ones((h, w), np.float32)
    cover, across, roots, drawn = hairs(rng, h, w, mm, density, length, thick, mask, lie, rng.random() < 0.5)
    melanin, blood, surface = skin_texture(rng, h, w, mm, kind)
    # Raw colours: skin bent by melanin and blood, as channel exponents.
    base = camera.raw(skin, spd)
    od_m = -np.log(np.maximum(camera.raw(skin * np.exp(-((NM / 550) ** -3.3)), spd) / base, 1e-4))
    od_m = od_m * [0.5, 0.6, 0.6, 0.6, 0.5, 0.4][kind]
    band = np.exp(-((NM - 560) / 35) ** 2) + 1.5 * np.exp(-((NM - 420) / 25) ** 2) + 0.1
    od_b = -np.log(np.maximum(camera.raw(skin * np.exp(-0.6 * band), spd) / base, 1e-4))
    raw = base * np.exp(-melanin[..., None] * od_m - blood[..., None] * od_b + surface[..., None])
    raw = raw.astype(np.float32)
    root_dark, shadow_k = rng.uniform(0, 0.10), rng.uniform(0, 0.12)
    under = np.zeros((h, w), np.float32)
    if root_dark > 0.02:
        for rx, ry, d in roots:
            stamp(under, rx, ry, 1.6 * d, root_dark)
    sh = gauss(np.roll(cover, (int(round(0.05 / mm)), int(round(0.04 / mm))), (0, 1)), max(0.05 / mm, 0.6))
    raw *= (1 - np.clip(under, 0, 0.3) - shadow_k * np.minimum(sh * 1.5, 1))[..., None]
    profile = 1 + 0.25 * (np.sqrt(np.maximum(1 - across ** 2, 0)) - np.pi / 4)  # cylinder: brighter in the middle
    fibre = camera.raw(hair_s, spd).astype(np.float32) * profile[..., None]
    glint = rng.uniform(0, 0.02) * np.exp(-((across - rng.uniform(-0.5, 0.5)) / 0.25) ** 2)
    white = camera.raw(np.ones_like(NM), spd).astype(np.float32)
    fibre = fibre + glint[..., None] * white
    # Light: a lamp and the round head.
    turn = rng.uniform(0, 2 * np.pi)
    t = ((x - w / 2) * np.cos(turn) + (y - h / 2) * np.sin(turn)) / w
    shading = 1 + rng.uniform(0, 0.3) * t - rng.uniform(0, 0.25) * ((x / w - 0.5) ** 2 + (y / w - 0.4) ** 2)
    gx, gy = rng.uniform(0, w), rng.uniform(0, h)
    lobe = np.exp(-(((x - gx) / w) ** 2 + ((y - gy) / w) ** 2) / (2 * rng.uniform(0.1, 0.3) ** 2))
    gloss = rng.uniform(0, 0.05) * lobe * np.clip(1 + 12 * surface, 0, 3)
    covered = cover[..., None]
    raw = ((raw + gloss[..., None] * white) * (1 - covered) + fibre * covered) * shading[..., None]
    # Something else in a fifth of the photos: cloth or table at one side.
    skin_area = np.ones((h, w), bool)
    if rng.random() < 0.2:
        side = (x * np.cos(way + 2.2) + y * np.sin(way + 2.2)) / w
        cut = np.quantile(side, rng.uniform(0.82, 0.93))
        other = side > cut
        c = rng.uniform(0.03, 0.7) * np.exp(rng.normal(0, 0.3, 3))
        weave = 1 + 0.05 * np.sin(x * 2 * np.pi / max(0.5 / mm, 4)) * np.sin(y * 2 * np.pi / max(0.5 / mm, 4))
        raw[other] = (c * white * weave[..., None])[other] * rng.uniform(0.6, 1)
        skin_area &= ~other
    # The chart, with a black frame, its paper's rim and a soft shadow beside it.
    pitch = rng.uniform(50, 95) * w / 1600
    centre, ax = chart_place(rng, h, w, pitch)
    batch = int(rng.integers(0, 2))
    chart = ind.printed(rng, batches[batch])
    colours = camera.raw(np.concatenate([chart, np.full((1, len(NM)), 0.03), np.full((1, len(NM)), 0.6)]), spd)
    d = np.stack([x - centre[0], y - centre[1]], -1) @ ax.T / pitch
    col, row = d[..., 0] + 3, d[..., 1] + 2
    rim = (col > -0.42) & (col < 6.42) & (row > -0.42) & (row < 4.42)
    frame = (col > -0.35) & (col < 6.35) & (row > -0.35) & (row < 4.35)
    inside = (col >= 0) & (col < 6) & (row >= 0) & (row < 4) & (np.abs(col % 1 - 0.5) < 0.43) & (np.abs(row % 1 - 0.5) < 0.43)
    lift = rng.uniform(0, 0.3)
    near = gauss(np.roll(rim.astype(np.float32), (int(pitch * 0.06), int(pitch * 0.05)), (0, 1)), pitch * 0.08)
    raw *= (1 - lift * near)[..., None]
    which = np.full((h, w), 24)
    which[rim & ~frame] = 25 if rng.random() < 0.5 else 24
    which[inside] = 6 * np.floor(row[inside]).astype(int) + np.floor(col[inside]).astype(int)
    raw[rim] = (colours[which[rim]] * (shading * rng.uniform(0.92, 1.06))[rim][:, None])
    veil = rng.uniform(0, 0.015)
    raw = raw + veil * raw.mean((0, 1))
    settings = ind.Settings(rng, rng.uniform(1, 1.25), xyz_under(skin, spd)[1])
    phone = Phone(rng)
    pixels = photograph(rng, camera, settings, phone, spd, raw)
    path = os.path.join(folder, "%s-%04d.jpg" % (half, number))
    Image.fromarray(pixels).save(path, quality=phone.quality, subsampling=2 if rng.random() < 0.7 else 0)
    area = skin_area & ~rim
    core = area & (mask > 0.8)
    kinds = np.zeros((h, w), np.uint8)
    kinds[area & (mask >= 0.3)] = 1   # stubble
    kinds[area & (mask < 0.3)] = 2    # sparse or bare
    kinds[~skin_area] = 3
    kinds[rim] = 4
    return dict(number=number, photo=path, kind=CLASSES[kind], hair=hair, mm=float(mm), px=float(thick / mm), truth=kinds,
                cover=float(cover[core].mean()) if core.any() else 0.0, strand=lab_under(hair_s, "D50"))


# ---- what the program says -----------------------------------------------------------------------


def ask(program, t):
    masks = t["photo"].replace(".jpg", "-masks.png")
    words = ["measure", t["photo"], "--json", "--no-config", "--masks", masks, "--force", "--scale", "%.5f" % t["mm"]]
    run = subprocess.run([program, *words], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        return dict(refused=(run.stderr.strip().splitlines() or ["?"])[-1])
    said = json.loads(run.stdout)
    hair, labels = said["hair"], np.asarray(Image.open(masks))
    of_hair = max(int((labels == 2).sum()), 1)
    share = [float(((labels == 2) & (t["truth"] == k)).sum()) / of_hair for k in range(5)]
    return dict(right=hair["kind"] == "stubble" and share[1] + share[2] > 0.97 and share[1] > 0.7, at_chart=share[4],
                skin_at_chart=float(((labels == 1) & (t["truth"] == 4)).sum()) / max(int((labels == 1).sum()), 1),
                doubted=any(f["code"] == "region-unsure" for f in said["quality"]), u95=hair["u95_de00"],
                off=de2000(t["strand"], hair["strand_lab"]), cover=hair["coverage"] / t["cover"] if hair["coverage"] else None)


def line(name, rows):
    told = [r for r in rows if r.get("right")]
    if not rows:
        return
    off, u95 = [r["off"] for r in told], [r["u95"] for r in told]
    inside = sum(o <= u for o, u in zip(off, u95))
    print("%-14s n %3d, right %3d, of these doubted %2d; strand off by %.1f (median), %.1f (95 %%), stated %.1f, inside %d; coverage "
          "%.2f times" % (name, len(rows), len(told), sum(r["doubted"] for r in told), *([np.median(off), np.quantile(off, 0.95),
                          np.median(u95)] if told else [np.nan] * 3), inside,
                          np.median([r["cover"] for r in told if r["cover"]] or [np.nan])))


def report(rows):
    line("all", rows)
    for k in CLASSES:
        line(k, [r for r in rows if r["kind"] == k])
    for k in HAIRS:
        line(k, [r for r in rows if r["hair"] == k])
    for a, b in COVERS:
        line("%d to %d %%" % (a, b), [r for r in rows if a <= 100 * r["true_cover"] < b])
    for a, b in SCALES:
        line("%.2f to %.2f" % (a, b), [r for r in rows if a <= r["mm"] < b])
    for r in rows:
        if "refused" in r:
            print("refused %d: %s" % (r["number"], r["refused"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--half", choices=["fit", "held"], default="held")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--scenes", type=int, default=96)
    parser.add_argument("--keep", help="folder for the photos, which stay")
    args = parser.parse_args()
    if not ind.DATA:
        sys.exit("SCALPTONE_DATA is not set")
    folder = os.path.join(ind.DATA, "camera-sensitivities")
    files = sorted(f for f in os.listdir(folder) if f.endswith(".json"))[(0 if args.half == "fit" else 1)::2]
    cameras, skins, batches, rows = [ind.Camera(os.path.join(folder, f)) for f in files], ind.skins(), ind.charts(), []
    with tempfile.TemporaryDirectory() as scratch:
        keep = args.keep or scratch
        os.makedirs(keep, exist_ok=True)
        for n in range(args.first, args.first + args.scenes):
            t = scene(n, args.half, cameras, skins, batches, keep)
            facts = dict(number=n, kind=t["kind"], hair=t["hair"], mm=t["mm"], true_cover=t["cover"])
            rows.append(dict(facts, **ask(args.program, t)))
    report(rows)


if __name__ == "__main__":
    main()
