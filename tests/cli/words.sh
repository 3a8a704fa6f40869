#!/bin/sh
# What people read: no line of help too long, no -0.0, no rows named that are not shown.
. tests/cli/check.sh
"$OUT/tests/phantom/phantom" --out "$work" --size 480,360 --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
photo=$work/photo.png

long=$(for command in $("$SCALPTONE" help | awk '/^  [a-z]+ +[a-z]/ {print $1}'); do
    "$SCALPTONE" help "$command" --all 2>/dev/null | awk 'length($0) > 120'
done)
[ -z "$long" ] && good 'help fits into 120 columns' || bad "help is wider than 120 columns: $long"

{
    echo 'name;L;a;b'
    "$SCALPTONE" card -o "$work/card.svg" --description "$work/card.json" --quiet
    sed 's/{/\n{/g' "$work/card.json" | sed -n 's/.*"name":[[:space:]]*"\([^"]*\)".*/\1/p' | grep -v ' ' |
        awk '{ printf "%s;%d,0;-0,02;-0,04\n", $1, 96 - 3 * NR }'
} >"$work/readings.csv"
if "$SCALPTONE" card measure "$work/readings.csv" -o "$work/my.json" >"$work/out" 2>"$work/err"; then
    grep -q 'a   0\.0  b   0\.0' "$work/out" && ! grep -q -- '-0\.0' "$work/out" && good 'decimal commas are read, and zero has no sign' ||
        bad "zero has a sign: $(grep -m1 -- '-0\.0' "$work/out")"
else
    bad "decimal commas: $(cat "$work/err")"
fi

"$SCALPTONE" match "$photo" --top 2 >"$work/out" 2>"$work/err" || bad "$(cat "$work/err")"
shown=$(awk '/ #  ink/ {t = 1; next} t && NF == 0 {exit} t {print $1}' "$work/out" | tr '\n' ' ')
know=$(tr '\n' ' ' <"$work/out" | sed -n 's/.*cannot tell which is better: *rows \([0-9, ]*\).*/\1/p')
named=$(echo "$know" | tr -c '0-9' ' ')
strange=''
for rank in $named; do case " $shown" in *" $rank "*) ;; *) strange="$strange $rank" ;; esac; done
[ -n "$named" ] && [ -z "$strange" ] && good "tied rows are those of the table:$named" || bad "rows$strange are not in the table ($shown): $know"
refused 2 'give its place, as in --grey rect' 'advice of the library names the option' measure "$photo" --grey point:30,30
"$SCALPTONE" measure "$photo" --chart none --grey >"$work/out" 2>"$work/err"
grep -q 'grey card was found' "$work/out" && good '--grey alone looks for a card, and says what came of it' || bad "--grey alone: $(cat "$work/out" "$work/err")"
"$SCALPTONE" measure "$photo" --skin rect:30%,30%,20%,20% --grey rect:30%,30%,20%,20% --chart none --strict >"$work/out" 2>"$work/err"
grep -q "mark the card's grey area, as with --grey" "$work/err" && good 'so do flags that --strict forbids' || bad "flags name no option: $(cat "$work/err")"
[ "$failures" -eq 0 ]
