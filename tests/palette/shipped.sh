#!/bin/sh
# The shipped palettes are what make_palettes computes today (layout aside).
: "${OUT:=build}"
for name in default generic-carbon generic-iron-oxide ready-shades; do
    ours=$("$OUT/tests/palette/make_palettes" "$name" | tr -d ' \t\n')
    theirs=$(tr -d ' \t\n' <"palettes/$name.json")
    if [ -n "$ours" ] && [ "$ours" = "$theirs" ]; then
        echo "ok palettes/$name.json"
    else
        echo "not ok palettes/$name.json: run $OUT/tests/palette/make_palettes $name > palettes/$name.json and look at the difference"
    fi
done
