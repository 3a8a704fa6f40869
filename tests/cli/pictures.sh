#!/bin/sh
# Pictures of several photos, and of refused ones.
. tests/cli/check.sh
for size in 480,360 500,380; do
    mkdir "$work/$size"
    "$OUT/tests/phantom/phantom" --out "$work/$size" --size $size --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
done
one=$work/480,360/photo.png two=$work/500,380/photo.png
where='--skin rect:40%,40%,10%,10% --chart none'

# size_of FILE: width and height of a PNG.
size_of() { od -An -tu1 -j16 -N8 "$1" 2>/dev/null | awk '{print $3 * 256 + $4 "x" $7 * 256 + $8}'; }
# has SIZE FILE NAME: the file is a PNG as wide and high.
has() { [ "$(size_of "$2")" = "$1" ] && good "$3" || bad "$3: $(size_of "$2")"; }

# shellcheck disable=SC2086
"$SCALPTONE" measure "$one" $where "$two" --skin rect:40%,40%,10%,10% --overlay "$work/o.png" --masks "$work/m-%d.png" --quiet >/dev/null 2>"$work/err" ||
    bad "two photos: $(cat "$work/err")"
has 480x360 "$work/m-1.png" 'the first label image'
has 500x380 "$work/m-2.png" 'the second label image, numbered where the name says'
[ -s "$work/o.png" ] && [ -s "$work/o-2.png" ] && ! cmp -s "$work/o.png" "$work/o-2.png" && good 'an overlay of each photo' || bad 'an overlay is missing'
# shellcheck disable=SC2086
"$SCALPTONE" measure "$two" $where --masks "$work/alone.png" --quiet >/dev/null 2>&1
cmp -s "$work/alone.png" "$work/m-2.png" && good 'the second label image shows the second photo' || bad 'the second label image shows another photo'

cp "$two" "$work/p-2.png"
rm -f "$work/p.png"
refused 2 'p-2.png: is another file of this call' 'an overlay that would fall on the second photo' measure "$one" "$work/p-2.png" --overlay "$work/p.png"
cmp -s "$two" "$work/p-2.png" && [ ! -e "$work/p.png" ] && good 'no picture was written, and the photo is untouched' || bad 'a picture was written'
refused 2 'another file of this call' 'overlays and masks of one name' measure "$one" "$two" --overlay "$work/x.png" --masks "$work/x.png"
refused 2 'another file of this call' 'overlays and masks of one number' measure "$one" "$two" --overlay "$work/x.png" --masks "$work/./x-%d.png"
refused 2 'another file of this call' 'masks of a second photo called as the first overlay' measure "$one" "$two" --overlay "$work/x-2.png" --masks "$work/x.png"
[ ! -e "$work/x.png" ] && [ ! -e "$work/x-2.png" ] && good 'names are compared before anything is written' || bad 'a picture was written before its name was refused'
refused 6 'none/x.png: cannot be written: No such file' 'a folder that is not there' measure "$one" --overlay "$work/x.png" --masks "$work/none/x.png"
[ ! -e "$work/x.png" ] && good 'folders are looked for before anything is written' || bad 'a picture was written before the folder of another was missed'
answers 'skin' 'two outputs to a device' measure "$one" --overlay /dev/null --masks /dev/null

refused 4 'no colour chart was found' 'no chart, with an overlay' chart "$one" --overlay "$work/why.png"
[ -s "$work/why.png" ] && good 'the overlay of a refused photo is there' || bad 'no overlay of a refused photo'
refused 4 "no colour chart" "a refusal stays the one line, whatever becomes of its picture" chart "$one" --overlay "$work/none/x.png"
[ "$failures" -eq 0 ]
