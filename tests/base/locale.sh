#!/bin/sh
# Programs that speak German write 0,25. The texts of the library keep their points: test_base once more, with that locale at hand.
: "${OUT:=build}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v localedef >/dev/null 2>&1 || ! localedef -i de_DE -f UTF-8 "$work/de_DE.UTF-8" >/dev/null 2>&1; then
    echo "notice: no German locale can be made here (package locales)"
    echo "skip numbers in a program that speaks German"
    exit 0
fi
if LOCPATH=$work "$OUT/tests/base/test_base" >"$work/log" 2>&1 && ! grep -q 'no locale de_DE' "$work/log"; then
    echo "ok numbers in a program that speaks German"
else
    echo "not ok numbers in a program that speaks German"
    cat "$work/log"
    exit 1
fi
