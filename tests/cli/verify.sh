#!/bin/sh
# verify: what is refused, two heads above all, and what is said of a photo that is held against itself.
. tests/cli/check.sh
for seed in 1 2; do
    "$OUT/tests/phantom/phantom" --out "$work/$seed" --seed $seed --size 420,320 --jpeg 93 >/dev/null 2>&1 || bad phantom
done
one=$work/1/photo.jpg two=$work/2/photo.jpg

refused 2 'name two photos' 'no photos' verify
refused 2 'name two photos' 'one photo' verify "$one"
refused 2 'one photo too many' 'three photos' verify "$one" "$two" "$one"
refused 2 'belong together' 'a planned area without its skin' verify "$one" "$two" --planned-area-lab 50,1,2
refused 2 'belongs to --planned-area-lab' 'a planned dot alone' verify "$one" "$two" --planned-dot-lab 50,1,2
refused 2 'write L,a,b' 'a dot that is none' verify "$one" "$two" --planned-area-lab 50,1,2 --planned-skin-lab 60,12,16 --planned-dot-lab dark
refused 2 'write L,a,b' 'a colour that is none' verify "$one" "$two" --planned-area-lab fifty --planned-skin-lab 60,12,16
refused 2 'not both' 'a record and a colour' verify "$one" "$two" --record "$one" --planned-area-lab 50,1,2
refused 3 'no such file' 'a photo that is not there' verify "$one" "$work/none.jpg"
refused 3 'no such file' 'a record that is not there' verify "$one" "$two" --record "$work/none.json"
refused 5 'not JSON' 'a record that is none' verify "$one" "$two" --record "$one"
refused 4 'cannot be laid over each other' 'two heads' verify "$one" "$two" --area circle:210,160,50

# The same photo, and a plan that is the skin itself: the interval holds 0, and what no dots tell is not said.
skin=60,12,16
answers 'As planned: as dark as it was meant to be' 'as planned' verify "$one" "$one" --area circle:210,160,50 --planned-area-lab $skin \
    --planned-skin-lab $skin --quiet
# Bare skin is lighter than any plan: of all dots, or of those of a first session; and so it is after three tenths of the dots.
darker=50,13,15
answers 'say --session 1 if it was the first' 'a session that nobody named' verify "$one" "$one" --area circle:210,160,50 \
    --planned-area-lab $darker --planned-skin-lab $skin --quiet
answers 'That is after 30 % of the' 'a first session' verify "$one" "$one" --area circle:210,160,50 \
    --planned-area-lab $darker --planned-skin-lab $skin --quiet --session 1
answers '"next_session":{"share_set":0.7,"share":0.3,"dots_per_cm2":null,"parts_water":null}' 'a second session' verify "$one" "$one" \
    --area circle:210,160,50 --planned-area-lab $darker --planned-skin-lab $skin --quiet --session 2 --json
refused 2 'session' 'a session before the first' verify "$one" "$one" --session 0
answers 'The area from afar: L\* [0-9.]*, a\*' 'numbers for who asks' verify "$one" "$one" --area circle:210,160,50 --planned-area-lab $skin \
    --planned-skin-lab $skin --quiet --details
answers 'Comme prévu' 'a page' verify "$one" "$one" --area circle:210,160,50 --planned-area-lab $skin --planned-skin-lab $skin \
    --quiet --page "$work/page.html" --name '<b>"anna"</b>' --date 2027-01-10 --practitioner Mia --language fr
grep -q '<html lang="fr"' "$work/page.html" && grep -q '<bdi>&lt;b&gt;&quot;anna&quot;&lt;/b&gt;</bdi>' "$work/page.html" &&
    grep -q '2027-01-10' "$work/page.html" && good 'the page says whose it is' || bad 'the page does not say whose it is'
refused 2 'would be a .html file' 'a page with the name of a picture' verify "$one" "$one" --page "$work/page.png"
refused 2 'would be a .png file' 'a picture with the name of a page' verify "$one" "$one" -o "$work/page.html"
cp "$one" "$work/photo.html"
refused 2 'is no HTML page' 'a page over a photo' verify "$one" "$one" --area circle:210,160,50 --page "$work/photo.html"
cmp -s "$one" "$work/photo.html" && good 'the photo is as it was' || bad 'the photo is gone'
answers '"asymmetric":null,.*"uneven":null' 'evenness is not told without dots' verify "$one" "$one" --area circle:210,160,50 \
    --quiet --json
fits 'verify without a plan' closed verify
refused 4 'no colour chart was found' 'a chart that must be there' verify "$one" "$one" --area circle:210,160,50 --chart colorchecker-classic
refused 3 'no such file' 'a camera that is not there' verify "$one" "$one" --camera "$work/none.json"
refused 4 'no skin was found' 'skin that is called a grey card' verify "$one" --grey rect:2,2,20,20 "$one" --area circle:210,160,50

# No bare skin is left: then the chart tells how dark the area is, in the words as in the numbers.
"$OUT/tests/phantom/phantom" --out "$work/chart" --size 1800,1350 --mm-per-px 0.024 --card colorchecker >/dev/null 2>&1 || bad phantom
whole=rect:0,0,1800,1350 bare=60,12,16
answers '"darkness":[0-9.]*,"darkness_u95":[0-9.]*,"planned_darkness":[0-9.]*,"rests_on":"chart"' 'a chart tells how dark it is' \
    verify "$work/chart/photo.jpg" "$work/chart/photo.jpg" --area $whole --planned-area-lab 25,8,9 --planned-skin-lab $bare --quiet --json
answers 'Next session: no more ink. What is much too dark needs a laser.' 'and what is too dark' verify "$work/chart/photo.jpg" \
    "$work/chart/photo.jpg" --area $whole --planned-area-lab 59.9,12,16 --planned-skin-lab $bare --quiet

# Dense dots look like neither skin nor hair, and thin out towards the edge: all are counted where the area was shown, and that the
# edge is soft is no fault.
"$OUT/tests/phantom/phantom" --out "$work/large" --size 1800,1350 --mm-per-px 0.024 --card colorchecker >/dev/null 2>&1 || bad phantom
"$SCALPTONE" preview "$work/large/photo.jpg" --scale 0.024 --area rect:3%,5%,38%,55% --ink generic-carbon --dilution 20 \
    -o "$work/healed.png" >"$work/out" 2>"$work/err" || bad "preview: $(cat "$work/err")"
set_dots=$(sed -n 's/^   -  Carbon black .* \([0-9]*\)    [0-9.]*$/\1/p' "$work/out")
"$SCALPTONE" verify "$work/large/photo.jpg" "$work/healed.png" --area rect:3%,5%,38%,55% --before bare --json >"$work/out" 2>"$work/err"
fits 'verify of many dots' closed verify
found=$(sed -n 's/.*"dots":{[^}]*"after":\([0-9]*\).*/\1/p' "$work/out")
echo "figure: of ${set_dots:-no} dots that were set ${found:-none} are found in the area shown"
[ "${set_dots:-0}" -gt 100 ] && [ $((10 * ${found:-0})) -ge $((9 * set_dots)) ] && good 'dots of a dense area are counted' || bad "of ${set_dots:-no} dots ${found:-none} are found"
grep -qE '"uneven":(false|null)' "$work/out" && good 'a soft edge is not called uneven' || bad "a soft edge is called uneven, or nothing is said: $(cat "$work/err")"
[ "$failures" -eq 0 ]
