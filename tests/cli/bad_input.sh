#!/bin/sh
# Bad input: one line, the documented exit code, no partial output.
. tests/cli/check.sh
photo=$work/photo.png
"$OUT/tests/phantom/phantom" --out "$work" --size 480,360 --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }

refused 3 'no such file' 'missing file' match "$work/none.jpg"
refused 3 'is a folder' 'a folder' match "$work"
: >"$work/empty.jpg"
refused 3 'is empty' 'an empty file' match "$work/empty.jpg"
head -c 3000 "$photo" >"$work/cut.png"
refused 3 'truncated|damaged|ends|corrupt' 'a truncated photo' match "$work/cut.png"
echo 'not a photo at all' >"$work/text.jpg"
refused 3 'not a photo|no photo|PNG, JPEG' 'text renamed .jpg' match "$work/text.jpg"
# A 69-byte PNG that claims 900,000 x 900,000 pixels.
printf '\211PNG\r\n\032\n\000\000\000\015IHDR\000\015\273\240\000\015\273\240\010\002\000\000\000\166\201\137\105\000\000\000\014IDATx\234\143\370\377\377\077\000\005\376\002\376\000\000\000\000\000IEND\256B`\202' >"$work/bomb.png"
refused 3 '900000 x 900000 pixels.*scale' 'a PNG bomb' match "$work/bomb.png"
refused 3 'more than the limit of 100000' 'a photo over --max-pixels' measure "$photo" --max-pixels 100000
refused 2 'rect:5000,5000,10,10 .*inside' 'a shape outside the photo' match "$photo" --skin rect:5000,5000,10,10
# Sixty corners, written briefly and in 5,000 bytes, are one polygon.
polygon() {
    awk -v f="$1" 'BEGIN { for (i = 0; i < 60; i++)
        printf "%s" f "," f, i ? " " : "poly:", 240 + 60 * cos(i * 0.1047), 180 + 60 * sin(i * 0.1047) }'
}
"$SCALPTONE" measure "$photo" --skin "$(polygon %.2f)" --json --quiet >"$work/brief" 2>"$work/err"
"$SCALPTONE" measure "$photo" --skin "$(polygon %.2f00000000000000000000000000000000000)" --json --quiet >"$work/long" 2>"$work/err"
if [ -s "$work/brief" ] && cmp -s "$work/brief" "$work/long"; then good 'a long shape is read to its end'; else bad "a long shape is cut: $(cat "$work/err")"; fi
mkdir "$work/chart"
"$OUT/tests/phantom/phantom" --out "$work/chart" --size 900,700 --card colorchecker --png8 >/dev/null 2>&1 || bad phantom
chart=$work/chart/photo.png
on_chart=$(tr -d ' \n\t' <"$work/chart/truth.json" | sed -E 's/.*"patch_centres":\[\[([0-9]+)[0-9.]*,([0-9]+).*/circle:\1,\2,6/')
refused 4 'on the chart' 'a shape on the chart' measure "$chart" --skin "$on_chart"
refused 4 'no spydercheckr-24 in the photo, but a colorchecker-classic' 'another chart than the one that is there' chart "$chart" --chart spydercheckr-24
refused 2 'does not name its camera' 'a camera learnt from a file that names none' chart "$chart" --save "$work/camera.json"
[ -e "$work/camera.json" ] && bad 'a camera was kept all the same' || good 'nothing is kept then'
refused 5 'scalptone_camera' 'a chart for a camera' match "$photo" --camera palettes/charts/spydercheckr-24.json
refused 2 'would be a .json' 'picture and camera in one file' chart "$chart" --overlay "$work/one.png" --save "$work/one.png"
refused 2 'the same photo' 'one photo twice' measure "$photo" "$photo"
refused 3 'a mask is a PNG' 'a mask that is no PNG' measure "$photo" --skin "mask:$work/text.jpg"
refused 2 'rect' 'a shape that is no shape' match "$photo" --skin rect:1,2,3
refused 2 'flash FILE --no-flash FILE' 'half a pair with and without the flash' measure --flash "$photo"
refused 2 'before it' 'the other half alone' measure "$photo" --no-flash "$photo"
refused 4 'brings only' 'a pair that is one photo twice' measure --flash "$photo" --no-flash "$photo"
refused 2 'between 2% and 98%' 'a grey card that reflects more than light' match "$photo" --grey rect:1,2,30,30@180%
refused 2 'unknown option; did you mean --palette' 'an unknown option' match "$photo" --pallete x
refused 2 "did you mean 'match'" 'an unknown command' mtach "$photo"
refused 2 'needs a value' 'an option without its value' match "$photo" --palette
refused 2 'takes no value' 'a flag with a value' match "$photo" --json=1
refused 2 'not one of .*did you mean' 'a misspelt word' match "$photo" --metric de200
refused 2 'between' 'a number out of range' match "$photo" --draws -5
refused 2 '0,05: not a number; decimals have a point' 'a decimal comma' match "$photo" --scale 0,05
refused 2 'decimals with a point' 'decimal commas in a shape' match "$photo" --skin rect:10,5%,10,5%,20%,20%
refused 2 'decimals with a point' 'decimal commas in a skin' heal --skin '65,4;9,4;15,8' --ink generic-carbon
refused 2 'decimals with a point' 'decimal commas in a tissue' heal --tissue melanin=0,02,blood=0,0075 --ink generic-carbon
refused 2 'not a' 'NaN as a number' match "$photo" --dot-radius nan
refused 2 'no photo given' 'no photo' match
refused 3 'no such file' 'a missing palette' match "$photo" --palette "$work/none.json"
printf '{"scalptone_palette":1,"name":NaN}' >"$work/nan.json"
refused 5 'NaN' 'NaN in JSON' match "$photo" --palette "$work/nan.json"
sed 's/"kind":[[:space:]]*"dilutable"/"kind":"dillutable"/' palettes/generic-carbon.json >"$work/wrong.json"
refused 5 'inks\[0\]\.kind' 'a palette with a wrong value' match "$photo" --palette "$work/wrong.json"
refused 5 'JSON|column' 'a palette that is no JSON' palette check "$work/text.jpg"
refused 6 'cannot be written|folder' 'an overlay into a folder that is not there' measure "$photo" --overlay "$work/none/o.png"
cp "$photo" "$work/mine.jpg"
refused 2 'another file of this call' 'an overlay over the photo' measure "$work/mine.jpg" --overlay "$work/mine.jpg"
cmp -s "$photo" "$work/mine.jpg" && good 'the photo is untouched' || bad 'the photo was overwritten'
refused 2 'another file of this call' 'two outputs in one file' measure "$photo" --overlay "$work/both.png" --masks "$work/both.png"
if "$SCALPTONE" measure "$chart" --chart-photo "$chart" --json 2>"$work/err" | grep -q 'chart-elsewhere'; then bad 'the photo itself is another photo'; else good 'a photo may be named as its own chart photo'; fi
refused 2 'chart none contradicts --chart-photo' 'no chart, but one in another photo' measure "$photo" --chart none --chart-photo "$chart"
refused 2 'depth-from 300' 'depths in the wrong order' match "$photo" --depth-from 300 --depth-to 75
refused 2 'not a colour' 'diff with a bad colour' diff 1,2 3,4,5
refused 2 'two colours' 'diff with one colour' diff 1,2,3

refused 2 'say where to write' 'a card without --output' card
refused 2 "card measure READINGS" 'a card verb that is none' card print "$photo" -o "$work/card.json"
refused 2 'print run' 'a print run that does not fit' card -o "$work/card.svg" --print-run 'a name much too long for any card'
refused 2 '^scalptone: -o: unknown option' 'the short option of another command' diff -o x
refused 2 '^scalptone: --batch: unknown option' 'what another command once called --mix' preview "$photo" --batch 8ml
printf 'name,L,a,b\nN1t,50,nan,0\n' >"$work/readings.csv"
refused 5 'line 2: .*nan' 'readings with NaN' card measure "$work/readings.csv" -o "$work/card.json"
refused 5 'line [0-9]+: .*not text' 'readings that are a photo' card measure "$photo" -o "$work/card.json"
refused 5 'no fiducials' 'a chart that is no card' card measure "$work/readings.csv" --description palettes/charts/spydercheckr-24.json -o "$work/card.json"
refused 4 'card was not found' 'transfer without a card' card transfer "$photo" -o "$work/card.json"
refused 6 'cannot be written' 'a card into a folder that is not there' card -o "$work/none/card.svg"
[ ! -e "$work/card.json" ] && [ ! -e "$work/card.svg" ] && good 'refused cards leave no file' || bad 'a refused card left a file'

if [ -e /dev/full ]; then
    "$SCALPTONE" palette list >/dev/full 2>"$work/err"; code=$?
    [ $code -eq 6 ] && [ "$(wc -l <"$work/err")" -eq 1 ] && good "full disk: $(cat "$work/err")" || bad "full disk: exit $code"
    refused 6 'No space' 'an overlay on a full disk' measure "$photo" --overlay /dev/full
fi
{ "$SCALPTONE" match --schema 2>"$work/err"; echo $? >"$work/code"; } | true
case $(cat "$work/code") in 0|6) good "closed pipe: exit $(cat "$work/code")" ;; *) bad "closed pipe: exit $(cat "$work/code")" ;; esac
leftover=$(find "$work" -name '*.png.*' | wc -l)
[ "$leftover" -eq 0 ] && good "no temporary file is left" || bad "$leftover temporary files left"
[ "$failures" -eq 0 ]
