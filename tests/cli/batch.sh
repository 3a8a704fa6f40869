#!/bin/sh
# --batch: one answer a line in the order given, each line for itself, errors as objects on their line.
. tests/cli/check.sh
photo=$work/photo.png
"$OUT/tests/phantom/phantom" --out "$work" --size 480,360 --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
where='--skin rect:40%,40%,10%,10% --chart none'

# same NAME A B: two files are equal and not empty.
same() { [ -s "$2" ] && cmp -s "$2" "$3" && good "$1" || bad "$1: $(head -c 200 "$2") is not $(head -c 200 "$3")"; }

# shellcheck disable=SC2086
"$SCALPTONE" measure "$photo" $where --json >"$work/one"
# shellcheck disable=SC2086
"$SCALPTONE" measure "$photo" $where --json --seed 7 --estimator mean >"$work/other"
! cmp -s "$work/one" "$work/other" && good 'seed and estimator change the answer' || bad 'seed and estimator change nothing'

printf '%s %s --seed 7 --estimator mean --max-pixels 200000\n%s %s\n' "$photo" "$where" "$photo" "$where" >"$work/list"
"$SCALPTONE" measure --batch "$work/list" --threads 1 >"$work/out"
sed -n 1p "$work/out" >"$work/first"; sed -n 2p "$work/out" >"$work/second"
same 'options of a line hold for it' "$work/first" "$work/other"
same 'and not for the next' "$work/second" "$work/one"

printf '%s %s\n' "$photo" "$where" >"$work/list"
"$SCALPTONE" measure --seed 7 --estimator mean --batch "$work/list" >"$work/out"
same 'options beside --batch hold for every line' "$work/out" "$work/other"

for _ in 1 2 3 4 5 6 7 8; do printf '%s %s\n%s\n' "$photo" "$where" "$work/none.jpg"; done >"$work/list"
"$SCALPTONE" measure --batch "$work/list" --threads 1 >"$work/single"
"$SCALPTONE" measure --batch "$work/list" --threads 4 >"$work/out"
same 'threads change nothing' "$work/out" "$work/single"
for threads in 1 2 4; do # of one photo: grids and small cards are looked for side by side, inks predicted, looks judged
    "$SCALPTONE" preview "$photo" --scale 0.05 --area rect:45%,45%,10%,10% --top 2 --json --threads $threads >"$work/threads-$threads"
done
same 'two threads for one photo change nothing' "$work/threads-2" "$work/threads-1"
same 'four threads for one photo change nothing' "$work/threads-4" "$work/threads-1"
[ "$(grep -c '^{"line":[0-9]*,"error":{"exit":3,' "$work/out")" -eq 8 ] && good 'errors stand on their lines' || bad 'errors are missing'

printf '# a client\n\n%s/none.jpg\n' "$work" >"$work/list"
"$SCALPTONE" measure --batch "$work/list" | grep -q '^{"line":3,' && good 'lines count as an editor counts' || bad 'a line number is wrong'

printf '%s\n' "$(printf 'n\377\303o.jpg')" >"$work/list"
"$SCALPTONE" measure --batch "$work/list" >"$work/out"
iconv -f UTF-8 -t UTF-8 "$work/out" >/dev/null 2>&1 && good 'a file name that is not UTF-8' || bad 'the answer is not UTF-8'

# Lists as editors of Windows write them, named by a file with a letter that is not ASCII.
cp "$photo" "$work/Zoë.png"
printf '# list\r\n\r\n%s %s\r\n' "$work/Zoë.png" "$where" >"$work/crlf"
printf '\357\273\277%s %s\r\n' "$work/Zoë.png" "$where" >"$work/marked"
{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE "$work/crlf"; } >"$work/little"
{ printf '\376\377'; iconv -f UTF-8 -t UTF-16BE "$work/crlf"; } >"$work/big"
# shellcheck disable=SC2086
"$SCALPTONE" measure "$work/Zoë.png" $where --json >"$work/plain"
for list in crlf marked little big; do
    "$SCALPTONE" measure --batch "$work/$list" >"$work/out"
    same "a list as editors write it: $list" "$work/out" "$work/plain"
done
printf '\377\376\075\330x\000y' >"$work/odd"
"$SCALPTONE" measure --batch "$work/odd" >"$work/out" 2>/dev/null
grep -q '"line":1,"error"' "$work/out" && good 'half a letter of UTF-16 is a letter that is not there' || bad "half a letter: $(cat "$work/out")"

refused 2 'stand in the list' 'a photo beside --batch' measure "$photo" --batch "$work/list"
refused 2 'file of its own' 'one overlay for all' measure --batch "$work/list" --overlay "$work/o.png"
echo "--batch $work/list" >"$work/lists"
"$SCALPTONE" measure --batch "$work/lists" | grep -q 'cannot name another list' && good 'a list of lists' || bad 'a list of lists'
[ "$failures" -eq 0 ]
