#!/usr/bin/env python3
"""Pairs of photos, one with the flash and one without: does the bound that is stated hold the truth?

    python3 tests/correct/independent_flash.py build/scalptone --scenes 120 --half held

The scenes, cameras and skins are those of tests/correct/independent.py, which shares no code with the engine. Here two lamps of
different colours light each scene from two sides, so that no one correction is right everywhere, and the telephone's flash (a
white LED beside the lens) adds a quarter to two thirds of the light. Exposure and balance are locked between the two photos, and
the second lies up to two pixels beside the first. What the program says of the pair is compared with the Lab of the spectrum,
beside what it says of the photo without the flash alone. It is no part of the suite: a scene takes two seconds.
"""
import argparse
import os
import sys
import tempfile

import independent as ind
import numpy as np

MODES = ["flash camera grey", "flash camera", "flash grey", "plain camera grey", "plain grey"]
LAMPS = ["A", "FL2", "FL11", "LED-B1", "D50", "D65"]
FLASHES = ["LED-B3", "LED-B5", "LED-V1"]


def lamp_field(rng):
    """How the light of a lamp at one side falls over the photo."""
    y, x = np.mgrid[0:ind.HEIGHT, 0:ind.WIDTH]
    way, fall = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 0.8)
    along = ((x - ind.WIDTH / 2) * np.cos(way) + (y - ind.HEIGHT / 2) * np.sin(way)) / ind.WIDTH
    return np.exp(fall * along)


def flash_field(rng):
    """From beside the lens: weaker towards the corners, and with the distance of a head that is not held straight."""
    y, x = np.mgrid[0:ind.HEIGHT, 0:ind.WIDTH]
    r2 = ((x - ind.WIDTH / 2) ** 2 + (y - ind.HEIGHT / 2) ** 2) / ind.WIDTH ** 2
    way, tilt = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.1)
    along = ((x - ind.WIDTH / 2) * np.cos(way) + (y - ind.HEIGHT / 2) * np.sin(way)) / ind.WIDTH
    return np.exp(-rng.uniform(0.2, 0.6) * r2 - tilt * along)


def furniture(rng, scene):
    """What else is in view: boxes lighter and darker than the wall, none of them on skin or card. Pairs are laid on each other
    by such things."""
    y, x = np.mgrid[0:ind.HEIGHT, 0:ind.WIDTH]
    out = np.ones((ind.HEIGHT, ind.WIDTH))
    for _ in range(60):
        left, top = rng.uniform(-60, ind.WIDTH), rng.uniform(-60, ind.HEIGHT)
        wide, high = rng.uniform(20, 90, 2)
        out[(x > left) & (x < left + wide) & (y > top) & (y < top + high)] *= np.exp(rng.normal(0, 0.4))
    p = scene.pitch
    out[np.hypot(x - scene.skin[0], y - scene.skin[1]) < 3 * p] = 1
    out[np.hypot(x - scene.card[0], y - scene.card[1]) < 2.5 * p] = 1
    return out


def lit(scene, seed, camera, spd, field, facing, things):
    """The scene in one light; the same seed gives the same surfaces."""
    scene.light, scene.facing = field, facing
    return scene.raw(np.random.default_rng(seed), camera, spd, *things)


def shifted(raw, dx, dy):
    return np.roll(np.roll(raw, dx, 1), dy, 0)


def render_pair(args, number, cameras, all_skins, batches):
    rng = np.random.default_rng(7000 * (number + 1) + (0 if args.half == "fit" else 3))
    spectra, classes = all_skins
    camera, kind = cameras[number * 5 % len(cameras)], number % 6
    of_kind = [i for i in range(len(spectra)) if classes[i] == kind][(0 if args.half == "fit" else 1)::2]
    skin = spectra[of_kind[int(rng.integers(0, len(of_kind)))]]
    scene = ind.Scene(rng, rng.uniform(1, 6))
    contrast = rng.uniform(1, 1.3)
    card = 0.18 * np.exp(rng.normal(0, 0.015) + rng.normal(0, 0.01) * (ind.NM - 550) / 150)
    chart = ind.printed(rng, batches[int(rng.integers(0, 2))])
    scene.chart = np.array([-1000.0, 0.0])  # only the earlier photo shows one
    things = (chart, card, skin)
    names = [str(n) for n in rng.choice(LAMPS, 2, replace=False)]
    flash_name, share = str(rng.choice(FLASHES)), rng.uniform(0.25, 0.67)
    spds = [ind.light_named(n) for n in names + [flash_name]]
    seed, ambient, room = int(rng.integers(1 << 30)), 0, furniture(rng, scene)
    for spd in spds[:2]:
        ambient = ambient + (1 - share) / 2 * lit(scene, seed, camera, spd, room * lamp_field(rng), scene.facing[::-1], things)
    flash = share * lit(scene, seed, camera, spds[2], room * flash_field(rng), [1, 1], things)
    settings = ind.Settings(rng, contrast, ind.xyz_under(skin, spds[2])[1] / 2 + scene.back / 2)
    mean = (1 - share) / 2 * (spds[0] + spds[1]) + share * spds[2]
    paths = [os.path.join(args.keep, "%s-%05d-%s.jpg" % (args.half, number, w)) for w in ("flash", "none", "chart")]
    dx, dy = (int(v) for v in rng.integers(-2, 3, 2))
    for path, raw in zip(paths, (ambient + flash, shifted(ambient, dx, dy))):
        ind.keep_photo(path, ind.develop(camera, settings, mean, raw, rng), camera, settings.quality, number)
    before = ind.Scene(rng, 3)
    spd = ind.light_named(flash_name if rng.random() < 0.5 else "D65")
    earlier = ind.Settings(rng, contrast, before.back)
    earlier.saturation = 1.0
    raw = before.raw(rng, camera, spd, ind.printed(rng, batches[int(rng.integers(0, 2))]), card, None)
    ind.keep_photo(paths[2], ind.develop(camera, earlier, spd, raw, rng), camera, settings.quality, number + 7)
    facts = dict(number=number, camera=camera.name, light="+".join(sorted(names)), kind=ind.CLASSES[kind], share=share)
    return paths, scene, skin, facts


def answers(args, paths, scene, truth):
    p = scene.pitch
    skin = scene.corners(scene.skin, 1.6 * p)
    grey = ["--grey", "rect:%d,%d,%d,%d@18%%" % tuple(scene.corners(scene.card, 1.4 * p))]
    profile = paths[2].replace(".jpg", ".json")
    saved = ind.program(args, "chart", paths[2], "--save", profile, "--quiet", "--no-config").returncode == 0
    pair, plain, camera = ["--flash", paths[0], "--no-flash", paths[1]], [paths[1]], ["--camera", profile]
    ways = {"flash grey": pair + grey, "plain grey": plain + grey}
    if saved:
        ways.update({"flash camera grey": pair + camera + grey, "flash camera": pair + camera,
                     "plain camera grey": plain + camera + grey})
    out = {}
    for mode, words in ways.items():
        said, why = ind.ask(args, None, skin, "--chart", "none", *words)
        if said is None:
            out[mode] = dict(refused=why[0])
            continue
        got = said["skin"]
        lab = [got["lab"][k] for k in "Lab"] if isinstance(got["lab"], dict) else list(got["lab"])
        out[mode] = dict(lab=lab, de00=ind.de2000(truth, lab), u95=got["u95_de00"])
    if os.path.exists(profile):
        os.remove(profile)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--scenes", type=int, default=60)
    parser.add_argument("--half", choices=["fit", "held"], default="held")
    parser.add_argument("--keep", help="folder for the photos, which stay")
    args = parser.parse_args()
    if not ind.DATA:
        sys.exit("SCALPTONE_DATA is not set")
    ind.check_de2000()
    kept, args.keep = args.keep, args.keep or tempfile.mkdtemp()
    os.makedirs(args.keep, exist_ok=True)
    folder = os.path.join(ind.DATA, "camera-sensitivities")
    files = sorted(f for f in os.listdir(folder) if f.endswith(".json"))[(0 if args.half == "fit" else 1)::2]
    cameras, all_skins, batches = [ind.Camera(os.path.join(folder, f)) for f in files], ind.skins(), ind.charts()
    rows = []
    for number in range(args.scenes):
        paths, scene, skin, facts = render_pair(args, number, cameras, all_skins, batches)
        rows.append(dict(facts, answers=answers(args, paths, scene, ind.lab_under(skin, "D50"))))
        for path in paths if not kept else []:
            os.remove(path)
    ind.MODES = MODES
    ind.report(rows, sorted({r["light"] for r in rows}))


if __name__ == "__main__":
    main()
