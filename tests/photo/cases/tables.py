"""Tables of readings, and lists of a batch, as instruments' programs and spreadsheets write them.

Each case is the same card; what is right follows from CGATS.17 (free form, comments behind #), from the program's own
habit, or from arithmetic: a surface that reflects R everywhere has L* = 116 R^(1/3) - 16 and no colour.
"""
import codecs
import json
import math
import sys

import lib

NAMES = ["%s%d%s" % (a, i, b) for a, b, n in (("N", "t", 6), ("N", "b", 6), ("S", "", 8)) for i in range(1, n + 1)] + [
    "R", "Y", "G", "C", "B", "M", "Brown", "Ash"]
LIGHT = {n: L for s in "tb" for n, L in zip(["N%d%s" % (i, s) for i in range(1, 7)], (95, 80, 66, 50, 35, 20))}
LABS = {n: (LIGHT.get(n, 70 - i), 0 if n in LIGHT else i - 12, 0 if n in LIGHT else 20 - i) for i, n in enumerate(NAMES)}
LABS["Brown"] = (38, 12, 18)


def xyz(lab_value):
    L, a, b = lab_value
    f = (L + 16) / 116
    return [w * (t ** 3 if t > 6 / 29 else 3 * (6 / 29) ** 2 * (t - 4 / 29)) for w, t in
            zip(lib.D50, (f + a / 500, f, f - b / 200))]


def smooth(name, nm):
    """A reflectance: flat for greys, a gentle slope with a bend for the others."""
    R = ((LABS[name][0] + 16) / 116) ** 3
    return R if name in LIGHT else R * (1 + 0.5 * math.tanh((nm - 560) / 60 + len(name) - 2))


def number(v, digits=4, comma="."):
    return ("%.*f" % (digits, v)).replace(".", comma)


def cgats(head=(), columns=("LAB_L", "LAB_A", "LAB_B"), values=LABS.get, first="CGATS.17", wrap=None, gap="\t", comma=".",
          names=None, extra=""):
    fields = ["SAMPLE_ID", "SAMPLE_NAME", *columns]
    lines = [first, 'ORIGINATOR "test"', *head, "NUMBER_OF_FIELDS %d" % len(fields), "BEGIN_DATA_FORMAT"]
    lines += [gap.join(fields)] if not wrap else [gap.join(fields[i:i + wrap]) for i in range(0, len(fields), wrap)]
    lines += ["END_DATA_FORMAT", "NUMBER_OF_SETS %d" % len(NAMES), "BEGIN_DATA"]
    for i, name in enumerate(names or NAMES):
        cells = [str(i + 1), '"%s"' % name, *(number(v, 5, comma) for v in values(name))]
        lines += [gap.join(cells)] if not wrap else [gap.join(cells[k:k + wrap]) for k in range(0, len(cells), wrap)]
    return "\n".join(lines + ["END_DATA", extra]) + "\n"


def csv(separator=",", comma=".", head="", columns=("LAB_L", "LAB_A", "LAB_B"), values=LABS.get, more=None):
    rows = [head + separator.join(("SAMPLE_NAME", *columns, *(more or ())))]
    rows += [separator.join((n, *(number(v, 4, comma) for v in values(n)), *((more or {}).values()))) for n in NAMES]
    return "\r\n".join(rows) + "\r\n"


def spectra(first, last, step, scale=1.0, prefix="SPECTRAL_NM"):
    n = int(round((last - first) / step)) + 1
    nm = [first + k * step for k in range(n)]
    name = (lambda v: "%s%d" % (prefix, round(v)))
    return [name(v) for v in nm], lambda patch: [scale * smooth(patch, v) for v in nm]


class Tables(lib.Cases):
    def __init__(self, title):
        super().__init__(title)
        done = self.run("card", "-o", self.path("card.svg"), "--description", self.path("card.json"))
        assert done.returncode == 0, done.stderr

    def measure(self, name, data):
        done = self.run("card", "measure", self.path(name, data), "--description", self.path("card.json"), "-o",
                        self.path("out.json"), "--force")
        if done.returncode:
            return done, None
        with open(self.path("out.json")) as f:
            return done, {p["name"]: p["lab"] for p in json.load(f)["patches"]}

    def table(self, name, text, wanted=LABS, encoding="ascii", near=0.01, refused=None):
        done, got = self.measure(name, text if isinstance(text, bytes) else text.encode(encoding))
        wrong = []
        if refused:
            if done.returncode != 5 or refused.lower() not in done.stderr.lower() or len(done.stderr.splitlines()) != 1:
                wrong.append("exit code %d, %r" % (done.returncode, done.stderr))
        elif got is None:
            wrong.append("exit code %d: %s" % (done.returncode, done.stderr.strip()))
        else:
            worst = max(wanted, key=lambda n: math.dist(got[n], wanted[n]))
            if not math.dist(got[worst], wanted[worst]) <= near:
                wrong.append("%s: %s, not %s" % (worst, got[worst], wanted[worst]))
        self.judge(name, wrong)
        return got


def told_first(c, fine, greys):
    """Programs of the Spectrolino write lines of their own, an empty one, then names as "CIE-Lab-L" and "380nm", in Latin 1."""
    columns, values = spectra(380, 730, 10)
    columns = [n.replace("SPECTRAL_NM", "") + "nm" for n in columns]
    labs, xyzs = ["CIE-Lab-L", "CIE-Lab-a", "CIE-Lab-b"], ["XYZ-X", "XYZ-Y", "XYZ-Z"]

    def head(light="D50", degrees="2", device="Spectrolino  10771"):
        return "Originator:\t\r\nDate:\t10/18/2005\r\nMeasuring device:\t%s\r\nMeasuring conditions:\t[%s,%s\xb0,ANSI T,No,Abs]\r\n\r\n" % (
            device, light, degrees)

    def body(names, of, gap="\t", column="SampleID"):
        rows = [gap.join([column, *names])]
        rows += [gap.join([n if column != "SampleID" else "%d" % (i + 1), *("%9.5f" % v for v in of(n))]) for i, n in enumerate(NAMES)]
        return "\r\n".join(rows) + "\r\n"
    c.table("told-lab.txt", head() + body(labs, LABS.get), encoding="latin-1")
    c.table("told-xyz.txt", head() + body(xyzs, lambda n: [100 * v for v in xyz(LABS[n])]), encoding="latin-1")
    c.table("told-both.txt", head() + body(xyzs + labs, lambda n: [100 * v for v in xyz(LABS[n])] + list(LABS[n])), encoding="latin-1")
    c.table("told-spectra.txt", head("D65", "10") + body(xyzs + labs + columns, lambda n: [1, 2, 3, 4, 5, 6, *values(n)]), fine or greys,
            encoding="latin-1", near=0.02)
    c.table("told-utf8.txt", head() + body(labs, LABS.get), encoding="utf-8")
    c.table("told-utf16.txt", head() + body(labs, LABS.get), encoding="utf-16")
    c.table("told-names.txt", head() + body(labs, LABS.get, column="SAMPLE_NAME"), encoding="latin-1")
    c.table("told-commas.csv", "Instrument,Spectrolino,10771\r\nOperator,x\r\n" + body(["L*", "a*", "b*"], LABS.get, ",", "name"))
    c.table("told-semicolons.csv", "Instrument;Spectrolino\r\n\r\n" + body(labs, LABS.get, ";").replace(".", ","))
    c.table("told-plain-tabs.txt", "Lot 17 of the card\r\n" + body(labs, LABS.get).replace("\t", ";"), refused="BEGIN_DATA")
    c.table("told-light.txt", head("D65") + body(labs, LABS.get), encoding="latin-1", refused="D50")
    c.table("told-observer.txt", head("D50", "10") + body(xyzs, lambda n: xyz(LABS[n])), encoding="latin-1", refused="D50")
    c.table("told-strange-light.txt", head("F11") + body(labs, LABS.get), encoding="latin-1", refused="D50")
    c.table("told-unknown-light.txt", head("Booth") + body(labs, LABS.get), encoding="latin-1", refused="not understood")
    c.table("told-illuminant.csv", "Illuminant,D65\r\nObserver,10\r\n" + body(labs, LABS.get, ","), refused="D50")
    c.table("told-nothing.txt", head() + body(["A", "B", "C"], LABS.get), encoding="latin-1", refused="needed")
    c.table("told-long.txt", "x,y\r\n" * 60 + body(labs, LABS.get, ","), refused="needed")
    plain = [n[:-2] for n in columns]
    c.table("bare.csv", body(plain, values, ",", "name"), fine or greys, near=0.02)
    c.table("bare-nm.csv", body([n + " nm" for n in plain], values, ";", "name"), fine or greys, near=0.02)
    c.table("bare-cgats.txt", cgats(columns=plain, values=values), fine or greys, near=0.02)
    c.table("bare-few.csv", body(plain[:9], lambda n: values(n)[:9], ",", "name"), refused="bands")


def further(c, fine):
    """Further spacings, scales and conditions, and UTF-16 of both ends in both kinds of file."""
    for name, args in (("3", (380, 728, 3)), ("7", (380, 737, 7)), ("15", (385, 730, 15)), ("from-395", (395, 705, 5)),
                       ("from-360", (360, 830, 10)), ("half", (400, 700, 2.5))):
        columns, values = spectra(*args)
        if fine:
            c.table("further-%s.txt" % name, cgats(columns=columns, values=values), fine, near=0.25 if name == "15" else 0.12)
    columns, values = spectra(380, 730, 10, 100.0)
    if fine:
        c.table("further-percent.csv", csv(";", ",", columns=columns, values=values), fine, near=0.12)
        c.table("further-utf16.csv", csv(columns=columns, values=values), fine, "utf-16", near=0.12)
    c.table("further-xyz-1.txt", cgats(columns=("XYZ_X", "XYZ_Y", "XYZ_Z"), values=lambda n: xyz(LABS[n])), near=0.1)
    c.table("further-xyz-100.csv", csv("\t", ",", columns=("XYZ_X", "XYZ_Y", "XYZ_Z"), values=lambda n: [100 * v for v in xyz(LABS[n])]),
            near=0.1)
    c.table("further-utf16-be.csv", codecs.BOM_UTF16_BE + csv(";", ",").encode("utf-16-be"))
    c.table("further-utf16-be-bare.txt", cgats().encode("utf-16-be"))
    for name, light, observer in (("d55", "D55", "2"), ("c", "C", "2"), ("a", "A", "2"), ("f2", "F2", "2"), ("d75", "D75", "10")):
        c.table("further-%s.txt" % name, cgats(['ILLUMINATION_NAME "%s"' % light, 'OBSERVER_ANGLE "%s"' % observer]), refused="D50")
    c.table("further-1964.txt", cgats(['ILLUMINANT "D50"', 'OBSERVER "CIE_1964_10"']), refused="D50")
    c.table("further-mixed.csv", csv(more={"Illuminant": "D50", "Observer": "10"}), refused="D50")


def habits(c):
    """Of the two forms alone: CGATS.17 is free (comments, any line ends, several tables, of which the first holds), and a cell
    of a spreadsheet may hold the end of a line between quotation marks (RFC 4180, 2.6), or blanks that do not break."""
    plain, rows = cgats(), "".join("%s,%s,%s,%s,\"x\ny\"\r\n" % (n, *LABS[n]) for n in NAMES)

    def numbers(form):
        lines = (line.split("\t") for line in plain.split("\n"))
        return "\n".join("\t".join(w[:2] + [form(v) for v in w[2:]]) if w[0].isdigit() else "\t".join(w) for w in lines)

    for name, text in (
            ("cr.txt", plain.replace("\n", "\r")), ("sets-fewer.txt", plain.replace("SETS 28", "SETS 20")),
            ("comments.txt", plain.replace("BEGIN_DATA\n", "BEGIN_DATA\n# 5\" wide\n\n")),
            ("first-of-two.txt", plain + cgats(values=lambda n: (50, 0, 0))),
            ("own-words.txt", plain.replace("NUMBER_OF_F", 'KEYWORD "OWN"\nOWN "BEGIN_DATA"\nNUMBER_OF_F', 1)),
            ("exponents.txt", numbers(lambda v: "%.6E" % float(v))), ("signs.txt", numbers(lambda v: "%+.5f" % float(v))),
            ("in-marks.txt", numbers(lambda v: '"%s"' % v)), ("low.txt", plain.lower().replace('"n', '"N').replace('"s', '"S')),
            ("behind.txt", "\n".join(l + "\t\t" if l[:1].isdigit() else l for l in plain.split("\n"))),
            ("aligned.txt", plain.replace("\t", "     ")), ("no-end.txt", plain[:plain.rindex("END_DATA")]),
            ("shuffled.txt", cgats(columns=("LAB_B", "LAB_L", "LAB_A"), values=lambda n: (LABS[n][2], *LABS[n][:2]))),
            ("spread.txt", cgats(columns=("LAB_L", "LAB_A", "LAB_B", "STDEV_L"), values=lambda n: (*LABS[n], 0.1))),
            ("lines-in-cells.csv", 'SAMPLE_NAME,LAB_L,LAB_A,LAB_B,"a\nnote"\r\n' + rows),
            ("lines-in-cells-cr.csv", ('SAMPLE_NAME,LAB_L,LAB_A,LAB_B,"a ""note"",\nof ""two"""\n' + rows).replace("\r\n", "\n")),
            ("ditto.csv", "SAMPLE_NAME,LAB_L,LAB_A,LAB_B,Note\n" + "".join("%s,%s,%s,%s,%s\n" % (n, *LABS[n], "x" if i < 2 else '"')
                                                                        for i, n in enumerate(NAMES))),
            ("lone-mark.csv", csv(more={"Note": '"open'})), ("inches.csv", csv(more={"Paper": '5" wide'}))):
        c.table("habits-" + name, text)
    c.table("habits-no-break.csv", csv(";", ",").replace(";", "\u00a0;\u00a0"), encoding="utf-8")


def main():
    c = Tables("tables: what instruments and spreadsheets write")
    # Conditions other than D50 and 2 degrees are refused in every habit, and D50 is read in the same.
    for name, head in (
            ("i1profiler", ['ILLUMINATION_NAME "%s"', 'OBSERVER_ANGLE "%s"', 'FILTER_STATUS "Unknown"']),
            ("i1profiler-m", ['MEASUREMENTSTYLE "M0"', 'ILLUMINATION_NAME\t"%s"', 'OBSERVER_ANGLE\t"%s"']),
            ("measuretool", ['MEASUREMENT_SOURCE "Illumination=%s ObserverAngle=%s degree WhiteBase=Absolute Filter=No"']),
            ("cgats", ['WEIGHTING_FUNCTION "ILLUMINANT, %s"', 'WEIGHTING_FUNCTION "OBSERVER, %s degree"']),
            ("argyll", ['ILLUMINANT "%s"', 'OBSERVER "CIE_19%s_2"']),
            ("profilemaker", ['KEYWORD "ILLUMINANT"', 'ILLUMINANT "%s"', 'KEYWORD "OBSERVER"', 'OBSERVER "%s"']),
            ("slash", ['COMPUTATIONAL_PARAMETER "%s/%s"']),
            ("babelcolor", ['# Illuminant: %s', '# Observer: %s deg.'])):
        def said(light, observer):
            text, left = "\n".join(head), [light, observer]
            return [(text % tuple(left[:text.count("%s")]))]
        c.table("ours-%s.txt" % name, cgats(said("D50", "31" if name == "argyll" else "2")))
        c.table("light-%s.txt" % name, cgats(said("D65", "31" if name == "argyll" else "2")), refused="D50")
        if name != "argyll":
            c.table("observer-%s.txt" % name, cgats(said("D50", "10")), refused="D50")
    c.table("rows.csv", csv(more={"Illuminant": "D65", "Observer": "10"}), refused="D50")
    c.table("rows-ours.csv", csv(more={"Illuminant": "D50", "Observer": "2"}))
    # Scales.
    c.table("xyz-100.txt", cgats(columns=("XYZ_X", "XYZ_Y", "XYZ_Z"), values=lambda n: [100 * v for v in xyz(LABS[n])]))
    c.table("xyz-1.csv", csv(columns=("XYZ_X", "XYZ_Y", "XYZ_Z"), values=lambda n: xyz(LABS[n])), near=0.1)
    c.table("lab-1.csv", csv(values=lambda n: [LABS[n][0] / 100, LABS[n][1] / 100, LABS[n][2] / 100]), refused="L*")
    # Spectra of any spacing: flat ones by arithmetic, the others as by 10 nm.
    greys = {n: (LIGHT[n], 0, 0) for n in LIGHT}
    fine = c.table("spectra-10.txt", cgats(columns=spectra(380, 730, 10)[0], values=spectra(380, 730, 10)[1]), greys, near=0.02)
    for name, args in (("1", (380, 780, 1)), ("2", (380, 730, 2)), ("4", (380, 780, 4)), ("5", (400, 700, 5)), ("20", (400, 700, 20)),
                       ("third", (380, 730, 10 / 3)), ("wide", (350, 1000, 5)), ("short", (420, 680, 10)),
                       ("percent", (380, 730, 10, 100.0)), ("nm", (380, 730, 10, 1.0, "nm")), ("spec", (380, 730, 10, 1.0, "SPEC_"))):
        columns, values = spectra(*args)
        if fine:
            c.table("spectra-%s.txt" % name, cgats(columns=columns, values=values), fine, near=0.35 if name in ("20", "short") else 0.12)
    c.table("spectra-cut.txt", cgats(columns=spectra(450, 650, 10)[0], values=spectra(450, 650, 10)[1]), refused="420 to 680")
    columns, values = spectra(380, 730, 10)
    c.table("spectra-and-lab.txt", cgats(['ILLUMINATION_NAME "D65"', 'OBSERVER_ANGLE "10"'], ("LAB_L", "LAB_A", "LAB_B", *columns),
                                         lambda n: [50, 60, 70, *values(n)]), greys, near=0.02)
    told_first(c, fine, greys)
    # Free form.
    c.table("wrapped.txt", cgats(wrap=2))
    c.table("wrapped-spectra.txt", cgats(columns=columns, values=values, wrap=7), greys, near=0.02)
    c.table("blanks.txt", cgats(gap="   "))
    c.table("comma-first.txt", cgats(first="CGATS.17, written by a spreadsheet"))
    c.table("tab-first.txt", cgats(first="CGATS.17\t\t"))
    c.table("other-first.txt", cgats(first="IT8.7/2"))
    c.table("comments.txt", cgats(['# a, comment; with\tall', 'DESCRIPTOR "a, b; c"', "", "  "]))
    c.table("keywords.txt", cgats(['KEYWORD "SampleID"', 'KEYWORD "ILLUMINANT_OF_BOOTH"']))
    c.table("decimal-comma.txt", cgats(comma=","))
    c.table("mac.txt", cgats().replace("\n", "\r"))
    c.table("dos.txt", cgats().replace("\n", "\r\n"))
    c.table("second-table.txt", cgats(extra="\nCGATS.17\nBEGIN_DATA_FORMAT\nA B\nEND_DATA_FORMAT\nBEGIN_DATA\n1 2\nEND_DATA"))
    # Spreadsheets.
    c.table("german.csv", csv(";", ","))
    c.table("tabs.csv", csv("\t"))
    c.table("tabs-german.csv", csv("\t", ","))
    c.table("sep.csv", csv(";", head="sep=;\r\n"))
    c.table("quoted.csv", "\r\n".join(",".join('"%s"' % x for x in r.split(",")) for r in csv().split("\r\n") if r) + "\r\n")
    c.table("excel.txt", csv("\t"), encoding="utf-16")
    c.table("excel-big.txt", codecs.BOM_UTF16_BE + cgats().encode("utf-16-be"))
    c.table("excel-no-mark.txt", cgats().encode("utf-16-le"))
    c.table("mark.csv", codecs.BOM_UTF8 + csv(";", ",").encode())
    c.table("mark.txt", codecs.BOM_UTF8 + cgats().encode())
    c.table("twice.csv", csv() + "\r\n".join(csv().split("\r\n")[1:]))
    c.table("exchanged.csv", csv(values=lambda n: LABS[{"N1t": "N2t", "N2t": "N1t"}.get(n, n)]), refused="darker")
    c.table("missing.csv", "\r\n".join(csv().split("\r\n")[:-3]) + "\r\n", refused="no reading")
    further(c, fine)
    # Lists of a batch: marks, UTF-16, ends of lines, comments.
    import png
    for name in "ab":
        c.path(name + ".png", png.png([png.srgb()]))
    listed = "a.png --chart none --skin rect:0,0,100%,100%\n"
    for name, text in (("bom", codecs.BOM_UTF8 + listed.encode()), ("utf16", ("\ufeff" + listed).encode("utf-16-le")),
                       ("utf16-big", ("\ufeff" + listed).encode("utf-16-be")), ("dos", listed.replace("\n", "\r\n").encode()),
                       ("mac", (listed + listed.replace("a", "b", 1)).replace("\n", "\r").encode()), ("open", listed.strip().encode()),
                       ("comment", b"# clients\n\n" + listed.encode())):
        done = c.run("measure", "--batch", c.path("list-%s.txt" % name, text), "--json", "--no-config")
        said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        count = 2 if name == "mac" else 1
        right = len(said) == count and all(abs(s["skin"]["lab"][0] - lib.lab(png.RGB)[0]) < 0.01 for s in said if "skin" in s)
        c.judge("list-%s.txt" % name, [] if right and done.returncode == 0 else ["%s %s" % (done.stdout[:200], done.stderr)])
    habits(c)
    return c.close()


if __name__ == "__main__":
    sys.exit(main())
