#!/bin/sh
# preview: pictures, what is said of them, and what is refused.
. tests/cli/check.sh
"$OUT/tests/phantom/phantom" --out "$work" --size 900,700 --mm-per-px 0.03 --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
photo=$work/photo.png
cp "$photo" "$work/before.png"
area='--area rect:3%,5%,40%,80%'
# shellcheck disable=SC2086
show() { name=$1; pattern=$2; shift 2; answers "$pattern" "$name" preview "$photo" --scale 0.03 $area "$@"; }
made() { if [ -s "$1" ] && [ "$(head -c 4 "$1" | tail -c 3)" = PNG ]; then good "$2"; else bad "$2: no picture"; fi; }

# ---- pictures ----
show 'the first option on the photo' 'Wrote .*option' -o "$work/out.png"
made "$work/out.png" 'a picture'
show 'a sheet of three' '3 options beside' --sheet "$work/sheet.png" --top 3
made "$work/sheet.png" 'a sheet'
show 'both at once' 'Wrote .*sheet2' -o "$work/out2.png" --sheet "$work/sheet2.png" --top 2
cmp -s "$work/out.png" "$work/out2.png" && good 'the same picture beside a sheet' || bad 'another picture beside a sheet'
show 'the same call again' 'Wrote' -o "$work/out3.png"
cmp -s "$work/out.png" "$work/out3.png" && good 'the same bytes for the same seed' || bad 'other bytes for the same seed'
show 'another seed' 'Wrote' -o "$work/out4.png" --seed 2
cmp -s "$work/out.png" "$work/out4.png" && bad 'the same dots for another seed' || good 'other dots for another seed'
show 'from afar' 'far: blurred by 0\.20 mm' -o "$work/far.png" --view far
show 'without a mark, 16 bits' 'Wrote' -o "$work/deep.png" --no-watermark --bits 16
made "$work/deep.png" 'a picture of 16 bits'
show 'an ink by name' 'Carbon black +20 ' -o "$work/ink.png" --ink generic-carbon
show 'two inks, each with its dilution' 'Carbon black +40 ' --sheet "$work/inks.png" --ink generic-carbon --dilution 10 --ink generic-carbon --dilution 40
show 'in three years' '68 % of the healed ink is left' -o "$work/old.png" --age 3
show 'in three years, fading slowly' '86 % of the healed ink is left' -o "$work/slow.png" --age 3 --fade 0.05
show 'fresh' 'fresh: 1\.5 times the ink that heals' -o "$work/fresh.png" --age fresh
cmp -s "$photo" "$work/before.png" && good 'the photo is not touched' || bad 'the photo was changed'
answers 'scale assumed' 'without a scale' preview "$photo" $area -o "$work/assumed.png" --top 1
answers 'looked for, not shown' 'without an area' preview "$photo" --scale 0.03 -o "$work/found.png" --top 1
answers '0\.03 mm per pixel$' 'a ruler of two points' preview "$photo" --scale 100,100,500,400,15 $area -o "$work/ruler.png" --top 1
answers '[1-9][0-9]* per cm2' 'a ruler counts hairs, too' measure "$photo" --scale 100,100,500,400,15
# Skin alone, measured once with hair in mind and once without: the overlay is drawn of the second.
"$OUT/tests/phantom/phantom" --out "$work/bald" --size 300,240 --mm-per-px 0.05 --png8 --density 0 >/dev/null 2>&1 || bad 'bald phantom'
bald() { pattern=$1 name=$2; shift 2; answers "$pattern" "$name" preview "$work/bald/photo.png" --scale 0.05 --area rect:5%,5%,50%,80% --ink generic-carbon "$@"; }
bald 'Carbon black' 'skin without hair, with overlay and masks' -o "$work/bald.png" --overlay "$work/seen.png" --masks "$work/labels.png"
made "$work/seen.png" 'what was seen of it'
made "$work/labels.png" 'its masks'
answers 'thin out over' 'a bald head up to a hairline' preview "$work/bald/photo.png" --scale 0.05 --hairline '0%,60% 50%,50% 100%,60%' --ink generic-carbon -o "$work/line.png"
made "$work/line.png" 'its picture'
refused 2 'not both' 'a hairline and an area' preview "$photo" --hairline '1,1 9,9' --area rect:1,1,9,9 -o "$work/n.png"
refused 2 'hairline: .*a number is missing' 'a hairline that is none' preview "$photo" --hairline 'here' -o "$work/n.png"
# What was taken for hair may be none: nothing is painted unless people say where.
portrait=${SCALPTONE_DATA:-../shared/data}/photos/nasa_astronaut/astronaut.png
if [ -f "$portrait" ]; then
    refused 4 'so nothing is painted: show where ink is wanted' 'a beard, cloth or wall for hair' preview "$portrait" -o "$work/n.png"
    answers 'thin out over' 'the same with a hairline' preview "$portrait" --hairline '0%,45% 100%,45%' -o "$work/up.png" --top 1
else
    echo "skip no reference data: a portrait whose hair is doubtful"
fi
# What both the picture and the measurement say of the photo stands once.
"$OUT/tests/phantom/phantom" --out "$work/bare" --size 300,240 --mm-per-px 0.05 --png8 --density 0 --profile none >/dev/null 2>&1 || bad 'phantom without a profile'
answers 'no colour chart' 'a photo without a profile' preview "$work/bare/photo.png" --scale 0.05 --area rect:5%,5%,50%,80% --ink generic-carbon -o "$work/bare.png"
[ "$(tr -s ' \n' ' ' <"$work/out" | grep -o 'does not say what its colours mean' | wc -l)" -eq 1 ] && good 'a flag is printed once' || bad "a flag is printed again: $(cat "$work/out")"
[ "$(grep -c '^  Photo ' "$work/out")" -eq 1 ] && good 'flags are one list' || bad 'flags are two lists'
# A print of the card lies in view, 3.6 pixels a millimetre; between it and a ColorChecker is skin, and no hair to be told.
"$OUT/tests/card/card_demo" "$work" || bad 'card demo'
answers 'scale +0\.277[0-9]* mm per pixel$' 'the millimetres of a card in view' preview "$work/card-and-chart.jpg" --area rect:655,300,60,200 --ink generic-carbon -o "$work/card.png"
"$OUT/tests/phantom/phantom" --out "$work/near" --size 1500,1100 --mm-per-px 0.018 --png8 >/dev/null 2>&1 || bad 'phantom'
answers 'hairs are taken to be 0\.072 mm wide' 'a scale by the hairs' preview "$work/near/photo.png" $area -o "$work/hairs.png" --top 1
answers 'is meant to be used as it is' 'a ready ink with water' preview "$photo" --scale 0.03 $area -o "$work/ready.png" --ink ready-black-deep --dilution 20
answers 'is meant for 1:3 to 1:60' 'an ink beyond its dilutions' preview "$photo" --scale 0.03 $area -o "$work/strong.png" --ink generic-carbon --dilution 1
answers 'Sure +[a-z]+ confidence' 'how sure the ranking is' preview "$photo" --scale 0.03 $area -o "$work/sure.png"
base="preview $photo --scale 0.03 $area"
refused 2 'there is none' 'options of a ranking and an ink by name' $base -o "$work/n.png" --ink generic-carbon --top 3
refused 2 'belongs to --view far' 'a distance near by' $base -o "$work/n.png" --distance 2
refused 2 'belongs to --age YEARS' 'fading without years' $base -o "$work/n.png" --fade 0.2
refused 2 'sheets have 8' 'bits of a sheet' $base --sheet "$work/n.png" --bits 16
refused 2 'would be a .png file' 'a picture of another name' $base -o "$work/n.webp"
refused 2 'would be a .png file' 'a sheet of another name' $base --sheet "$work/n.jpg"
refused 2 'a JPEG has 8' 'bits that a JPEG does not have' $base -o "$work/n.jpg" --bits 16
answers 'Wrote' 'a picture as JPEG' $base --top 1 -o "$work/n.jpg"
[ "$(od -An -tx1 -N3 "$work/n.jpg" | tr -d ' ')" = ffd8ff ] && good 'it is one' || bad 'it is none'
[ "$(wc -c <"$work/n.jpg")" -lt "$(($(wc -c <"$work/out.png") / 2))" ] && good 'it has less than half of the bytes' || bad 'it is large'
grep -qaE 'Exif|xpacket' "$work/n.jpg" && bad 'it carries metadata' || good 'it carries no metadata'
cp "$work/out.png" "$work/kind.jpg"
refused 2 'is there already and is no JPEG picture' 'a JPEG over a PNG' $base --top 1 -o "$work/kind.jpg"
refused 2 'pictures go to a file' 'a picture to standard output' $base -o -
refused 2 'first photo' 'an area of the second photo' preview "$photo" "$work/card-and-chart.jpg" --area rect:1,1,9,9 -o "$work/n.png"
refused 2 '0.002 to 2 mm' 'pixels as large as hands' preview "$photo" --scale 10 $area -o "$work/n.png"

# ---- JSON ----
show 'JSON alone' '^\{"scalptone"' --json --top 2
fits 'preview' closed preview
for key in confidence pick scale area view options rendered_lab rendered_de00 dots ink_left assumptions quality tied_with; do
    grep -q "\"$key\":" "$work/out" && good "JSON has $key" || bad "JSON lacks $key"
done
grep -q '"assumed":false' "$work/out" && good 'the scale was given' || bad 'the scale was given'
[ "$(grep -o '"rendered_de00":[0-9.]*' "$work/out" | awk -F: '$2 > 0.5' | wc -l)" -eq 0 ] && good 'pictures are as predicted' || bad 'pictures are off'
answers 'too small for a single dot|too few for the picture' 'an area for no dots' preview "$photo" --scale 0.002 --area rect:100,100,60,60 -o "$work/few.png" --ink generic-carbon

# ---- refusals ----
no() { code=$1 pattern=$2 name=$3; shift 3; refused "$code" "$pattern" "$name" preview "$photo" --scale 0.03 "$@"; }
no 2 'nothing to make: give -o' 'no output'
no 2 'area: the area rect:5000,5,10,10 holds no pixel' 'an area outside the photo' --area rect:5000,5,10,10 -o "$work/x.png"
no 2 'area: .*width and height' 'an empty area' --area rect:10,10,0,10 -o "$work/x.png"
no 2 'not a shape' 'an area that is none' --area here -o "$work/x.png"
no 3 'a mask is a PNG' 'a mask that is no PNG' --area "mask:$0" -o "$work/x.png"
no 2 'photo.png: is another file of this call' 'the photo as output' $area --top 1 -o "$photo"
no 2 'another file of this call' 'one name for both' $area --top 1 -o "$work/y.png" --sheet "$work/y.png"
no 2 'another file of this call' 'one name for picture and overlay' $area --top 1 -o "$work/y.png" --overlay "$work/./y.png"
[ ! -e "$work/y.png" ] && good 'names are compared before anything is written' || bad 'a picture was written before its name was refused'
no 2 'density 0: must be between' 'no dots' $area --density 0 -o "$work/x.png"
no 2 'no such ink in default.json' 'an unknown ink' $area --ink nothing -o "$work/x.png"
no 2 'write --ink ID before it' 'a dilution of no ink' $area --dilution 10 -o "$work/x.png"
no 2 'between 0 and 1000' 'a dilution that is none' $area --ink generic-carbon --dilution x -o "$work/x.png"
no 2 'fresh, healed, or years' 'an age that is none' $area --age soon -o "$work/x.png"
no 2 'fresh, healed, or years' 'too old' $area --age 31 -o "$work/x.png"
no 2 'must be 8 or 16' 'twelve bits' $area --bits 12 -o "$work/x.png"
no 2 'must be between 1 and 6' 'seven options' $area --top 7 --sheet "$work/x.png"
no 3 'no such file' 'no palette' $area --palette "$work/none.json" -o "$work/x.png"
refused 2 'two points in pixels' 'a scale that is none' preview "$photo" $area --scale 1,2,3 -o "$work/x.png"
refused 2 'a pixel must be between' 'a ruler without length' preview "$photo" $area --scale 5,5,5,5,10 -o "$work/x.png"
refused 2 '0.002 to 2 mm' 'an absurd scale' preview "$photo" $area --scale 0.0005 -o "$work/x.png" --ink generic-carbon
refused 2 '0.002 to 2 mm' 'another' preview "$photo" $area --scale 50 -o "$work/x.png" --ink generic-carbon
refused 6 'cannot be written' 'a folder that is not there' preview "$photo" $area --scale 0.03 --top 1 -o "$work/none/x.png"
# shellcheck disable=SC2086
[ -c /dev/full ] && refused 6 'full: cannot be written: .*; written before it: .*kept.png$' 'a sheet that fails after the picture' preview "$photo" --scale 0.03 $area --top 1 -o "$work/kept.png" --sheet /dev/full
[ ! -c /dev/full ] || made "$work/kept.png" 'the picture that was written is whole'
# shellcheck disable=SC2086
[ -c /dev/full ] && refused 6 'full: cannot be written: .*; nothing was written$' 'a picture that fails before the sheet' preview "$photo" --scale 0.03 $area --top 1 -o /dev/full --sheet "$work/x.png"
if [ -c /dev/full ]; then
    # shellcheck disable=SC2086
    "$SCALPTONE" preview "$photo" --scale 0.03 $area --top 1 -o "$work/told.png" >/dev/full 2>"$work/err"
    grep -q 'standard output: cannot be written: .*; written before it: .*told.png$' "$work/err" && good 'a picture is named where words fail' || bad "words failed: $(cat "$work/err")"
fi
refused 2 'no photo given' 'no photo' preview -o "$work/x.png"
[ -e "$work/x.png" ] && bad 'a refused call left a picture' || good 'nothing is left of refused calls'
[ "$(find "$work" -name '*.png.*' | wc -l)" -eq 0 ] && good 'no temporary files' || bad 'temporary files are left'
[ "$failures" -eq 0 ]
