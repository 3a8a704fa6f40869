#!/bin/sh
# Line coverage by file from a CONFIG=cover build: tests/cover.sh build/cover
out=$1
find "$out/obj/engine" -name '*.gcda' | while read -r data; do
    (cd "$(dirname "$data")" && gcov -n "$(basename "$data")" 2>/dev/null) |
        awk '/^File / {f = $2; gsub("\047", "", f)} /^Lines executed/ {split($2, a, ":"); if (f ~ /^engine\// && f ~ /\.c$/) print f, a[2], $4}'
done | sort -u | awk '{p = $2; sub("%", "", p); n += $3; hit += p * $3 / 100; printf "  %-40s %7s of %4d lines\n", $1, $2, $3}
    END {if (n) printf "\n  %-40s %6.2f%% of %d lines\n", "all", 100 * hit / n, n}'
