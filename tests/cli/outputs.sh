#!/bin/sh
# What an output may replace: a file of its own kind, at the end of links, and nothing of the system. The machine's own /dev is
# written to by a plain user only, who could not harm it if the program were wrong.
. tests/cli/check.sh
ink='--skin 65,9.4,15.8 --ink generic-carbon'
# plot FILE [OPTIONS]: a drawing is a fast output; a picture takes the same way.
plot() {
    file=$1
    shift
    # shellcheck disable=SC2086
    "$SCALPTONE" heal $ink --plot "$file" "$@" >"$work/out" 2>"$work/err"
}
is_svg() { head -c 200 "$1" | grep -q '<svg' && tail -c 20 "$1" | grep -q '</svg>'; }
# unlike NAME FILE: refused with code 2 in one line, and the file is what it was.
unlike() {
    cp "$2" "$work/before"
    # shellcheck disable=SC2086
    refused 2 'is there already and is no SVG drawing; give another name, or --force' "$1" heal $ink --plot "$2"
    cmp -s "$2" "$work/before" && good "$1 is as it was" || bad "$1 was replaced"
}

plot "$work/a.svg" && is_svg "$work/a.svg" && good 'a new file' || bad "a new file: $(cat "$work/err")"
plot "$work/a.svg" && good 'a drawing over a drawing' || bad "a drawing over a drawing: $(cat "$work/err")"
printf '\357\273\277<?xml version="1.0"?>\n<!-- by hand -->\n<!DOCTYPE svg>\n<svg>\n</svg>\n' >"$work/hand.svg"
plot "$work/hand.svg" && good 'over a drawing made by another program' || bad "over another drawing: $(cat "$work/err")"
: >"$work/empty"
plot "$work/empty" && good 'an empty file holds nothing to lose' || bad "over an empty file: $(cat "$work/err")"

printf '# Notes\n\nKeep me.\n' >"$work/README.md"
unlike 'a text' "$work/README.md"
printf '<!DOCTYPE html>\n<html><svg></svg></html>\n' >"$work/page.svg"
unlike 'a page that is called a drawing' "$work/page.svg"
printf '<svgish/>\n' >"$work/ish.svg"
unlike 'another XML file' "$work/ish.svg"
printf '<!-- never closed <svg>\n' >"$work/open.svg"
unlike 'a comment without an end' "$work/open.svg"
printf '{"notes": 1}\n' >"$work/notes"
unlike 'a JSON file' "$work/notes"
printf '\211PNG\r\n\032\n rest' >"$work/picture"
unlike 'a PNG picture' "$work/picture"
plot "$work/README.md" --force && is_svg "$work/README.md" && good '--force replaces a text' || bad "--force: $(cat "$work/err")"

# The other kinds of output.
mkdir "$work/photo"
"$OUT/tests/phantom/phantom" --out "$work/photo" --size 480,360 --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
photo=$work/photo/photo.png
printf 'Keep me.\n' >"$work/README.md"
refused 2 'README.md: is there already and is no PNG picture' 'an overlay over a text' measure "$photo" --overlay "$work/README.md"
refused 2 'README.md: is there already and is no PNG picture' 'a chart overlay over a text' chart "$photo" --overlay "$work/README.md"
refused 2 'README.md: is there already and is no PNG picture' 'a sheet over a text' preview "$photo" --sheet "$work/README.md"
refused 2 'README.md: is there already and is no JSON file' 'a description over a text' card -o "$work/card.svg" --description "$work/README.md"
[ "$(cat "$work/README.md")" = 'Keep me.' ] && [ ! -e "$work/card.svg" ] && good 'told before anything is written' || bad 'something was written'
answers 'skin' 'two label images' measure "$photo" --masks "$work/masks.png"
answers 'skin' 'a picture over a picture' measure "$photo" --overlay "$work/masks.png"
answers 'mm' 'a card and its description' card -o "$work/card.svg" --description "$work/card.json"
answers 'mm' 'the same again' card -o "$work/card.svg" --description "$work/card.json"
printf 'Keep me.\n' >"$work/list.md"
printf '%s --overlay %s\n' "$photo" "$work/list.md" >"$work/list"
"$SCALPTONE" measure --batch "$work/list" >"$work/out" 2>/dev/null
grep -q 'is no PNG picture' "$work/out" && [ "$(cat "$work/list.md")" = 'Keep me.' ] && good 'a line of a batch is refused likewise' || bad "a batch: $(cat "$work/out")"
"$SCALPTONE" measure --batch "$work/list" --force >"$work/out" 2>/dev/null
[ "$(od -An -c -N4 "$work/list.md" | tr -d ' ')" = '211PNG' ] && good '--force beside --batch holds for its lines' || bad "--force in a batch: $(cat "$work/out")"

# Links: what is replaced, whole, is the file at their end.
mkdir "$work/far" "$work/links"
plot "$work/far/target.svg"
ln "$work/far/target.svg" "$work/far/second-name"
chmod 600 "$work/far/target.svg"
ln -s ../far/target.svg "$work/links/one"
ln -s "$work/links/one" "$work/links/two"
plot "$work/links/two" && [ -L "$work/links/one" ] && [ -L "$work/links/two" ] && [ ! -L "$work/far/target.svg" ] && is_svg "$work/far/target.svg" &&
    good 'links stay links' || bad "links: $(ls -l "$work/links") $(cat "$work/err")"
number() { ls -i "$1" | awk '{print $1}'; }
[ "$(number "$work/far/target.svg")" = "$(number "$work/far/second-name")" ] && bad 'the target was written into' || good 'their target is replaced, not written into'
[ "$(stat -c %a "$work/far/target.svg" 2>/dev/null || stat -f %Lp "$work/far/target.svg")" = 600 ] && good 'who may read it stays' || bad 'its permissions changed'
ln -s ../far/new.svg "$work/links/new"
plot "$work/links/new" && [ -L "$work/links/new" ] && is_svg "$work/far/new.svg" && good 'a link to a file that is not there yet' || bad "a dangling link: $(cat "$work/err")"
ln -s "$work/far" "$work/folder"
plot "$work/folder/in.svg" && [ -L "$work/folder" ] && is_svg "$work/far/in.svg" && good 'a folder that is a link' || bad "a linked folder: $(cat "$work/err")"
ln -s ../far/twice.png "$work/links/first"
ln -s first "$work/links/second"
refused 2 'another file of this call' 'two links to one file' measure "$photo" --overlay "$work/links/first" --masks "$work/links/second"
[ ! -e "$work/far/twice.png" ] && good 'told before it is written' || bad 'it was written'
ln -s circle "$work/links/circle"
# shellcheck disable=SC2086
refused 6 'circle: cannot be written: .*(Too many|symbolic)' 'a link to itself' heal $ink --plot "$work/links/circle"
ln -s none/x.svg "$work/links/lost"
# shellcheck disable=SC2086
refused 6 'lost: cannot be written: No such file' 'a link into a folder that is not there' heal $ink --plot "$work/links/lost"
printf 'Keep me.\n' >"$work/far/text"
ln -s ../far/text "$work/links/text"
unlike 'a text at the end of a link' "$work/links/text"
ln -s "$photo" "$work/links/client.png"
cp "$photo" "$work/before"
refused 2 'client.png: is another file of this call' 'a link to the photo' measure "$photo" --overlay "$work/links/client.png"
cmp -s "$photo" "$work/before" && good 'the photo is as it was' || bad 'the photo was replaced'
[ -z "$(find "$work" -name '*.??????' ! -name '*.svg' ! -name '*.json' -type f)" ] && good 'no temporary file is left' || bad 'temporary files are left'

# Streams: a pipe, and standard output under its other names, also when it is a file.
mkfifo "$work/pipe"
cat "$work/pipe" >"$work/piped" &
plot "$work/pipe" && wait && is_svg "$work/piped" && [ -p "$work/pipe" ] && good 'a pipe' || bad "a pipe: $(cat "$work/err")"
if [ -e /proc/self/fd/1 ]; then
    ln -s /proc/self/fd/3 "$work/links/three"
    printf 'before\n' >"$work/stream"
    plot "$work/links/three" 3>>"$work/stream" && [ -L "$work/links/three" ] && head -n 1 "$work/stream" | grep -q before && is_svg "$work/stream" &&
        good 'a stream by a link goes on where it was' || bad "a stream by a link: $(head -c 100 "$work/stream") $(cat "$work/err")"
    # shellcheck disable=SC2086
    exec 9>&- # Whatever called this test may have left it open.
    refused 6 'cannot be written: Bad file' 'a stream that is not open' heal $ink --plot /proc/self/fd/9
else
    echo "skip streams by number: no /proc here"
fi

# As a plain user, from a copy of the program that one can read.
as_user=
[ "$(id -u)" -ne 0 ] || as_user='setpriv --reuid=65534 --regid=65534 --clear-groups'
mkdir "$work/user" && chmod 755 "$work" && chmod 777 "$work/user"
mkdir "$work/bin" && cp "$SCALPTONE" "$(dirname "$SCALPTONE")"/libscalptone.so.0 "$work/bin/" && mkdir "$work/palettes" &&
    cp -r palettes/*.json palettes/charts "$work/palettes/"
# shellcheck disable=SC2086
if [ -c /dev/null ] && [ -e /dev/stdout ] && $as_user "$work/bin/scalptone" --version >/dev/null 2>&1; then
    before=$(ls -ld /dev/stdout /dev/stderr /dev/fd /dev/null)
    for name in /dev/stdout /dev/fd/1 /proc/self/fd/1; do
        $as_user sh -c 'printf "before\n" >"$1"; "$2" heal --skin 65,9.4,15.8 --ink generic-carbon --plot "$3" --quiet >>"$1"' sh "$work/user/file" "$work/bin/scalptone" "$name" 2>"$work/err" &&
            head -n 1 "$work/user/file" | grep -q before && grep -q '</svg>' "$work/user/file" && good "$name that is a file" ||
            bad "$name that is a file: $(cat "$work/err")"
        $as_user "$work/bin/scalptone" heal --skin 65,9.4,15.8 --ink generic-carbon --plot "$name" 2>"$work/err" | cat >"$work/piped"
        grep -q '</svg>' "$work/piped" && good "$name that is a pipe" || bad "$name that is a pipe: $(cat "$work/err")"
    done
    $as_user "$work/bin/scalptone" heal --skin 65,9.4,15.8 --ink generic-carbon --plot /dev/none.svg >/dev/null 2>"$work/err" && bad 'a new file in /dev' ||
        { grep -q '/dev/none.svg: cannot be written: ' "$work/err" && good 'nothing is made in /dev' || bad "in /dev: $(cat "$work/err")"; }
    $as_user "$work/bin/scalptone" heal --skin 65,9.4,15.8 --ink generic-carbon --plot /dev/null >/dev/null 2>"$work/err" && good '/dev/null' || bad "/dev/null: $(cat "$work/err")"
    [ "$before" = "$(ls -ld /dev/stdout /dev/stderr /dev/fd /dev/null)" ] && good '/dev is as it was' || bad '/dev changed'
    if [ -n "$as_user" ]; then
        chmod 755 "$work/far" && chmod 644 "$work/far/target.svg"
        $as_user "$work/bin/scalptone" heal --skin 65,9.4,15.8 --ink generic-carbon --plot "$work/far/target.svg" >/dev/null 2>"$work/err" && bad 'a file of another user' ||
            { grep -q 'cannot be written: Permission denied' "$work/err" && good 'a file of another user' || bad "a file of another user: $(cat "$work/err")"; }
    fi
else
    echo "skip standard output by name: no plain user can run the program here"
fi
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
    shared=$(mktemp -d /dev/shm/scalptone.XXXXXX)
    plot "$shared/x.svg" && plot "$shared/x.svg" && is_svg "$shared/x.svg" && good 'shared memory holds files like any other' || bad "shared memory: $(cat "$work/err")"
    rm -rf "$shared"
fi
[ "$failures" -eq 0 ]
