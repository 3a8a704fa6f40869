#!/bin/sh
# What the shared library exports is what the headers declare and the map names; nothing in it can change at run time.
: "${OUT:=build}"
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
nm -D --defined-only "$OUT/libscalptone.so.0" | awk '$2 ~ /[TRDBW]/ {print $3}' | sed 's/@.*//' | sort -u >"$work/exported"
# Declarations: the name before the first parenthesis of a statement that begins with SCT_API, or of a constant.
cat include/scalptone/*.h | sed 's/^#.*//' | tr '\n' ' ' | sed 's/\/\*[^*]*\*\+\([^/*][^*]*\*\+\)*\///g' | tr ';' '\n' |
    sed -nE 's/.*SCT_API[^(]*[ *](sct_[a-z0-9_]+)(\(|\[| *$).*/\1/p' | sort -u >"$work/declared"
sed -nE 's/^ *(sct_[a-z0-9_]+);.*/\1/p' engine/api/exports.map | sort -u >"$work/mapped"
compare() {
    if diff "$work/$1" "$work/$2" >"$work/diff"; then
        echo "ok $1 = $2 ($(wc -l <"$work/$1") symbols)"
    else
        echo "not ok $1 and $2 differ:"; cat "$work/diff"; failed=1
    fi
}
compare exported declared
compare exported mapped
nm --defined-only --extern-only "$OUT/libscalptone.a" | awk 'NF == 3 {print $3}' | sort -u >"$work/archived"
case $OUT in
*asan | *tsan | *cover) echo "skip names in the static library: this build is instrumented" ;;
*) compare archived mapped ;;
esac
# What the C libraries round each in their own way has to be the engine's own (engine/base/elementary.h).
nm -D --undefined-only "$OUT/libscalptone.so.0" | sed -nE 's/^ *U ([a-z0-9]+)(@.*)?$/\1/p' |
    grep -xE '(a?(sin|cos|tan)h?|sincos|atan2|exp|exp2|exp10|expm1|log|log2|log10|log1p|pow|cbrt|hypot|erfc?|[lt]gamma|lgamma_r)[fl]?' >"$work/rounded"
if [ -s "$work/rounded" ]; then
    echo "not ok these come from the C library:"; cat "$work/rounded"; failed=1
else
    echo "ok no exp, sin or pow of the C library"
fi
# Sections that a program can write to: constant tables of pointers live in .data.rel.ro and are allowed.
case $OUT in *asan|*tsan|*cover)
    echo "skip mutable globals: this build is instrumented" ;;
*)
    objdump -t "$OUT/internal.a" >"$work/objects"
    [ "$(grep -c 'file format' "$work/objects")" -ge 50 ] || { echo "not ok $OUT/internal.a does not hold the rooms"; exit 1; }
    grep -E '[[:space:]](\.data|\.bss|\.tdata|\.tbss|\*COM\*)([.][^[:space:]]*)?[[:space:]]' "$work/objects" |
        grep ' O ' | grep -v '[.]data[.]rel[.]ro' >"$work/mutable"
    if [ -s "$work/mutable" ]; then
        echo "not ok the library has mutable globals:"; cat "$work/mutable"; failed=1
    else
        echo "ok no mutable globals"
    fi ;;
esac
exit $failed
