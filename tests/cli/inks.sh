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
    tr -s '\n ' ' ' <"$work/out" | grep -q 'could not be ranked[^.]*onyx' && good 'an ink that is only a name is named' || bad 'onyx is lost'
    printf '%s{"id": "hex", "colour": "#4a4540"}]}' "$head" >"$work/hex.json"
    answers 'ranked by its stated colour' 'a colour that somebody typed in is called stated' match $given --palette "$work/hex.json" --details
    grep -q 'compared by their stated colour' "$work/out" && ! grep -q 'cup' "$work/out" && good 'and no cup is spoken of' || bad "a typed colour: $(grep -n cup "$work/out")"
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
"$SCALPTONE" palette convert palettes/default.json -o "$work/readings.ti3" 2>/dev/null && head -n 1 "$work/readings.ti3" | grep -qx 'CTI3' && good 'readings by the name that Argyll gives them' || bad "a .ti3 is none: $(head -n 1 "$work/readings.ti3")"
grep -qE '^1 "generic-carbon" drawdown 1 3 excluded white 25\.0000 5\.7 0\.0 0\.4$' "$work/readings.ti3" && good 'as measured, none a whole number, with the share of ink as the device' || bad "its first row: $(sed -n '/^BEGIN_DATA$/{n;p;}' "$work/readings.ti3")"
{
    printf 'CTI3\nBEGIN_DATA_FORMAT\nSAMPLE_NAME'
    for nm in $(seq 400 10 700); do printf ' SPEC_%s' "$nm"; done
    printf '\nEND_DATA_FORMAT\nBEGIN_DATA\n"Dark ""brown""; 2"'
    for nm in $(seq 400 10 700); do printf ' 22.9425'; done
    printf '\nEND_DATA\n'
} >"$work/argyll.ti3"
answers '"product":.*Dark ."brown."; 2"' 'quotation marks that are doubled belong to the name' palette convert "$work/argyll.ti3"
grep -q '0\.229425[],]' "$work/out" && ! grep -q '0\.2294250' "$work/out" && good 'of per cent the point is moved, no bit is lost' || bad "per cent: $(grep -o '0\.2294[0-9]*' "$work/out" | head -n 1)"
"$SCALPTONE" palette convert "$work/argyll.ti3" -o "$work/ours.ti3" 2>/dev/null # the perfect grey of D50: 96.42, 100, 82.49 times 0.229425
grep -qE ' 100\.0000 22\.121[0-9]+ 22\.942500 18\.925[0-9]+ 22\.9425 ' "$work/ours.ti3" && good 'XYZ stand before spectra' || bad "without XYZ: $(sed -n '/^BEGIN_DATA$/{n;p;}' "$work/ours.ti3")"
if command -v spec2cie >/dev/null; then # Argyll's own, where it is
    (cd "$work" && spec2cie ours.ti3 cie.ti3 && splitti3 -n 1 cie.ti3 one.ti3 two.ti3 && average ours.ti3 ours.ti3 mean.ti3 && txt2ti3 ours.ti3 txt) >"$work/argyll" 2>&1 && good 'spec2cie, splitti3, average and txt2ti3 take it' || bad "Argyll: $(cat "$work/argyll")"
    for name in cie one mean; do
        answers '0\.229425[],]' "and what they make of it is read: $name" palette convert "$work/$name.ti3"
    done
fi
answers '^GIMP Palette' 'swatches' palette convert palettes/default.json --to gpl
grep -q '^note: "composition" of [0-9]* inks: lost$' "$work/err" && good 'and what is lost is told' || bad "lost: $(cat "$work/err")"
# Each format that the library names is one of --to.
for format in $(sed -nE 's|^/\* "auto", (.*); "unknown" for any other.*|\1|p' include/scalptone/shelf.h | tr -d '",'); do
    "$SCALPTONE" palette convert palettes/default.json --to "$format" -o "$work/to.$format" 2>"$work/err" && [ -s "$work/to.$format" ] &&
        good "palette convert --to $format" || { grep -q 'built without expat' "$work/err" && good "--to $format needs expat"; } || bad "palette convert --to $format: $(cat "$work/err")"
done
if "$SCALPTONE" palette convert palettes/default.json -o "$work/book.sbz" 2>"$work/err"; then
    answers '"product":.*"Carbon black"' 'a swatch book by the ending of its name, and back' palette convert "$work/book.sbz"
else
    grep -q 'built without expat' "$work/err" && good 'swatch books need expat' || bad "no swatch book: $(cat "$work/err")"
fi
printf 'id,composition\nx,carbon\n' >"$work/bad.csv"
refused 5 'bad.csv: line 2: composition: ' 'a damaged table' palette convert "$work/bad.csv"
printf 'CTI1\n\nBEGIN_DATA_FORMAT\nSAMPLE_ID RGB_R RGB_G RGB_B XYZ_X XYZ_Y XYZ_Z\nEND_DATA_FORMAT\nBEGIN_DATA\n1 0 0 0 1 1 1\nEND_DATA\n' >"$work/target.ti1"
refused 5 'CTI1 holds what is to be printed' 'what Argyll prints from is no reading' palette convert "$work/target.ti1"
printf 'id,L*,a*,b*,illuminant,observer,specular\nx,45,2,3,D50,2,excluded\n' >"$work/lab.csv"
answers '"state":	"healed"' 'a table without a state has that of --state' palette convert "$work/lab.csv" --state healed
grep -q 'note: the file does not say what was measured: taken as healed' "$work/err" && good 'and that is told' || bad "no note: $(cat "$work/err")"
refused 2 "use 'palette convert" 'nothing to convert' palette convert
refused 3 'no such file' 'no file' palette convert "$work/none.csv"

# ---- one's own ----
mine="$work/mine.json"
answers 'one more ink;' 'a palette begins with a name' palette new "$mine" --name Onyx --maker Ours
grep -q 'used as it comes; say --kind dilutable' "$work/out" && good 'and the kind that nobody said is named' || bad "kind: $(cat "$work/out")"
if command -v script >/dev/null; then # a terminal
    printf 'Onyx\nOurs\ndilute\ndil\nstrong\n#222222\nperhaps\nno\n' | script -qec "'$SCALPTONE' palette new '$work/asked.json'" /dev/null >"$work/out" 2>&1 &&
        grep -q '"kind":	"dilutable"' "$work/asked.json" && grep -q '"in_stock":	false' "$work/asked.json" && grep -q '"strength":	2' "$work/asked.json" &&
        good 'a terminal is asked, and again where no answer was given' || bad "asked on a terminal: $(cat "$work/out")"
    [ "$(grep -o 'Is it mixed with water' "$work/out" | wc -l)" = 2 ] && ! grep -q 'as it comes' "$work/out" && good 'and what was answered is not asked for afterwards' || bad "questions: $(cat "$work/out")"
else
    echo 'skip questions on a terminal: no script'
fi
mkfifo "$work/pipe.json"
refused 3 'not a file that a palette can be kept in' 'a pipe is no palette, and nothing waits for it' palette new "$work/pipe.json" --name Onyx
refused 2 'say which palette' 'a field, but no palette' palette new --field drop=0:rect:1,2,3,4
refused 2 'field: missing' 'a photo of a drop that is not shown' palette new "$work/drop.json" build/demo/client.jpg --name X
"$OUT/tests/phantom/phantom" --out "$work" --size 480,360 --png8 >/dev/null 2>&1 || bad 'no phantom'
answers '^  drop  *0  white' 'a photo tells what a drop looks like' palette new "$work/drop.json" "$work/photo.png" --name 'My black' --field drop=0:rect:40%,40%,10%,10% --chart none
two="--chart none --name Two -o $work/two.json --force --field s=5:rect:40%,40%,5%,5%"
# shellcheck disable=SC2086
{
    answers '^  s  *5  black' 'one name over white and over black is two readings' palette measure "$work/photo.png" $two --field s=5:rect:50%,50%,5%,5%@black
    grep -qE '^  s  *5  white' "$work/out" && good 'and both are there' || bad "the half over white is lost: $(cat "$work/out")"
    refused 2 'two fields are called "s"' 'one name for two dilutions' palette measure "$work/photo.png" $two --field s=6:rect:50%,50%,5%,5%
}
answers '"product":	"My black"' 'and it is in a palette' palette convert "$work/drop.json"
answers 'one more ink;' 'and gets another ink' palette new "$mine" --name 'Dark brown' --kind dilutable --composition '77266=5%; 77491=3%' --strength weak --in-stock no
answers '^onyx: nothing is known of it but its name$' 'check says what is missing' palette check "$mine"
grep -q '^    why: it is left out of every ranking$' "$work/out" && grep -q '^    how: copy the pigments' "$work/out" && good 'and why, and how to get it' || bad "check: $(cat "$work/out")"
answers '^\{"check":\{"version":1,"file":"mine.json","name":"[^"]*","ink_count":2,"fingerprint":"[0-9a-f]{64}","warnings":\[".*"\],"advice":\[\{"ink":"onyx","code":"only-a-name","what":"nothing is known of it but its name","why":' 'and as JSON' palette check "$mine" --json
fits 'palette check' closed palette check
grep -oE '"[a-z_]+":' "$work/out" | tr -d '":' | sort -u >"$work/keys"
grep '"required"' palettes/check.schema.json | grep -oE '"[a-z_0-9]+"' | tr -d '"' | grep -vx required | sort -u | cmp -s - "$work/keys" && good 'with the keys that its schema requires' || bad "keys of check: $(tr '\n' ' ' <"$work/keys")"
"$SCALPTONE" palette check "$mine" --json --strict >"$work/out" 2>"$work/err"
[ $? -eq 1 ] && grep -q '^{"check":' "$work/out" && grep -q -- '--strict' "$work/err" && good 'of which --strict makes a failure' || bad "check --json --strict: $(cat "$work/err")"
"$SCALPTONE" palette check "$work/text.json" --json >"$work/out" 2>"$work/err"
[ $? -eq 3 ] && [ ! -s "$work/out" ] && good 'and nothing of what cannot be read' || bad "check --json of nothing: $(cat "$work/out")"
{
    printf 'GIMP Palette\nName: Screen\nColumns: 4\n#\n'
    for i in 1 2 3 4 5; do printf '20%d 204 255\tUntitled\n' $i; done
} >"$work/screen.gpl"
"$SCALPTONE" palette convert "$work/screen.gpl" -o "$work/screen.json" 2>/dev/null
answers '^untitled, untitled-2, untitled-3, \.\.\. \(5\): its colour was stated, not measured$' 'the same of many inks is said once' palette check "$work/screen.json"
[ "$(grep -c '^warning: ' "$work/out")" -eq 1 ] && grep -q '^warning: .*(5 x)$' "$work/out" && good 'and warned of once' || bad "warnings: $(grep warning "$work/out")"
grep -q 'D65' "$work/out" && bad 'a colour off a screen is taken for a reading' || good 'and no instrument is spoken of where none was'
answers '2 inks changed' 'stock by id and pattern' palette stock "$mine" onyx 'dark*' --in-stock yes --lot L7 --expiry 2027-05
answers 'lot +L7, expires 2027-05' 'is kept' palette show "$mine" dark-brown
cp "$mine" "$work/before.json"
refused 2 'no ink is called .sable' 'an ink that is not there' palette stock "$mine" sable --in-stock no
refused 2 '2027-05 or 2027-05-31' 'no date' palette stock "$mine" onyx --expiry 31.5.2027
refused 2 'name: missing' 'no name' palette new "$mine"
refused 2 'is already that of an ink' 'an id that is taken' palette new "$mine" --name X --id onyx
refused 2 'in-stock' 'no change' palette stock "$mine" onyx
cmp -s "$mine" "$work/before.json" && good 'leave the palette as it is' || bad 'a refusal changed the palette'
echo 'my notes' >"$work/notes.json"
refused 5 'notes.json: ' 'what is no palette' palette new "$work/notes.json" --name X
grep -q '^my notes$' "$work/notes.json" && good 'is not overwritten' || bad 'notes were overwritten'
answers '"id":.*"dark-brown"' 'palettes merged' palette merge "$mine" palettes/generic-carbon.json
grep -q '^note: palette 2 is illustrative' "$work/err" && good 'and what follows from it told' || bad "merge: $(cat "$work/err")"
answers '^ +[0-9.]+ +[0-9.]+  Warm black, shade [0-9.]+$' 'a substitute' palette substitute generic-carbon
answers '^In place of Carbon black, shade 20, healed:$' 'says of which mix' palette substitute generic-carbon
answers 'In place of .*, as it is, healed:$' 'and which ready ink' palette substitute palettes/ready-shades.json "$("$SCALPTONE" palette list palettes/ready-shades.json | awk '$3 == "ready" {print $1; exit}')" --skin 65,12,17
answers '^\{"substitutes":\[\{"ink":' 'and as JSON' palette substitute generic-carbon --skin 65,12,17 --dilution 30 --json
fits 'palette substitute' closed palette substitute
printf '%s{"id": "blue", "composition": [{"ci": "74160", "mass_fraction": 0.1}], "ingredients": ["Aqua", "lead oxide", "leading agent"]}]}' "$head" >"$work/blue.json"
answers 'blue: Pigment Blue 15:3 may not be' 'what the EU restricts' palette check "$work/blue.json"
[ "$(grep -c '^    why: REACH Annex XVII' "$work/out")" -eq 2 ] && good 'is told with its source' || bad "restricted: $(cat "$work/out")"

# ---- a hand ----
{
    echo 'ink,parts_water,skin_L,skin_a,skin_b,L,a,b,part'
    for water in 10 15 20 25 30; do
        "$SCALPTONE" heal --skin 65,10,16 --ink generic-carbon --dilution $water --depth 220 --json >"$work/healed.json"
        sed -nE "s/.*\"lab\":\[([^]]*)\],\"solid_xyz.*/generic-carbon,$water,65,10,16,\1,dot/p" "$work/healed.json"
    done
} >"$work/marks.csv"
answers '^  depth +1[4-9][0-9] um' 'a hand is learnt of marks' palette calibrate "$work/marks.csv" -o "$work/hand.json" --name Anna --date 2026-11-29
# shellcheck disable=SC2086
answers 'Hand +Anna, 2026-11-29: left out, a healed mark was dE00 ' 'and every answer names it' match $given --artist "$work/hand.json"
head -n 4 "$work/marks.csv" >"$work/few.csv"
"$SCALPTONE" palette calibrate "$work/marks.csv" --language fr >"$work/out" 2>&1
grep -q '^  ligne 2 ' "$work/out" && grep -q 'x [0-9],[0-9][0-9] ([0-9]* marques)' "$work/out" && ! grep -qE 'line [0-9]|marks' "$work/out" && good 'a hand is told in French' || bad "a hand in French: $(cat "$work/out")"
answers '^Nothing was written: fewer than 5' 'a few marks change nothing' palette calibrate "$work/few.csv" -o "$work/none.json"
head -n 2 "$work/marks.csv" >"$work/single.csv"
"$SCALPTONE" palette calibrate "$work/single.csv" >"$work/out" 2>&1 && grep -q '^  line 2 .* - ' "$work/out" && ! grep -q nan "$work/out" && good 'one mark has no others' || bad "a number that is none is shown: $(cat "$work/out")"
[ -e "$work/none.json" ] && bad 'a file was written' || good 'unless it is asked for'
sed '2s/,65,10,16,[0-9.]*/,65,10,16,dark/' "$work/few.csv" >"$work/dark.csv"
refused 5 'dark.csv: line 2: L: .dark. is no number' 'a damaged mark' palette calibrate "$work/dark.csv"
sed '2s/,dot$/,dots/' "$work/marks.csv" >"$work/dots.csv"
refused 5 'dots.csv: line 2: part: .dots. is none; say dot, area or solid' 'a word that is no part of a mark' palette calibrate "$work/dots.csv"
{ printf '\357\273\277'; sed 's/,/;/g; s/\./,/g; s/$/\r/' "$work/marks.csv"; } >"$work/german.csv" # as spreadsheets write it
"$SCALPTONE" palette calibrate "$work/german.csv" -o "$work/german.json" --name Anna --date 2026-11-29 >"$work/out" 2>&1 && cmp -s "$work/german.json" "$work/hand.json" && good 'semicolons and decimal commas are read' || bad "a German table: $(cat "$work/out")"
{ printf '\377\376'; sed 's/./&@/g' "$work/few.csv" | tr '@' '\000'; } >"$work/wide.csv"
printf 'ink,parts_water,skin_L,a,b\n' >"$work/lacks.csv"
refused 5 'lacks.csv: line 1: these columns are missing: skin_a, skin_b, L; there must be ink' 'all columns that are missing are named at once' palette calibrate "$work/lacks.csv"
refused 5 'wide.csv: line 1: this is UTF-16' 'a table in UTF-16' palette calibrate "$work/wide.csv"
# shellcheck disable=SC2086
answers 'hand +Anna, learnt from [0-9]+ healed marks' 'heal goes by it, too' heal --skin 65,13,16 --ink generic-carbon --artist "$work/hand.json"
cp "$work/out" "$work/by-hand"
"$SCALPTONE" heal --skin 65,13,16 --ink generic-carbon --no-artist | cmp -s - "$work/by-hand" && bad 'heal by a hand is heal without' || good 'and says something else than without'
refused 2 'contradicts' 'heal with a hand and none' heal --skin 65,13,16 --ink generic-carbon --artist "$work/hand.json" --no-artist
refused 5 'scalptone_artist: missing' 'no hand' match $given --artist palettes/default.json
# shellcheck disable=SC2086
refused 2 'contradicts' 'a hand and none' match $given --artist "$work/hand.json" --no-artist

# ---- films ----
answers 'a sheet for films of ink' 'a sheet to draw inks down on' card -o "$work/sheet.svg" --sheet swatches
refused 2 'field: missing' 'a photo without fields' palette measure build/demo/client.jpg --name X
refused 2 'no strip of the sheet' 'a field that is nowhere' palette measure build/demo/client.jpg --name X --field here=20
refused 2 'number from 0 to 1000' 'no parts' palette measure build/demo/client.jpg --name X --field A1=much
"$OUT/tests/phantom/phantom" --out "$work/cup" --size 420,320 >/dev/null 2>&1 || bad phantom
answers 'no colour chart or grey card was used' 'what is weak about the photo of a cup is told' palette cup "$work/cup/photo.jpg" --chart none --ink generic-carbon \
    --want 20 --film 24 --field mix:rect:5%,5%,20%,20%
refused 2 'ink ID --want' 'a cup without a wish' palette cup build/demo/client.jpg --field mix=A1
[ "$failures" -eq 0 ]
