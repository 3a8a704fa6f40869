#!/bin/sh
# consult: what lies in the folder, what never does, and that it is there whole or not at all.
. tests/cli/check.sh
"$OUT/tests/phantom/phantom" --out "$work" --size 1600,1200 --card colorchecker --mm-per-px 0.02 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
mv "$work/photo.jpg" "$work/anna secret.jpg"
"$OUT/tests/phantom/phantom" --out "$work" --size 480,360 --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
photo="$work/anna secret.jpg" bare=$work/photo.png
there() { if [ -s "$2/$1" ]; then good "$1"; else bad "$1 is not there: $(ls "$2" 2>&1)"; fi; }

answers 'The photo is good enough' 'a consultation' consult "$photo" --scale 0.02 -o "$work/first" --no-pdf
for name in consultation.html before-after.jpg record.json overlay.png; do there $name "$work/first"; done
"$SCALPTONE" match "$photo" --scale 0.02 | sed '/^$/q' >"$work/verdict"
sed '/^$/q' "$work/out" | cmp -s - "$work/verdict" && good 'the verdict is that of match' || bad 'another verdict than that of match'
recipe=$(grep -o 'Mix .*' "$work/verdict" | head -n 1)
grep -qF "${recipe% (*}" "$work/first/consultation.html" && good "the page has the recipe: $recipe" || bad "the page has another recipe than: $recipe"
size=$(wc -c <"$work/first/consultation.html")
echo "figure: the page of a photo of 1600 x 1200 has $size bytes"
[ "$size" -lt 2000000 ] && good 'the page is below 2 MB' || bad "the page has $size bytes"
[ "$(grep -c 'data:image/jpeg' "$work/first/consultation.html")" -ge 1 ] && good 'pictures lie in the page' || bad 'no pictures'
[ "$(ls -ld "$work/first" | cut -c 1-10)" = drwx------ ] && good 'the folder is for its owner alone' || bad "$(ls -ld "$work/first")"
open=$(find "$work/first" -type f -perm /077)
[ -z "$open" ] && good 'and so is every file in it' || bad "others may read $open"

# ---- never over one that is there ----
before=$(cat "$work"/first/* | cksum)
answers 'first-2$' 'a second one is numbered' consult "$photo" --scale 0.02 -o "$work/first" --no-pdf --date 2026-11-29
answers 'first-3$' 'and a third' consult "$photo" --scale 0.02 -o "$work/first/" --no-pdf --date 2026-11-29
[ "$(cat "$work"/first/* | cksum)" = "$before" ] && good 'the first is as it was' || bad 'the first was changed'
cmp -s "$work/first-2/consultation.html" "$work/first-3/consultation.html" && good 'the same bytes again' || bad 'other bytes again'
mkdir "$work/here"
program=$(cd "$(dirname "$SCALPTONE")" && pwd)/$(basename "$SCALPTONE")
(cd "$work/here" && "$program" consult "$photo" --no-pdf --date 2026-11-29) >"$work/out" 2>"$work/err"
[ -d "$work/here/anna-secret-2026-11-29" ] && good 'named after photo and day' || bad "named: $(ls "$work/here") $(cat "$work/err")"
(cd "$work/here" && "$program" consult "$photo" --no-pdf --date 1 --name '../$(x)/<b>') >"$work/out" 2>"$work/err"
[ -e "$work/here/_.---x---b--1" ] && good 'a name cannot leave the folder' || bad "named: $(ls -a "$work/here") $(cat "$work/err")"

# ---- nothing of the machine or its user ----
told() { # the photo with a comment and EXIF data that tell where it was taken
    head -c 2 "$photo"
    printf '\377\376\000\016secretplace!\377\341\000\042Exif\000\000MM\000\052\000\000\000\010\000\000\000\000\000\000secretplace!'
    tail -c +3 "$photo"
}
told >"$work/told.jpg"
answers 'The photo is good enough' 'a photo that tells where it was taken' consult "$work/told.jpg" --scale 0.02 -o "$work/place" --no-pdf
for file in "$work"/place/*; do
    found=$(sed 's/base64,[^"]*//g' "$file" | grep -aoE "secretplace|$work|${HOME:-/root}/|Exif|GPSL|xpacket|photoshop" | head -n 1)
    [ -z "$found" ] && good "no place, path or metadata in $(basename "$file")" || bad "$(basename "$file") has $found"
done
sed -n 's/.*src="data:image\/jpeg;base64,\([^"]*\)".*/\1/p' "$work/place/consultation.html" | base64 -d 2>/dev/null | grep -qaE 'secretplace|Exif' && bad 'a picture in the page tells it' || good 'nor in a picture of the page'
user=$(id -un)
[ "$user" = root ] || { grep -qa "$user" "$work"/place/* && bad 'the name of the user' || good 'no name of the user'; }

# ---- no ink where none may be picked ----
answers 'No recipe' 'a photo that will not do' consult "$bare" -o "$work/bare" --no-pdf
there consultation.html "$work/bare"
[ ! -e "$work/bare/before-after.jpg" ] && good 'no picture of an ink' || bad 'a picture of an ink'
sed -n '/<body>/,$p' "$work/bare/consultation.html" | grep -qE '[0-9] ml|class="mix"|data-when="healed"><img' && bad 'a recipe against the verdict' || good 'no recipe, no ink'
"$SCALPTONE" consult "$bare" -o "$work/strict" --no-pdf --strict >"$work/out" 2>"$work/err"
[ $? -eq 1 ] && [ -d "$work/strict" ] && good 'such a photo under --strict: a folder, and exit 1' || bad "--strict: $(cat "$work/err")"
answers '^\{"folder":".*"pick":false\}$' 'as JSON' consult "$bare" -o "$work/json" --no-pdf --json
fits 'consult' closed consult

# ---- whole or not at all ----
refused 2 'no photo given' 'no photo' consult
refused 2 'overlay.png lies in the folder' 'an overlay elsewhere' consult "$bare" --overlay "$work/x.png"
refused 2 'is no name' 'no name' consult "$bare" -o "$work/.."
refused 6 'no folder can be made' 'a folder nowhere' consult "$bare" -o "$work/none/x"
refused 3 'no such file' 'no such photo' consult "$work/none.jpg" -o "$work/x"
refused 2 'area' 'an area outside' consult "$photo" --area rect:9000,9000,5,5 -o "$work/x"
[ ! -e "$work/x" ] && good 'refused calls leave no folder' || bad 'a folder of a refused call'
[ -z "$(find "$work" -name '.scalptone-*')" ] && good 'and nothing hidden' || bad "left: $(find "$work" -name '.scalptone-*')"
halves=0 whole=0
for delay in 0.05 0.15 0.3 0.45 0.6 0.75 0.9 1.1 1.3 1.6; do
    "$SCALPTONE" consult "$photo" --scale 0.02 -o "$work/killed" --no-pdf >/dev/null 2>&1 &
    process=$!
    sleep $delay
    kill -KILL $process 2>/dev/null
    wait $process 2>/dev/null
    if [ -d "$work/killed" ]; then
        whole=$((whole + 1))
        for name in consultation.html before-after.jpg record.json overlay.png; do [ -s "$work/killed/$name" ] || halves=$((halves + 1)); done
        tail -c 20 "$work/killed/consultation.html" | grep -q '</html>' || halves=$((halves + 1))
        rm -rf "$work/killed"
    fi
done
[ $halves -eq 0 ] && good "killed ten times: $whole whole, none half" || bad "killed ten times: $halves missing in $whole"
[ "$failures" -eq 0 ]
