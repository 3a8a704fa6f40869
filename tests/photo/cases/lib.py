"""What file cases share: colour by the published formulas, bytes of ICC profiles, and the program asked.

Nothing of the engine is used to say what is right: sRGB by IEC 61966-2-1, Adobe RGB by its encoding of 2005, Display P3 by
SMPTE EG 432-1 with the curve of sRGB, matrices by SMPTE RP 177, Bradford to D50 by ICC.1:2022 annex E, Lab by CIE 15.
"""
import json
import os
import struct
import subprocess
import tempfile

SCALPTONE = os.environ.get("SCALPTONE", "build/scalptone")
D65, D50 = (0.3127, 0.3290), (0.9642, 1.0, 0.8249)
SRGB = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
ADOBE = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
BT2020 = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))

# ---- colour --------------------------------------------------------------------------------------


def apply(m, v):
    return [sum(m[i][k] * v[k] for k in range(3)) for i in range(3)]


def mul(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(3)) for j in range(3)] for i in range(3)]


def inverse(m):
    def minor(i, j):
        r, c = [k for k in range(3) if k != i], [k for k in range(3) if k != j]
        return (m[r[0]][c[0]] * m[r[1]][c[1]] - m[r[0]][c[1]] * m[r[1]][c[0]]) * (-1) ** (i + j)
    det = sum(m[0][j] * minor(0, j) for j in range(3))
    return [[minor(j, i) / det for j in range(3)] for i in range(3)]


def xyz_of(xy):
    return [xy[0] / xy[1], 1, (1 - xy[0] - xy[1]) / xy[1]]


def to_d50(primaries, white=D65):
    """Linear RGB -> XYZ, D50."""
    p = [[xyz_of(c)[i] * c[1] for c in primaries] for i in range(3)]
    scale = apply(inverse(p), xyz_of(white))
    m = [[p[i][j] * scale[j] for j in range(3)] for i in range(3)]
    there, here = apply(BRADFORD, D50), apply(BRADFORD, xyz_of(white))
    gains = [[there[i] / here[i] if i == j else 0 for j in range(3)] for i in range(3)]
    return mul(mul(inverse(BRADFORD), mul(gains, BRADFORD)), m)


def curve_srgb(v):
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


def curve_gamma(g):
    return lambda v: v ** g


def curve_bt709(v):
    return v / 4.5 if v < 0.081243 else ((v + 0.09929682680944) / 1.09929682680944) ** (1 / 0.45)


def lab(rgb, primaries=SRGB, curve=curve_srgb, top=255, white=D65):
    """D50, 2 degrees."""
    xyz = apply(to_d50(primaries, white), [curve(v / top) for v in rgb])
    f = [t ** (1 / 3) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29 for t in (a / b for a, b in zip(xyz, D50))]
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]


# ---- profiles ------------------------------------------------------------------------------------


def fixed(v):
    return struct.pack(">i", round(v * 65536))


def tag_xyz(v):
    return b"XYZ \0\0\0\0" + b"".join(fixed(x) for x in v)


def tag_gamma(g):  # curv with one entry is u8Fixed8 (ICC.1:2022, 10.6)
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(g * 256)) + b"\0\0"


TAG_SRGB = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + b"".join(
    fixed(x) for x in (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))


def profile(primaries=P3, trc=TAG_SRGB, space=b"RGB ", version=4, klass=b"mntr"):
    """A matrix profile, or one of greys; other spaces have no tags that they need."""
    tags = [(b"wtpt", tag_xyz(D50)), (b"cprt", b"mluc" + struct.pack(">5I", 0, 1, 12, 0x656E5553, 2) + struct.pack(">I", 28) + b"\0x")]
    tags.append((b"desc", b"mluc" + struct.pack(">5I", 0, 1, 12, 0x656E5553, 2) + struct.pack(">I", 28) + b"\0y"))
    if space == b"GRAY":
        tags.append((b"kTRC", trc))
    elif space == b"RGB ":
        m = to_d50(primaries)
        tags += [(n, tag_xyz([m[i][j] for i in range(3)])) for j, n in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))]
        tags += [(n, trc) for n in (b"rTRC", b"gTRC", b"bTRC")]
    at, table, data = 128 + 4 + 12 * len(tags), b"", b""
    for name, body in tags:
        body += b"\0" * (-len(body) % 4)
        table += name + struct.pack(">II", at + len(data), len(body))
        data += body
    head = struct.pack(">I4sI", at + len(data), b"lcms", version << 24) + klass + space + b"XYZ "
    head += struct.pack(">6H", 2025, 1, 1, 0, 0, 0) + b"acspAPPL" + b"\0" * 24 + b"".join(fixed(x) for x in D50)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


def exif(entries=(), sub=(), interop=None, order="<"):
    """A TIFF block: (tag, type, count, four bytes of value) each, the standard's offsets to the other directories."""
    def directory(items, at):
        out = struct.pack(order + "H", len(items))
        for tag, kind, count, value in sorted(items):
            out += struct.pack(order + "HHI", tag, kind, count) + value
        return out + b"\0\0\0\0"
    entries, sub = list(entries), list(sub)
    pointer = lambda v: struct.pack(order + "I", v)  # noqa: E731
    size = lambda n: 6 + 12 * n  # noqa: E731
    sub_at = 8 + size(len(entries) + bool(sub or interop))
    if interop:
        sub.append((0xA005, 4, 1, pointer(sub_at + size(len(sub) + 1))))
    if sub:
        entries.append((0x8769, 4, 1, pointer(sub_at)))
    out = (b"II*\0" if order == "<" else b"MM\0*") + pointer(8) + directory(entries, 8)
    if sub:
        out += directory(sub, sub_at)
    if interop:
        out += directory([(1, 2, 4, interop.encode() + b"\0")], 0)
    return out


def short(v, order="<"):
    return struct.pack(order + "HH", v, 0)


R03 = exif(sub=[(0xA001, 3, 1, short(0xFFFF))], interop="R03")

# ---- asking --------------------------------------------------------------------------------------


class Cases:
    """Files are written, the program is asked, and each answer is compared. Prints as tests/run.sh reads."""

    def __init__(self, title):
        self.title, self.folder, self.passed, self.failed = title, tempfile.TemporaryDirectory(), 0, 0

    def path(self, name, data=None):
        path = os.path.join(self.folder.name, name)
        if data is not None:
            with open(path, "wb") as f:
                f.write(data)
        return path

    def run(self, *words):
        return subprocess.run([SCALPTONE, *words], capture_output=True, text=True, cwd=self.folder.name)

    def judge(self, name, wrong):
        self.passed, self.failed = self.passed + (not wrong), self.failed + bool(wrong)
        if wrong:
            print("%s: %s: %s" % (self.title, name, "; ".join(wrong)))

    def photo(self, name, data, wanted, near=0.06, ignored=None, orientation=None, assumed=None, rect="25%,25%,50%,50%"):
        """`wanted`: the Lab of the middle, or an exit code."""
        done = self.run("measure", self.path(name, data), "--chart", "none", "--estimator", "mean", "--skin", "rect:" + rect,
                        "--json", "--no-config")
        wrong = []
        if isinstance(wanted, int):
            if done.returncode != wanted:
                wrong.append("exit code %d, not %d" % (done.returncode, wanted))
            if len(done.stderr.strip().splitlines()) != 1:
                wrong.append("says %r" % done.stderr)
        elif done.returncode != 0:
            wrong.append("exit code %d: %s" % (done.returncode, done.stderr.strip()))
        else:
            said = json.loads(done.stdout)
            got, photo, flags = said["skin"]["exact"]["lab"], said["photos"][0], [f["code"] for f in said["quality"]]
            if not max(abs(a - b) for a, b in zip(got, wanted)) <= near:
                wrong.append("Lab %s, not %s (%s)" % ([round(x, 2) for x in got], [round(x, 2) for x in wanted],
                                                      photo["profile"]))
            if ignored is not None and ("profile-ignored" in flags) != ignored:
                wrong.append("profile-ignored: %s" % (not ignored))
            if assumed is not None and ("no-profile" in flags) != assumed:
                wrong.append("no-profile: %s" % (not assumed))
            if orientation is not None and photo["orientation"] != orientation:
                wrong.append("orientation %d" % photo["orientation"])
        self.judge(name, wrong)

    def close(self):
        print("figure: %s: %d cases are right%s" % (self.title, self.passed, ", %d are not" % self.failed if self.failed else ""))
        print("%s %s" % ("not ok" if self.failed else "ok", self.title))
        self.folder.cleanup()
        return 1 if self.failed else 0
