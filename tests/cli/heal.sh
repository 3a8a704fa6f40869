#!/bin/sh
# heal: what the command answers, from which part of a palette, and what it refuses.
. tests/cli/check.sh
export COLUMNS=160 # a sentence is asked for as one line
heal() { name=$1; pattern=$2; shift 2; answers "$pattern" "$name" heal "$@"; }

# ---- answers ----
heal 'a skin alone' '^  skin +' --skin 65,9.4,15.8
heal 'three ages' '^  3 years +' --skin 65,9.4,15.8 --ink generic-carbon
heal 'an age as preview takes it' '^  5 years +.* deep$' --skin 65,9.4,15.8 --ink generic-carbon --age 5
heal 'and by two options' '^  5 years +.* deep$' --skin 65,9.4,15.8 --ink generic-carbon --age years --years 5
refused 2 'fresh, healed, or years' 'an age that is none' heal --skin 65,9.4,15.8 --ink generic-carbon --age soon
heal 'how far off' 'may be .*75 to 300 um deep' --skin 65,9.4,15.8 --ink generic-carbon
heal 'what it rests on' 'rests on +composition' --skin 65,9.4,15.8 --ink generic-carbon
heal 'the ladder of an ink, from end to end' '^> +20 ' --skin 65,9.4,15.8 --ink generic-carbon --ladder
[ "$(grep -cE '^[> ] +[0-9.]+ +#' "$work/out")" -ge 15 ] && good 'a rung for every usual shade' || bad 'rungs are missing'
heal 'a dilution between the rungs' '^> +21\.5 ' --skin 65,9.4,15.8 --ink generic-carbon --ladder --dilution 21.5
heal 'a dilution the ink is not made for' 'meant for 1:3 to 1:60' --skin 65,9.4,15.8 --ink generic-carbon --dilution 200
heal 'a depth of one'"'"'s own' 'may be .*100 to 150 um deep' --skin 65,9,15 --ink generic-carbon --depth-from 100 --depth-to 150
heal 'no dots, no change' 'dE00 0\.0 from bare' --skin 65,9,15 --ink generic-carbon --density 0
heal 'bare skin of a thick epidermis' '"lab":' --tissue melanin=0.02,epidermis_um=180 --json
for key in tissue reflectance xyz lab solid_xyz solid_lab solid_reflectance bare_lab area_lab fit_de00 band rests_on quality; do
    heal "JSON has $key" "\"$key\":" --skin 65,9.4,15.8 --ink generic-carbon --json
done
"$SCALPTONE" heal --skin 65,9.4,15.8 --ink generic-carbon --plot "$work/plot.svg" >/dev/null 2>"$work/err" &&
    grep -q 'prefers-color-scheme' "$work/plot.svg" && ! grep -qE 'nan|inf[^o]' "$work/plot.svg" &&
    [ "$(grep -c '<polyline' "$work/plot.svg")" -eq 12 ] && [ "$(grep -c '<polygon' "$work/plot.svg")" -eq 6 ] &&
    good 'a plot of three ages and their bands' || bad "a plot: $(cat "$work/err")"

# ---- palettes: what an ink's colour rests on ----
film='"state":"drawdown","illuminant":"D65","observer":10,"specular":"included"'
ink() { printf '{"scalptone_palette":1,"name":"n","provenance":{"kind":"measured"},"inks":[{"id":"i","product":"P"%s}]}' "$1" >"$work/ink.json"; }
composition='"composition":[{"ci":"77266","mass_fraction":0.12}]'
ladder() { printf '"colours":['; sep=''; for rung in "8,29,2,4" "16,44,2,4" "32,60,1,3"; do
    IFS=, read -r parts L A B <<EOF
$rung
EOF
    printf '%s{%s,"backing":"white","parts_water":%s,%s"lab":[%s,%s,%s]}' "$sep" "$film" "$parts" "$1" "$L" "$A" "$B"; sep=,; done; printf ']'; }
ink ",$composition,$(ladder '"wet_film_um":12,')"
heal 'a measured ladder' 'rests on +fitted to 3 films over white, shrunk towards its composition' --skin 65,9,15 --ink i --palette "$work/ink.json"
answers 'optics +fitted to 3 films.*factor of 1\.[1-4]' 'palette show says so too' palette show "$work/ink.json" i
answers '"basis":"fitted"' 'and its JSON' palette show "$work/ink.json" i --json
ink ",$composition,$(ladder '')"
heal 'a ladder of unknown thickness' 'mind +without the wet thickness.*; give the wet thickness' --skin 65,9,15 --ink i --palette "$work/ink.json"
ink ",$(ladder '')"
heal 'the same without composition' 'rests on +.*30 um thick assumed' --skin 65,9,15 --ink i --palette "$work/ink.json"
ink ",$composition,\"colours\":[{$film,\"backing\":\"white\",\"lab\":[21,0,0]},{$film,\"backing\":\"black\",\"lab\":[21,0,0]}]"
heal 'films that hide the card' 'mind +the films hide what lies under them.*; dilute the ink' --skin 65,9,15 --ink i --palette "$work/ink.json"
heal 'what it rests on then' 'rests on +composition \(' --skin 65,9,15 --ink i --palette "$work/ink.json"
ink ",\"colours\":[{$film,\"backing\":\"white\",\"lab\":[21,0,0]}]"
refused 2 'i: nothing tells how strong it is: one film alone; give' 'one film and no composition' heal --skin 65,9,15 --ink i --palette "$work/ink.json"
answers 'no prediction: nothing tells' 'palette show says so too' palette show "$work/ink.json" i
ink ''
refused 2 'add its composition or drawdowns' 'an ink of unknown make' heal --skin 65,9,15 --ink i --palette "$work/ink.json"
ink ',"composition":[{"ci":"12345","mass_fraction":0.1}]'
refused 2 'a pigment of its composition is not known, CI 12345 \(known' 'an ink of an unknown pigment' heal --skin 65,9,15 --ink i --palette "$work/ink.json"
answers '^warning: inks\[0\]\.composition\[0\]\.ci: no optics for "12345"' 'a check warns of it' palette check "$work/ink.json"
pigments=''; for n in 1 2 3 4 5 6 7 8 9; do pigments="$pigments{\"ci\":\"7726$n\",\"mass_fraction\":0.01},"; done
ink ",\"composition\":[${pigments%,}]"
refused 2 'more than 8 pigments' 'an ink of nine pigments' heal --skin 65,9,15 --ink i --palette "$work/ink.json"
ink ',"composition":[{"ci":"77266","mass_fraction":0.7},{"ci":"77891","mass_fraction":0.7}]'
refused 5 'inks\[0\]\.composition: mass fractions add up to 1\.4' 'pigments that add up to more than the ink' heal --skin 65,9,15 --ink i --palette "$work/ink.json"
ink ",\"colours\":[{$film,\"film_um\":30,\"wet_film_um\":20,\"lab\":[40,0,0]}]"
refused 5 'wet_film_um: thinner than the dry' 'a film thinner wet than dry' palette check "$work/ink.json"


# ---- the picture, and inks that take no water ----
drawn() { "$SCALPTONE" heal "$@" --plot "$work/plot.svg" >"$work/out" 2>"$work/err" || bad "a plot: $(cat "$work/err")"; }
shows() { if grep -qE -- "$2" "$work/plot.svg"; then good "$1"; else bad "$1: $(grep -E 'head|soft' "$work/plot.svg")"; fi; }
drawn --skin 65,9.4,15.8 --ink generic-carbon
shows 'what water does to black' '>More water, lighter and warmer<'
strip=$(sed -n 's/^<rect x="\([-0-9.]*\)" y="[0-9.]*" width="\([0-9.]*\)" height="28" fill.*/\1 \2/p' "$work/plot.svg" |
    awk 'NR == 1 { from = $1 } { to = $1 + $2 } NR % 43 == 0 { printf "%g to %g, ", from, to; getline; from = $1 }')
[ "$strip" = '-12 to 412, -12 to 412, ' ] && good 'the strip is as wide as the dots' || bad "the strip: $strip"
ink ',"kind":"ready","composition":[{"ci":"77891","mass_fraction":0.3}]'
drawn --skin 65,9.4,15.8 --ink i --palette "$work/ink.json" --ladder
shows 'what water does to white' '>More water, darker'
shows 'a ready ink is used as it is' 'Right: the ink as it is\.'
shows 'and the axis says so' 'meant to be used as it is'
grep -q '1:0' "$work/plot.svg" && bad 'a mixture of nothing in a plot' || good 'no mixture of nothing'
grep -q 'meant to be used as it is, 0; the other rungs' "$work/out" && good 'its ladder says so too' || bad "its ladder: $(tail -2 "$work/out")"

# ---- refusals ----
skin='--skin 65,9,15'
refused 4 'no skin has the colour' 'a blue skin' heal --skin 50,0,-40
refused 4 'no skin has the colour' 'a black skin' heal --skin 0,0,0
for lab in 65,9 nan,9,15 65,inf,15 -5,9,15 65,9,15,2 red; do refused 2 'not a colour' "--skin '$lab'" heal --skin "$lab"; done
refused 2 'skin: empty' 'an empty skin' heal --skin ''
refused 2 'give the skin once' 'no skin' heal --ink generic-carbon
refused 2 'give the skin once' 'two skins' heal $skin --tissue melanin=0.1
refused 2 'give the ink once' 'two inks' heal $skin --ink generic-carbon --pigment 77266=0.001
refused 2 'no such ink' 'an ink that is not there' heal $skin --ink genric
for n in -1 1e9 nan inf '' twelve; do refused 2 'dilution' "--dilution '$n'" heal $skin --ink generic-carbon --dilution "$n"; done
for n in 0 40 69.9; do refused 2 'inside the epidermis, which is 70 um thick' "--depth $n" heal $skin --ink generic-carbon --depth $n; done
for n in -5 1e6 nan; do refused 2 'depth' "--depth $n" heal $skin --ink generic-carbon --depth $n; done
refused 2 'inside the epidermis, which is 150 um' 'ink above the edge of a thick epidermis' heal --tissue epidermis_um=150 --pigment 77266=0.001
refused 2 '^scalptone: --depth-from: 300 um is deeper than --depth-to, 100 um' 'depths the wrong way round' heal $skin --ink generic-carbon --depth-from 300 --depth-to 100
refused 2 '^scalptone: --depth-from: 400 um is deeper than --depth-to, 300 um' 'dots deeper than all dots' heal $skin --depth-from 400
refused 2 '^scalptone: --depth: depth 60 um lies inside' 'the option of the depth' heal $skin --ink generic-carbon --depth 60
refused 2 '^scalptone: --skin: skin L\* must be between 0 and 100' 'the option of the skin' heal --skin 150,9,5
refused 2 '^scalptone: --tissue: melanin must be' 'the option of the tissue' heal --tissue melanin=9
refused 2 '^scalptone: --pigment: pigment volume fraction must be' 'the option of a pigment' heal --tissue epidermis_um=150 --pigment 77266=5
refused 4 '^scalptone: --skin: no skin has the colour' 'the option of a skin that is none' heal --skin 50,0,-40 --ink generic-carbon
grep -q 'white balance' "$work/err" && bad 'there is no photo' || good 'no photo is spoken of where there is none'
for n in 0 -1 nan 1e5; do refused 2 'thickness' "--thickness $n" heal $skin --ink generic-carbon --thickness $n; done
for n in -1 nan 1e9; do refused 2 'density' "--density $n" heal $skin --ink generic-carbon --density $n; done
for n in 0 -0.1 nan 3; do refused 2 'dot-radius' "--dot-radius $n" heal $skin --ink generic-carbon --dot-radius $n; done
refused 2 'no optics for pigment CI 99999; known are' 'an unknown pigment' heal $skin --pigment 99999=0.001
for f in 1.5 0.21 -0.001; do refused 2 'pigment volume fraction' "--pigment 77266=$f" heal $skin --pigment 77266=$f; done
for f in nan x ''; do refused 2 'write 77266=0.003' "--pigment 77266=$f" heal $skin --pigment 77266=$f; done
many=77266=0.2; for ci in 77491 77492 77499 77891 77266; do many="$many,$ci=0.2"; done
refused 2 'add up to 1\.2; at most 1' 'pigments above the whole' heal $skin --pigment $many
refused 2 'not one of melanin' 'a tissue of something else' heal --tissue fat=0.2
for t in melanin=0 melanin=0.9 blood=0.2 blood=0 oxygen=1.2 base=6 base=0 scatter=9 epidermis_um=10 epidermis_um=500 epidermis_scatter=5; do
    refused 2 "${t%=*}" "--tissue $t" heal --tissue $t; done
for t in melanin=nan melanin melanin= =0.2; do refused 2 'write melanin=' "--tissue $t" heal --tissue $t; done
refused 2 'streams' 'six streams' heal $skin --streams 6
refused 2 'illuminant' 'an unknown illuminant' heal $skin --illuminant F2
refused 2 'observer' 'an unknown observer' heal $skin --observer 5
refused 2 'specular' 'an unknown geometry' heal $skin --specular maybe
refused 2 'needs an ink' 'a ladder of nothing' heal $skin --ladder
refused 2 'needs an ink' 'a plot of nothing' heal $skin --plot "$work/none.svg"
answers '"faded_years":3,"ladder":\[\{"parts_water":3,"fresh_lab":\[' 'a ladder as JSON' heal $skin --ink generic-carbon --ladder --json
fits 'heal --ladder' closed heal
table=$("$SCALPTONE" heal $skin --ink generic-carbon --ladder | awk '/^[> ] +[0-9]/ && !/years/ {print $(1 + ($1 == ">"))}' | tr '\n' ' ')
keys=$(sed 's/"parts_water":/\n/g' "$work/out" | sed -n '2,$s/,.*//p' | tr '\n' ' ')
[ -n "$keys" ] && [ "$keys" = "$table" ] && good 'as many rungs as the table has' || bad "rungs $keys, in the table $table"
refused 6 'cannot be written' 'a plot into a folder that is not there' heal $skin --ink generic-carbon --plot "$work/none/p.svg"

# ---- no number that is none, at any end of any range ----
ends=0; broken=0
for tissue in melanin=0.001,blood=0.0003,base=0.01,scatter=0.25,oxygen=0,epidermis_um=30 melanin=0.8,blood=0.15,base=5,scatter=4,oxygen=1,epidermis_um=200; do
    for ink in 77266=0.2 77891=0.2 77492=0.2,77499=0.2 77266=0 77266=1e-300; do
        for place in '--depth 200 --thickness 5 --density 0 --dot-radius 0.005' '--depth 1000 --thickness 2000 --density 2000 --dot-radius 0.5'; do
            for streams in 4 16; do
                ends=$((ends + 1))
                "$SCALPTONE" heal --tissue $tissue --pigment $ink $place --streams $streams --illuminant A --observer 10 --specular included --json >"$work/out" 2>&1 || broken=$((broken + 1))
                if grep -qiE '[:,[]-?(nan|inf)' "$work/out"; then broken=$((broken + 1)); fi
            done
        done
    done
done
[ $broken -eq 0 ] && good "$ends ends of the ranges give numbers" || bad "$broken of $ends ends of the ranges"
[ "$failures" -eq 0 ]
