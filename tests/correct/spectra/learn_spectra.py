#!/usr/bin/env python3
"""Writes engine/correct/spectra/correct_spectra_table.c from what a fit leaves of simulated charts and of skins beside them.

    build/tests/correct/spectra/residuals 16 | python3 tests/correct/spectra/learn_spectra.py > engine/correct/spectra/correct_spectra_table.c

Needs numpy. What is not wholly known of a patch is filled in by what the others foretell, in turns with the directions.
"""
import sys

import numpy as np

PATCHES, SKINS, SCORES, TURNS, RIDGE = 24, 12, 6, 60, 1e-3


def read(lines):
    """Of each photo 48 residuals (NaN where unknown), and rows of L* and what is left of a*, b*, of skins and of hairs."""
    for line in lines:
        words = iter(line.split()[2:])
        left = []
        for _ in range(2 * PATCHES):
            word = next(words)
            left.append(float("nan") if word == "-" else float(word))
        beside = np.array([float(word) for word in words]).reshape(-1, 3)
        yield np.array(left), beside[:SKINS], beside[SKINS:]


def learn(photos):
    left = np.array([p[0] for p in photos])
    unknown, mean = np.isnan(left), np.nanmean(left, 0)
    filled = np.where(unknown, mean, left)
    for _ in range(TURNS):
        mean = filled.mean(0)
        u, s, v = np.linalg.svd(filled - mean, full_matrices=False)
        scores, direction = u[:, :SCORES] * s[:SCORES], v[:SCORES]
        filled = np.where(unknown, mean + scores @ direction, left)
    return mean, direction.T, s[:SCORES] ** 2 / len(left), foretold(scores, photos, 1, True), foretold(scores, photos, 2, False)


def foretold(scores, photos, which, by_level):
    """Least squares of what is left of skins or hairs, by 1 and scores, and, for skins, the same times (L* - 55)/20."""
    terms, off = [], []
    for z, photo in zip(scores, photos):
        for L, a, b in photo[which]:
            plain = np.concatenate([[1], z])
            terms.append(np.concatenate([plain, plain * (L - 55) / 20]) if by_level else plain)
            off.append([a, b])
    terms, off = np.array(terms), np.array(off)
    return np.linalg.solve(terms.T @ terms + RIDGE * len(terms) * np.eye(terms.shape[1]), terms.T @ off)


def rows(values):
    return "".join("        {" + ", ".join("%.4f" % x for x in row) + "},\n" for row in values)


def line(values):
    words, out = ["%.4f," % x for x in values], ""
    for i in range(0, len(words), 12):
        out += "        " + " ".join(words[i:i + 12]) + "\n"
    return out


def main():
    photos = list(read(sys.stdin))
    mean, direction, variance, skin, hair = learn(photos)
    print("/* correct_spectra_table.c - written by tests/correct/spectra/learn_spectra.py from %d simulated photos. */" % len(photos))
    print('#include "correct/spectra/correct_spectra.h"\n')
    print("const correct_spectra_table correct_spectra_colorchecker = {")
    print("    .mean = {\n%s    }," % line(mean))
    print("    .direction = {\n%s    }," % rows(direction))
    print("    .variance = {\n%s    }," % line(variance))
    print("    .skin = {\n%s    }," % rows(skin))
    print("    .hair = {\n%s    },\n};" % rows(hair))


if __name__ == "__main__":
    main()
