#!/bin/sh
# The README's program, built as a stranger would: against an installed tree, through pkg-config, shared and static.
. tests/cli/check.sh
: "${CC:=cc}"
case $OUT in
*asan | *tsan | *cover) echo "skip the installed tree: this build is instrumented"; exit 0 ;;
esac
# PREFIX itself is a scratch folder, so that the paths inside scalptone.pc are true.
make --no-print-directory install BUILD="${OUT%/clang}" PREFIX="$work/usr" >"$work/log" 2>&1 && good 'make install' ||
    { bad "make install: $(tail -n 3 "$work/log")"; exit 1; }
make --no-print-directory install BUILD="${OUT%/clang}" PREFIX=/usr DESTDIR="$work/stage" >/dev/null 2>&1
(cd "$work/usr" && find . -type f | sort) >"$work/direct"
(cd "$work/stage/usr" && find . -type f | sort) >"$work/staged"
cmp -s "$work/direct" "$work/staged" && good "DESTDIR holds the same $(wc -l <"$work/direct") files" || bad 'DESTDIR differs'
grep -q "$work" "$work/stage/usr/lib/pkgconfig/scalptone.pc" && bad 'DESTDIR leaked into scalptone.pc'

# Every line of the README's example stands in the program.
sed -n '/^```c$/,/^```$/p' README.md | grep -v '^```' >"$work/snippet"
awk 'FNR == NR {sub(/^ +/, ""); have[$0] = 1; next} {sub(/^ +/, ""); n++} !($0 in have) {print; bad = 1}
     END {exit bad || n < 10}' tests/examples/consult.c "$work/snippet" >"$work/lines" &&
    good 'the example of README.md is the program' || bad "README.md has lines that consult.c has not: $(cat "$work/lines")"

photo=$work/photo.jpg
"$OUT/tests/phantom/phantom" --out "$work" >/dev/null 2>&1
export PKG_CONFIG_PATH="$work/usr/lib/pkgconfig"
version=$(pkg-config --modversion scalptone)
[ "scalptone $version" = "$("$work/usr/bin/scalptone" --version)" ] && good "pkg-config knows version $version" || bad "version '$version'"
(cd "$work" && usr/bin/scalptone palette list >"$work/list") && grep -q . "$work/list" && good 'the installed program finds its palettes' ||
    bad 'the installed program does not find its palettes'

# Its answer is the command's.
consults() {
    "$work/consult" "$photo" palettes/default.json >"$work/answer" 2>&1
    "$SCALPTONE" match "$photo" --palette palettes/default.json --json >"$work/json" 2>"$work/err"
    wanted=$?
    if [ "$wanted" -eq 0 ]; then
        first=$(sed -nE 's/.*"matches":\[\{"rank":1,"ink":"([^"]*)".*/\1/p' "$work/json")
        grep -q "^1\. $first " "$work/answer" && good "$1: $(grep '^1\.' "$work/answer")" || bad "$1: $(cat "$work/answer")"
    else
        text=$(sed 's/.*: //; s/;.*//' "$work/err")
        grep -q "$text" "$work/answer" && good "$1: refuses as the command does: $text" || bad "$1: $(cat "$work/answer")"
    fi
}
flags="-std=c99 -Wall -Wextra -Werror"
if $CC $flags tests/examples/consult.c $(pkg-config --cflags --libs scalptone) -Wl,-rpath,"$work/usr/lib" -o "$work/consult" \
    2>"$work/err"; then consults 'shared library'; else bad "shared library: $(cat "$work/err")"; fi

# A program of its own ideas about our internal names must not clash with the static library.
printf 'int json_parse(void);\nint json_parse(void)\n{\n    return 1;\n}\nint diag_set = 2;\n' >"$work/clash.c"
rm "$work"/usr/lib/libscalptone.so*
if $CC $flags tests/examples/consult.c "$work/clash.c" $(pkg-config --cflags --libs --static scalptone) -o "$work/consult" \
    2>"$work/err"; then consults 'static library'; else bad "static library: $(cat "$work/err")"; fi

make --no-print-directory uninstall PREFIX=/usr DESTDIR="$work/stage" >/dev/null 2>&1
left=$(find "$work/stage" -type f | wc -l)
[ "$left" -eq 0 ] && good 'uninstall leaves nothing' || bad "uninstall leaves $left files"
[ "$failures" -eq 0 ]
