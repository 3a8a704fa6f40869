"""Puts the studio's own part together: a page without its engine, and the script of the worker in which the engine runs.

    python3 build.py PACKAGE FOLDER UNPACKER    writes page.html and worker.js into FOLDER

PACKAGE is build/js, as `make wasm` leaves it; UNPACKER is what undoes a stream of pack/, as WebAssembly. The page's script, its words and
its styles stand in the file as they are, so that it is painted before anything is undone; each is named in its policy by a hash. What is
left open, {{code}}, {{text}} and {{sizes}}, is filled in by the package itself (bindings/js/src/studio-node.js): engine and worker as two
streams of pack/ in letters, which src/engine/unpack.js has undone, because a browser undoes nothing as small.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Tuple

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
PAGE = TOP / "engine" / "report" / "page"
IMPORT = re.compile(r'^import\s+(?:\{([^}]*)\}|\*\s+as\s+(\w+))\s+from\s+"([^"]+)";\n', re.M)
FORWARD = re.compile(r'^export\s+(?:\{([^}]*)\}|\*)\s+from\s+"([^"]+)";\n', re.M)
TOP = re.compile(r"^(?:async )?(?:function\*?|class|const|let) +(\w+)", re.M)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.M)


class Module:
    """One module: what it says, whom it needs, and under which names."""

    def __init__(self, text: str) -> None:
        self.imports = [(pairs(names), space, source) for names, space, source in IMPORT.findall(text)]
        self.forwards = [(pairs(names), source) for names, source in FORWARD.findall(text)]
        text = FORWARD.sub("", IMPORT.sub("", text))
        self.own = re.findall(r"^export (?:async )?(?:function\*?|class|const|let) +(\w+)", text, re.M)
        self.text = EXPORT.sub("", text)


class Bundle:
    """Modules as one script, each after those that it needs, in a scope of its own. Those that need each other share one."""

    def __init__(self, package: Path, entry: Path) -> None:
        self.package = package
        self.modules: Dict[Path, Module] = {}
        self.groups: List[List[Path]] = []
        self.index: Dict[Path, int] = {}
        self.low: Dict[Path, int] = {}
        self.open: List[Path] = []
        self.visit(entry)
        self.number = {path: i for i, group in enumerate(self.groups) for path in group}
        while self.leave_out():
            pass

    def find(self, path: str, origin: Path) -> Path:
        if path.startswith("scalptone/"):
            return self.package / path[len("scalptone/"):]
        return (origin.parent / path).resolve()

    def needs(self, path: Path) -> List[Path]:
        module = self.modules[path]
        return [self.find(source, path) for *_, source in module.imports] + [self.find(source, path) for _, source in module.forwards]

    def visit(self, path: Path) -> None:
        """R. Tarjan (1972), Depth-first search and linear graph algorithms: groups come after all that they need."""
        self.modules[path] = Module(without_comments(path.read_text(encoding="utf-8")))
        self.index[path] = self.low[path] = len(self.index)
        self.open.append(path)
        for other in self.needs(path):
            if other not in self.index:
                self.visit(other)
                self.low[path] = min(self.low[path], self.low[other])
            elif other in self.open:
                self.low[path] = min(self.low[path], self.index[other])
        if self.low[path] == self.index[path]:
            at = self.open.index(path)
            self.groups.append(self.open[at:][::-1])
            del self.open[at:]

    def leave_out(self) -> int:
        """Leaves out functions that nobody imports and their own module does not name; says how many."""
        wanted = {(self.find(source, path), there) for path, module in self.modules.items()
                  for names, source in [(names, source) for names, _, source in module.imports] + module.forwards for there, _ in names}
        spaces = {self.find(source, path) for path, module in self.modules.items() for _, space, source in module.imports if space}
        spaces |= {self.find(source, path) for path, module in self.modules.items() for names, source in module.forwards if not names}
        left = 0
        for path, module in self.modules.items():
            for name in [name for name in module.own if path not in spaces and (path, name) not in wanted]:
                if len(re.findall(r"(?<![\w$])%s(?![\w$])" % re.escape(name), module.text)) == 1:
                    found = re.search(r"^(?:async )?function\*? %s\(.*?^\}\n" % re.escape(name), module.text, re.M | re.S)
                    if found:
                        module.text = module.text[:found.start()] + module.text[found.end():]
                        module.own.remove(name)
                        left += 1
            module.imports = [([(there, here) for there, here in names if re.search(r"(?<![\w$])%s(?![\w$])" % re.escape(here), module.text)], space, source)
                              for names, space, source in module.imports]
        return left

    def exported(self, path: Path) -> List[Tuple[str, str]]:
        """(its name as an expression, the name that others know it by)."""
        found = [(name, name) for name in self.modules[path].own]
        for names, source in self.modules[path].forwards:
            other = self.find(source, path)
            for there, here in names or [(name, name) for _, name in self.exported(other)]:
                found.append(("$%d.%s" % (self.number[other], there), here))
        return found

    def scope(self, number: int, group: List[Path]) -> str:
        taken: Dict[str, str] = {}
        exported = []
        for path in group:
            module = self.modules[path]
            for names, space, source in module.imports:
                other = self.number[self.find(source, path)]
                if other == number:
                    if [pair for pair in names if pair[0] != pair[1]] or space:
                        raise SystemExit("build.py: %s renames what it shares a scope with" % path.name)
                elif space:
                    taken[space] = "$%d" % other
                else:
                    taken.update({here: "$%d.%s" % (other, there) for there, here in names})
            exported += self.exported(path)
        texts = [self.modules[path].text for path in group]
        tops = [name for text in texts for name in TOP.findall(text)]
        if len(group) > 1 and len(tops) != len(set(tops)):
            raise SystemExit("build.py: a name stands twice in %s" % ", ".join(path.name for path in group))
        given = ", ".join("get %s() { return %s; }" % (name, at) for at, name in exported)
        return "const $%d = (() => {\n%s\n%sreturn { %s };\n})();\n" % (number, "".join("const %s = %s;" % row for row in sorted(taken.items())), "".join(texts), given)

    def text(self) -> str:
        whole = "".join(self.scope(number, group) for number, group in enumerate(self.groups))
        return without_spaces('"use strict";\n' + re.sub(r"([{,(\[;])\n", r"\1", re.sub(r"\n([})\]])", r"\1", re.sub(r"^ +", "", whole, flags=re.M))))


def pairs(names: str) -> List[Tuple[str, str]]:
    """("what it is called there", "what it is called here") of the names between braces."""
    found = []
    for each in filter(None, (one.strip() for one in names.split(","))):
        there, _, here = each.partition(" as ")
        found.append((there.strip(), (here or there).strip()))
    return found


STRINGS = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`(?:\\.|[^`\\])*`|//[^\n]*|/\*.*?\*/|(?:(?<=[(,=:?&|!>{[;])|(?<=\breturn))\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n\[])+/[a-z]*', re.S)


def without_comments(text: str) -> str:
    """A script without its comments and the spaces before its lines."""
    text = STRINGS.sub(lambda found: "" if found.group(0).startswith(("//", "/*")) else found.group(0), text)
    return "".join(line.rstrip() + "\n" for line in text.splitlines() if line.strip())


MARKS = re.compile(r" *(=>|[=!<>]==?|&&|\|\||\?\?|[*%<>=?:,;{}()&|\[\]]) *|(?<=[\w)\]]) ([-+/]) (?=[\w(\[])")


def without_spaces(text: str) -> str:
    """A script without the spaces beside its marks; what stands in quotes, templates and patterns stays as it is."""
    if re.search(r"\$\{[^{}]*`", text):
        raise SystemExit("build.py: a template stands in a template, where its ends cannot be told apart")
    out, at = [], 0
    for found in STRINGS.finditer(text):
        out += [MARKS.sub(r"\1\2", text[at:found.start()]), found.group(0).strip()]
        at = found.end()
    whole = "".join(out) + MARKS.sub(r"\1\2", text[at:])
    if "<!--" in whole:
        raise SystemExit("build.py: a script may not hold the beginning of a comment of HTML")
    return whole


def bundle(package: Path, entry: Path) -> str:
    return Bundle(package, entry.resolve()).text()


def hashed(text: str) -> str:
    return "'sha256-%s'" % base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def tokens() -> str:
    """The colours of the consultation sheet, by light and by dark: the studio has them from there."""
    css = (PAGE / "consultation.css").read_text(encoding="utf-8")
    end = css.index("* { box-sizing")
    return css[:end]


def words(script: str) -> str:
    """What the page's script says: { "en": ["English", ...], "de": ["so gesagt", ...], ... }. What the engine says it says itself."""
    tables = {}
    for po in sorted((HERE.parent.parent / "engine" / "words").glob("*.po")):
        said = subprocess.run(["awk", "-f", str(po.parent / "json.awk"), str(po)], capture_output=True, check=True,
                              env={**os.environ, "LC_ALL": "C"}).stdout.decode("utf-8")
        tables[po.stem] = json.loads(said)
    shown = sorted({english for said in tables.values() for english in said if json.dumps(english, ensure_ascii=False) in script})
    lists = {"en": shown, **{name: [said.get(english, "") for english in shown] for name, said in tables.items()}}
    return json.dumps(lists, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def page(package: Path, unpacker: Path) -> str:
    css = tokens() + "".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "page").glob("*.css")))
    css = re.sub(r":\s+|\s*([{};,])\s*", lambda found: found.group(1) or ":", re.sub(r"/\*.*?\*/", "", css, flags=re.S)).replace(";}", "}").strip()
    main_js = bundle(package, HERE / "src" / "main.js")
    if "</script" in main_js.lower():
        raise SystemExit("build.py: the script would end its own element")
    page_css, more_css, page_js = ((PAGE / name).read_text(encoding="utf-8") for name in ("consultation.css", "verification.css", "consultation.js"))
    html = (HERE / "page" / "studio.html").read_text(encoding="utf-8")
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    fields = {"version": version, "css": css, "js": main_js, "words": words(main_js), "unpack": base64.b64encode(unpacker.read_bytes()).decode(),
              "scripts": " ".join(map(hashed, (main_js, page_js))), "styles": " ".join(map(hashed, (css, page_css, page_css + more_css)))}
    return re.sub(r"\{\{(\w+)\}\}", lambda found: fields.get(found.group(1), found.group(0)), html)


def write(out: Path, text: str) -> None:
    part = out.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(out)


def main(package: Path, folder: Path, unpacker: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "worker.js", bundle(package, HERE / "src" / "engine" / "worker.js"))
    write(folder / "page.html", page(package, unpacker))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: build.py PACKAGE FOLDER UNPACKER")
    main(*(Path(each).resolve() for each in sys.argv[1:]))
