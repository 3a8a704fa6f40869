#!/bin/sh
# Inks of which little is known: how they are ranked, and what is said of them.
. tests/cli/check.sh
given="--skin-lab 65,13,16,1 --hair-lab 27,6,8,1"
swatch='"colours": [{"state": "cup", "lab": [27, 6, 8], "illuminant": "D50", "observer": 2, "specular": "excluded"}]'
head='{"scalptone_palette": 1, "name": "mine", "provenance": {"kind": "measured"}, "inks": ['
black='{"id": "black", "dilution": {"min_parts_water": 5, "max_parts_water": 60, "step": 0.5}, "composition": [{"ci": "77266", "mass_fraction": 0.12}]}'
printf '%s{"id": "hex", "product": "Off the screen", "colour": "#4a4540"}, {"id": "onyx"}, {"id": "cup", %s}, %s]}' "$head" "$swatch" "$black" >"$work/mixed.json"
printf '%s{"id": "cup", %s}]}' "$head" "$swatch" >"$work/cup.json"

# ---- apart ----
# shellcheck disable=SC2086
{
    answers '^  Ranked apart, by swatches' 'swatches stand apart' match $given --palette "$work/mixed.json"
    sed '/Ranked apart/,$d' "$work/out" | grep -qE '^ +[0-9]+  (cup|Off the screen) ' && bad 'a swatch stands among the rows' || good 'and not among the rows'
    sed -n '/Ranked apart/,$p' "$work/out" | grep -qE '^ +[0-9]+ .*Off the screen, ready: [0-9.]+ from the hair by the colour it is said to have' && good 'each says what it rests on' || bad "apart: $(sed -n '/Ranked apart/,$p' "$work/out" | head -n 4)"
    grep -q 'could not be ranked.*onyx' "$work/out" && good 'an ink that is only a name is named' || bad 'onyx is lost'
    answers '"apart_from":[0-9]+' 'JSON says from which row on' match $given --palette "$work/mixed.json" --json
    answers 'low confidence' 'a cup swatch of the very colour is not sure' match $given --palette "$work/cup.json"
    grep -qE '[0-9] %$' "$work/out" && bad "a swatch is sure: $(grep -E '[0-9] %$' "$work/out")" || good 'nor has it a share'
}
answers 'ranked apart, below' 'check says so beforehand' palette check "$work/mixed.json"

# ---- convert ----
answers '^id,brand,product' 'a table' palette convert palettes/default.json --to csv
[ -s "$work/err" ] && bad "something of it is lost: $(cat "$work/err")" || good 'in which nothing is lost'
"$SCALPTONE" palette convert palettes/default.json -o "$work/table.csv" --decimal-comma && "$SCALPTONE" palette convert "$work/table.csv" -o "$work/back.json"
fingerprint() { "$SCALPTONE" palette check "$1" | sed -n 's/.*fingerprint //p'; }
[ "$(fingerprint "$work/back.json")" = "$(fingerprint palettes/default.json)" ] && good 'comes back as it was' || bad 'a table comes back as another palette'
answers '^GIMP Palette' 'swatches' palette convert palettes/default.json --to gpl
grep -q '^note: composition of [0-9]* inks: lost$' "$work/err" && good 'and what is lost is told' || bad "lost: $(cat "$work/err")"
printf 'id,composition\nx,carbon\n' >"$work/bad.csv"
refused 5 'bad.csv: line 2: composition: ' 'a damaged table' palette convert "$work/bad.csv"
refused 2 "use 'palette convert" 'nothing to convert' palette convert
refused 3 'no such file' 'no file' palette convert "$work/none.csv"
[ "$failures" -eq 0 ]
