#!/bin/sh
# The binary interface: what programs compiled against an older library rely on. abidw describes the library's public types and
# functions as debug information has them, abidiff compares that with engine/api/scalptone.abi, the description that was
# accepted last. `make abi-accept` accepts what is there now: read the difference first, and tell it in CHANGELOG.md.
#   abi.sh          compares, and first proves on a small library that it would notice a change
#   abi.sh accept   renews engine/api/scalptone.abi and tests/surface/sizes.txt
: "${OUT:=build}" "${CC:=cc}"
stored=engine/api/scalptone.abi
if [ "${1:-}" = accept ]; then sizes=accept; else sizes=; fi
case $OUT in *asan | *tsan | *cover | *count)
    echo "skip the binary interface: this build is instrumented"; exit 0 ;;
esac
if ! command -v abidiff >/dev/null 2>&1; then
    echo "notice: abidiff is not here (package abigail-tools): the binary interface is not compared"
    echo "skip the binary interface: no abidiff"
    [ -z "$sizes" ]; exit
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
# describe LIBRARY HEADERS OUT: only types of the headers, without the paths of this machine.
describe() {
    abidw --headers-dir "$2" --drop-private-types --drop-undefined-syms --no-corpus-path --no-comp-dir-path --no-show-locs --no-elf-needed \
        --no-parameter-names --type-id-style hash --out-file "$3" "$1"
}
# differ OLD NEW [HEADERS]: 0 when nothing differs; the report is in $work/report. Also what is called harmless is looked at.
# abidw knows a header by its last name alone, and base.h is also a private one: what handles hold is left out by their names.
differ() {
    handles=$(cat ${3:+"$3"/*.h} /dev/null | sed -nE 's/^typedef struct ([a-z_]+) \1;.*/\1/p' | tr '\n' '|')
    printf '[suppress_type]\n  name_regexp = ^(%s)$\n' "${handles%|}" >"$work/handles"
    abidiff --harmless --no-show-locs --suppressions "$work/handles" "$1" "$2" >"$work/report" 2>&1
}

if [ -n "$sizes" ]; then
    describe "$OUT/libscalptone.so.0" include "$stored" && sh tests/surface/sizes.sh accept && echo "accepted: $stored, tests/surface/sizes.txt"
    exit
fi

# A small library with a change that each must be noticed.
cat >"$work/small.h" <<'END'
typedef enum kind { KIND_A = 1, KIND_B = 2 } kind;
typedef struct options { unsigned size; kind which; double amount; } options;
typedef struct handle handle;
int small_start(const options *o, handle **out);
double small_read(const handle *h, double at);
END
cat >"$work/small.c" <<'END'
#include "small.h"
struct handle { double secret; };
int small_start(const options *o, handle **out) { static handle one; *out = &one; return o->which == KIND_B; }
#ifndef WITHOUT
double small_read(const handle *h, double at) { return h->secret + at; }
#endif
END
small() { # NAME SED-SCRIPT [FLAGS]: the library after a change of header or source, described
    mkdir -p "$work/$1"
    sed "$2" "$work/small.h" >"$work/$1/small.h" && sed "$2" "$work/small.c" >"$work/$1/small.c"
    $CC -g -shared -fPIC ${3:-} -o "$work/$1/libsmall.so" "$work/$1/small.c" && describe "$work/$1/libsmall.so" "$work/$1" "$work/$1/abi"
}
small old '' || { echo "not ok a small library cannot be described"; exit 1; }
noticed() { # NAME SED-SCRIPT WANTED [FLAGS]
    small changed "$2" "${4:-}"
    if differ "$work/old/abi" "$work/changed/abi" "$work/old"; then got=no; else got=yes; fi
    [ "$got" = "$3" ] && echo "ok $1: ${3}" || { echo "not ok $1: $got, not $3"; cat "$work/report"; failed=1; }
}
echo "# is a change noticed?"
noticed 'the same again' '' no
noticed 'a comment' 's|^int small_start|/* x */ &|' no
noticed 'a field inserted' 's/kind which;/& double more;/' yes
noticed 'a field appended' 's/double amount;/& double more;/' yes
noticed 'a field of another type' 's/double amount/float amount/' yes
noticed 'an enum renumbered' 's/KIND_B = 2/KIND_B = 3/' yes
noticed 'an enum value added' 's/KIND_B = 2/&, KIND_C = 3/' yes
noticed 'a parameter of another type' 's/double at)/float at)/' yes
noticed 'a function removed' '' yes -DWITHOUT
noticed 'what a handle holds' 's/double secret;/& double more;/' no

if [ ! -e "$stored" ]; then
    echo "notice: no interface was accepted yet ('make abi-accept'): nothing to compare with"
elif describe "$OUT/libscalptone.so.0" include "$work/now" && differ "$stored" "$work/now" include/scalptone; then
    echo "ok the interface is the one that was accepted last"
else
    echo "not ok the interface differs from the one that was accepted last ('make abi-accept' accepts it):"
    grep -v '^$' "$work/report"
    failed=1
fi
exit $failed
